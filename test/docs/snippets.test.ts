import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.resolve(__dirname, '..', '..');
const PAGES = ['README.md', ...readdirSync(path.join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`)];

/** The TypeScript programs of a page. A block without imports goes on with the program before it. */
function programsOf(page: string): string[] {
  const programs: string[] = [];
  for (const [, block = ''] of readFileSync(path.join(ROOT, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)) {
    if (block.startsWith('import ') || programs.length === 0) programs.push(block);
    else programs.push(`${programs.pop() ?? ''}\n${block}`);
  }
  return programs;
}

/** Every program as a module beside its page. */
const SNIPPETS = new Map(PAGES.flatMap((page) => programsOf(page).map((program, index) => [path.join(ROOT, `${page}.${index}.ts`), program])));

test('every TypeScript program of the documentation compiles', () => {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    esModuleInterop: true,
    resolveJsonModule: true,
    types: ['node', 'jest'],
    paths: { 'cdk8s-istio': [path.join(ROOT, 'src/index.ts')], 'cdk8s-istio/jest': [path.join(ROOT, 'src/jest/index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => SNIPPETS.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = SNIPPETS.get(file);
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version, true);
  };
  const program = ts.createProgram({ rootNames: [...SNIPPETS.keys()], options, host });
  const errors = [...SNIPPETS.keys()].flatMap((file) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map((error) => {
      const line = error.file?.getLineAndCharacterOfPosition(error.start ?? 0).line ?? 0;
      return `${path.relative(ROOT, file)}:${line}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`;
    }),
  );
  expect(errors).toEqual([]);
}, 60_000);

test('every link between pages leads to a file', () => {
  const dead = PAGES.flatMap((page) =>
    [...readFileSync(path.join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((match) => path.join(path.dirname(page), match[1] ?? ''))
      .filter((target) => !ts.sys.fileExists(path.join(ROOT, target)) && !ts.sys.directoryExists(path.join(ROOT, target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

test('the documentation names the versions that the types are made from', () => {
  const sourceOf = (group: string): string => {
    const facts: unknown = JSON.parse(readFileSync(path.join(ROOT, 'imports', 'facts', `${group}.json`), 'utf8'));
    return typeof facts === 'object' && facts !== null && 'source' in facts ? String(facts.source) : '';
  };
  const minorOf = (source: string): string => /v(\d+\.\d+)\.\d+$/.exec(source)?.[1] ?? `no version in ${source}`;
  const page = readFileSync(path.join(ROOT, 'docs', 'typed-constructs.md'), 'utf8').replace(/\s+/g, ' ');
  expect(page).toContain(
    `The types are those of Istio ${minorOf(sourceOf('networking.istio.io'))} and of the standard channel of the Gateway API ${minorOf(sourceOf('gateway.networking.k8s.io'))}.`,
  );
});
