import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { SourceDocument } from './crd';
import { CrdError } from '../schema/crd-error';

/** Bounds of what is read: enough for every known set of CRDs, little enough for any machine. */
export const READ_LIMITS = { bytes: 50_000_000, entries: 100_000, millis: 60_000, redirects: 5 } as const;

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: { readonly redirect: 'manual'; readonly signal: AbortSignal }) => Promise<Response>;

const YAML_FILE = /\.(?:ya?ml|json)$/i;

/**
 * Reads CRDs from where a user says: a file, a folder (every .yaml, .yml and .json under it) or an https URL.
 *
 * @throws CrdError when there is nothing to read, the source is too large or too slow, or the URL is not https
 */
export async function readSource(where: string, fetcher: Fetch = fetch): Promise<readonly SourceDocument[]> {
  if (/^https:\/\//i.test(where)) return [{ name: where, text: await download(where, fetcher) }];
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(where)) throw new CrdError(where, 'only https URLs are read; download the file and name it instead');
  const found = await stat(where).catch(() => undefined);
  if (found === undefined) throw new CrdError(where, 'there is no such file or folder');
  const budget = { bytes: 0 };
  if (found.isFile()) return [await readOne(where, budget)];
  if (!found.isDirectory()) throw new CrdError(where, 'neither a file nor a folder');
  const documents: SourceDocument[] = [];
  for (const file of await yamlFiles(where)) documents.push(await readOne(file, budget));
  if (documents.length === 0) throw new CrdError(where, 'there is no .yaml, .yml or .json file in this folder');
  return documents;
}

async function readOne(file: string, budget: { bytes: number }): Promise<SourceDocument> {
  const { size } = await stat(file);
  budget.bytes += size;
  if (budget.bytes > READ_LIMITS.bytes) throw new CrdError(file, tooLarge());
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new CrdError(file, `not readable: ${reason(error)}`);
  });
  return { name: file, text: decode(bytes, file) };
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CrdError(name, 'not a text in UTF-8');
  }
}

/** Links are not followed: a folder is what lies in it. Hidden folders and node_modules are passed over. */
async function yamlFiles(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const folders = [folder];
  let seen = 0;
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      if (++seen > READ_LIMITS.entries)
        throw new CrdError(folder, `there are more than ${READ_LIMITS.entries} files in this folder; name the one that holds the CRDs`);
      const child = path.join(at, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') folders.push(child);
      if (entry.isFile() && YAML_FILE.test(entry.name)) files.push(child);
    }
  }
  return files.sort();
}

async function download(url: string, fetcher: Fetch): Promise<string> {
  const signal = AbortSignal.timeout(READ_LIMITS.millis);
  let at = url;
  try {
    for (let hop = 0; hop <= READ_LIMITS.redirects; hop++) {
      const response = await fetcher(at, { redirect: 'manual', signal });
      const next = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && next !== null) {
        at = new URL(next, at).href;
        if (!at.startsWith('https:')) throw new CrdError(url, `it leads to ${at}, which is not https`);
        continue;
      }
      if (!response.ok) throw new CrdError(url, `the server answered ${response.status}`);
      return await bodyOf(response, url);
    }
  } catch (error) {
    if (error instanceof CrdError) throw error;
    throw new CrdError(url, signal.aborted ? `no answer within ${READ_LIMITS.millis / 1000} seconds` : `not reachable: ${reason(error)}`);
  }
  throw new CrdError(url, `it leads on more than ${READ_LIMITS.redirects} times`);
}

async function bodyOf(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) return decode(Buffer.concat(chunks), url);
    bytes += chunk.value.byteLength;
    if (bytes > READ_LIMITS.bytes) {
      await reader?.cancel();
      throw new CrdError(url, tooLarge());
    }
    chunks.push(chunk.value);
  }
}

function tooLarge(): string {
  return `more than ${READ_LIMITS.bytes / 1_000_000} MB; name the file that holds the CRDs`;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
