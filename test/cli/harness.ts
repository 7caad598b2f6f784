import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { run } from '../../src/cli/run';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  /** Files in the folder that the command runs in. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  /** The folder that the command runs in, when it is not the one of the files; asked for when it starts. */
  readonly cwd?: () => string;
  /** Called with the folder before the command runs. */
  readonly prepare?: (folder: string) => void;
  /** Called with the folder after the command ran. */
  readonly inspect?: (folder: string) => void;
}

/** The built command, as the package brings it. */
export const MAIN = resolve(__dirname, '../../lib/command/main.js');

/** Runs a command line in this process, in a folder of its own. */
export function command(argv: readonly string[], world: World = {}): Promise<Outcome> {
  return inFolder(world, async (cwd) => {
    let stdout = '';
    let stderr = '';
    const isTTY = world.terminal === true;
    const code = await run(argv, {
      cwd: world.cwd?.() ?? cwd,
      env: world.env ?? {},
      stdin: (async function* () {
        yield world.stdin ?? '';
      })(),
      stdout: { isTTY, write: (text) => (stdout += text) },
      stderr: { isTTY, write: (text) => (stderr += text) },
    });
    return { code, stdout, stderr };
  });
}

/** Runs the built command as a process, in a folder of its own: for what Jest cannot load (modules that are ESM only). */
export function builtCommand(argv: readonly string[], world: World = {}): Promise<Outcome> {
  if (!existsSync(MAIN)) throw new Error('lib/ is not built: npm run build');
  return inFolder(world, async (cwd) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...argv], { cwd, env: { PATH: process.env.PATH, ...world.env }, input: world.stdin, encoding: 'utf8' });
    return { code: status ?? -1, stdout, stderr };
  });
}

async function inFolder(world: World, work: (folder: string) => Promise<Outcome>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
  try {
    for (const [name, content] of Object.entries(world.files ?? {})) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    world.prepare?.(folder);
    const outcome = await work(folder);
    world.inspect?.(folder);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A part of a report, as a program reads it. */
export interface ReadFinding {
  readonly rule: string;
  readonly severity: string;
  readonly object: Readonly<Record<string, string>>;
  readonly path: string;
  readonly message: string;
  readonly source?: { readonly file: string; readonly line: number; readonly column: number };
}

/** Runs `check --format json` and gives back what it prints, parsed. */
export async function check(files: Readonly<Record<string, string | Uint8Array>>, ...argv: readonly string[]): Promise<Outcome & { readonly objects: number; readonly findings: readonly ReadFinding[] }> {
  const outcome = await command(['check', '--format', 'json', ...(argv.length === 0 ? Object.keys(files) : argv)], { files });
  const { objects, findings } = outcome.stdout === '' ? { objects: 0, findings: [] } : (JSON.parse(outcome.stdout) as { objects: number; findings: ReadFinding[] });
  return { ...outcome, objects, findings };
}

/** A VirtualService that routes to a subset, and the DestinationRule that has only `v1`. */
export function route(subset: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
spec:
  hosts:
    - reviews
  http:
    - route:
        - destination:
            host: reviews
            subset: ${subset}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: reviews
  namespace: shop
spec:
  host: reviews
  subsets:
    - name: v1
      labels:
        version: v1
`;
}

export const GOOD = route('v1');
/** One error: `subset-not-found` at line 13, column 13. */
export const BAD = route('v9');
