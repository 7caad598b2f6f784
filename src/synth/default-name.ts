import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { APP_NAME } from './owner-mark';

const SOURCE_FILE = /\.[cm]?[jt]sx?$/;

/**
 * Who owns the files of an app that was given no name: the package, then the program that runs, `shop/main`. Two programs
 * of one package that write one folder by mistake are told apart by it, while `main.ts` and the `main.js` made of it are one.
 *
 * @param folder where the nearest package.json with a name is looked for, upwards
 * @param program the file that Node was started with (`process.argv[1]`)
 */
export function defaultName(folder: string, program: string | undefined): string {
  const parts = [packageName(folder) ?? 'app', ...(program === undefined ? [] : programName(program))];
  return parts.join('/');
}

/** A test runner, or another tool of node_modules, is not the program: it runs many. */
function programName(program: string): readonly string[] {
  if (program.split(path.sep).includes('node_modules')) return [];
  const name = path.basename(program).replace(SOURCE_FILE, '');
  return APP_NAME.test(name) ? [name] : [];
}

function packageName(folder: string): string | undefined {
  const name = nameIn(path.join(folder, 'package.json'));
  const parent = path.dirname(folder);
  return name !== undefined || parent === folder ? name : packageName(parent);
}

function nameIn(file: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const name: unknown = typeof content === 'object' && content !== null && 'name' in content ? content.name : undefined;
    return typeof name === 'string' && APP_NAME.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
