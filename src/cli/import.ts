import { isAbsolute, join, relative } from 'node:path';
import { oneLine } from '../report/safe-text';
import { CrdError } from '../schema/crd-error';
import { importCrds } from '../generator/import-crds';
import { readSource } from '../generator/read-source';
import { InputError, type Io } from './io';
import { writeFiles } from './write-files';

/** The flags of `cdk8s-istio import`, after the command line was read. */
export interface ImportFlags {
  readonly out: string;
  readonly force?: boolean;
}

/** What the first line of a written file holds. */
const MARK = 'written by "cdk8s-istio import"';
const URL_SCHEME = /^[a-z][a-z0-9+.-]+:\/\//i;

/**
 * Writes typed constructs for the CustomResourceDefinitions of a file, a folder or an https URL: one file an API group.
 * @returns the exit code 0.
 * @throws InputError when the source holds no CRDs that can be read, or a file of someone else is in the way.
 */
export async function runImport(source: string, flags: ImportFlags, io: Io): Promise<number> {
  const folder = isAbsolute(flags.out) ? flags.out : join(io.cwd, flags.out);
  const files = await generate(URL_SCHEME.test(source) ? source : relative(process.cwd(), isAbsolute(source) ? source : join(io.cwd, source)) || '.', folder);
  const show = (path: string): string => join(flags.out, relative(folder, path));
  writeFiles(files, { folder, mark: MARK, force: flags.force === true, show });
  for (const { path } of files) io.stderr.write(`wrote ${oneLine(show(path))}\n`);
  return 0;
}

async function generate(where: string, outdir: string): Promise<readonly { readonly path: string; readonly text: string }[]> {
  try {
    return (await importCrds(await readSource(where), { outdir })).files;
  } catch (error) {
    if (error instanceof CrdError) throw new InputError(oneLine(error.message));
    throw error;
  }
}
