import { realpathSync } from 'node:fs';
import * as path from 'node:path';
import type { App } from 'cdk8s';
import { ifThere } from './file-system';
import { OutputError } from './output-error';
import { formatPlace, placeOf } from './place';

interface Claim {
  /** Stands for the App without keeping it alive. */
  readonly token: object;
  readonly line: string;
}

/** On the process, not on this module: two copies of the package write to the same disk. */
const CLAIMS = Symbol.for('cdk8s-istio.claimed-folders');
const TOKEN = Symbol.for('cdk8s-istio.claim');

/** Says that an App writes its folder. @throws OutputError when another App of this process does so already */
export function claimFolder(app: App): void {
  const outdir = path.resolve(app.outdir);
  const folder = ifThere(() => realpathSync(outdir)) ?? outdir;
  const claims = claimsOfProcess();
  const before = claims.get(folder);
  const own = tokenOf(app);
  const line = lineOf(app);
  if (before !== undefined && before.token !== own) {
    throw new OutputError(
      [
        `Two apps of this program write ${folder}. Nothing was written.`,
        `  first:  ${before.line}`,
        `  second: ${line}`,
        'Each would delete the files of the other: give each an outdir of its own. In a test, use synthYaml() or a temporary outdir.',
      ].join('\n'),
    );
  }
  claims.set(folder, { token: own, line });
}

function claimsOfProcess(): Map<unknown, Claim> {
  const value: unknown = Reflect.get(globalThis, CLAIMS);
  if (value instanceof Map) return value;
  const claims = new Map<unknown, Claim>();
  Object.defineProperty(globalThis, CLAIMS, { value: claims });
  return claims;
}

function tokenOf(app: App): object {
  const value: unknown = Reflect.get(app, TOKEN);
  if (typeof value === 'object' && value !== null) return value;
  const token = {};
  Object.defineProperty(app, TOKEN, { value: token });
  return token;
}

function lineOf(app: App): string {
  const { source } = placeOf(app);
  return source === undefined ? 'unknown line' : formatPlace(source);
}
