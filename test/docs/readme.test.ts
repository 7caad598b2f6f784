import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { INIT_TSCONFIG, packTarball, Project } from '../packaging/project';

const ROOT = path.resolve(__dirname, '..', '..');
const README = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** The fenced blocks of the README in one language, in order. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1] ?? '');
}

const [fiveLines = '', broken = ''] = blocks('ts');
const [compileError = '', checkError = ''] = blocks('text');
const tarball = packTarball();
const project = new Project({ tarball: tarball.file, type: 'commonjs', tsconfig: JSON.parse(readFileSync(INIT_TSCONFIG, 'utf8')) as object });
const run = (program: string): ReturnType<Project['node']> => {
  project.write('main.ts', program);
  return project.node('node_modules/ts-node/dist/bin.js', 'main.ts');
};

afterAll(() => {
  project.remove();
  tarball.remove();
});

test('the five lines run and write what they say', () => {
  expect(run(fiveLines)).toEqual({ status: 0, output: '' });
  expect(project.read('dist/shop.k8s.yaml')).toContain('weight: 20');
}, 60_000);

test('they are the example of that name', () => {
  expect(readFileSync(path.join(ROOT, 'examples', 'five-lines', 'main.ts'), 'utf8')).toContain(fiveLines);
});

test('the compiler says what the README says it does', () => {
  project.write('main.ts', fiveLines.replace(`canary: 'v2'`, `canary: 'v3'`));
  expect(project.typeCheck('typescript', '--pretty', 'false').output).toContain(compileError.trim());
}, 60_000);

test('the check says what the README says it does, and writes nothing', () => {
  const { status, output } = run(broken);
  expect(output).toContain(checkError.trim());
  expect(output).not.toMatch(/^ +at .*node_modules/m);
  expect(status).toBe(1);
}, 60_000);

test('every npm command that it names is there', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const named = [...README.matchAll(/npm (?:run )?([a-z]+)/g)].map((match) => match[1] ?? '').filter((name) => name !== 'ci' && name !== 'install');
  expect(new Set(named)).toEqual(new Set(Object.keys(scripts).filter((name) => !/^(?:pre|post)[a-z]+/.test(name))));
});
