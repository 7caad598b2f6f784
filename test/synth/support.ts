import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { setTreeValidator } from '../../src/l1/tree';
import { validateTree } from '../../src/synth/validate-tree';

// As the package's entry does.
setTreeValidator(validateTree);

/** Number of the only line of `file` that holds `text` (beside a line that asks for it). */
export function lineOf(file: string, text: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const hits = lines.flatMap((line, index) => (line.includes(text) && !line.includes('lineOf(') ? [index + 1] : []));
  const [line, ...more] = hits;
  if (line === undefined || more.length > 0) throw new Error(`"${text}" is on ${hits.length} lines of ${file}`);
  return line;
}

/** The message that `run` throws. */
export function messageOf(run: () => unknown): string {
  return errorOf(run).message;
}

/** The error that `run` throws. */
export function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A VirtualService as plain cdk8s makes it. */
export function virtualService(scope: Construct, id: string, spec: object, metadata: ApiObjectProps['metadata'] = { name: id }): ApiObject {
  return apiObject(scope, id, { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec });
}

/** Any object, whole. */
export function apiObject(scope: Construct, id: string, manifest: ApiObjectProps & { readonly [field: string]: unknown }): ApiObject {
  return new ApiObject(scope, id, manifest);
}

/** A route to a subset that nobody defines: one error, `subset-not-found`. */
export const BROKEN = { hosts: ['reviews.shop.svc.cluster.local'], http: [{ route: [{ destination: { host: 'reviews.shop.svc.cluster.local', subset: 'v9' } }] }] };

/** The same without a subset, for a host of its own: nothing to complain about. */
export function fine(host: string): object {
  return { hosts: [`${host}.example.com`], http: [{ route: [{ destination: { host: 'reviews.shop.svc.cluster.local' } }] }] };
}

/** What is written to stderr while `run` runs. */
export function stderrOf(run: () => unknown): string {
  const written: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    run();
  } finally {
    spy.mockRestore();
  }
  return written.join('');
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'cdk8s-istio-')));
  temporary.push(folder);
  return folder;
}

/** Every file below a folder with its text, by path from the folder. */
export function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]));
}

const temporary: string[] = [];
afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});
