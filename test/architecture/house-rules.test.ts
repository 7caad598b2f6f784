import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.resolve(__dirname, '..', '..');
const LONGEST_FILE = 300;

/** Every source file of a folder with its text, as paths from the root. */
function sources(...folders: readonly string[]): { file: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => ({ file: path.relative(ROOT, file), text: readFileSync(file, 'utf8') })),
  );
}

/** Places of a file where the syntax tree holds something that this project does without. */
function offences(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what =
      node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : ts.isNonNullExpression(node) ? 'non-null assertion' : ts.isExportAssignment(node) ? 'default export' : undefined;
    if (what !== undefined) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('no any, no non-null assertion, no default export in what users import', () => {
  expect(sources('src', 'imports').flatMap(({ file, text }) => offences(file, text))).toEqual([]);
});

test('compiler checks are never switched off', () => {
  const off = sources('src', 'imports', 'test', 'examples').filter(({ text }) => /^\s*\/[/*]\s*@ts-(?:ignore|nocheck|expect-error)/m.test(text));
  expect(off.map(({ file }) => file)).toEqual([]);
});

test(`hand-written files stay under ${LONGEST_FILE} lines`, () => {
  const long = sources('src', 'test').map(({ file, text }) => ({ file, lines: text.split('\n').length }));
  expect(long.filter(({ lines }) => lines > LONGEST_FILE + 1)).toEqual([]);
});
