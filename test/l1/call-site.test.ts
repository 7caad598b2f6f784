import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { callSiteOf, captureCallSite, partCallSiteOf, readCallSite, setCallSite, setPartCallSite } from '../../src/l1/call-site';

/** Line on which the caller stands, as this test file counts. */
function hereLine(): number {
  return Number(/call-site\.test\.ts:(\d+)/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1]);
}

class Base {
  constructor() {
    setCallSite(this, captureCallSite(new.target));
  }
}
class Derived extends Base {}
class UsersOwn extends Derived {
  constructor() {
    super();
  }
}

test.each([
  ['a class', () => new Base()],
  ['a subclass', () => new Derived()],
  ['a subclass with a constructor of its own', () => new UsersOwn()],
])('the line of the `new` of %s', (_, make) => {
  const site = callSiteOf(make());
  expect(site?.file).toBe(__filename);
  expect(readFileSync(__filename, 'utf8').split('\n')[(site?.line ?? 0) - 1]).toContain('() => new ');
});

test('two objects made on one line differ by column', () => {
  const [first, second] = [new Base(), new Base()];
  const line = hereLine() - 1;
  expect([callSiteOf(first)?.line, callSiteOf(second)?.line]).toEqual([line, line]);
  expect(callSiteOf(first)?.column).toBeLessThan(callSiteOf(second)?.column ?? 0);
});

test('the mark is not seen by those who list properties', () => {
  expect(Object.keys(new Base())).toEqual([]);
  expect(JSON.stringify(new Base())).toBe('{}');
});

test('an object without a mark has no call site', () => {
  expect(callSiteOf({})).toBeUndefined();
});

test('a part of an object, and what is below it, may have a line of its own', () => {
  const object = new Base();
  expect(partCallSiteOf(object, 'spec.a')).toBeUndefined();
  setPartCallSite(object, 'spec.a', captureCallSite());
  setPartCallSite(object, 'spec.ports["80"]', captureCallSite());
  const line = hereLine() - 2;
  const lines = ['spec', 'spec.a', 'spec.a.mode', 'spec.a[0]', 'spec.ab', 'spec.ports["80"].mode', 'spec.ports["8080"]'].map((place) => partCallSiteOf(object, place)?.line);
  expect(lines).toEqual([undefined, line, line, line, undefined, line + 1, undefined]);
});

test('capturing leaves the stack limit of the program alone', () => {
  const before = Error.stackTraceLimit;
  captureCallSite();
  expect(Error.stackTraceLimit).toBe(before);
});

describe('frames', () => {
  const root = path.resolve(__dirname, '..', '..');
  test.each([
    ['a plain frame', 'at /app/main.js:3:5', '/app/main.js:3:5'],
    ['a frame with a function', 'at new Shop (/app/main.js:3:5)', '/app/main.js:3:5'],
    ['an async frame', 'at async main (/app/main.js:3:5)', '/app/main.js:3:5'],
    ['an ES module', 'at file:///app/my%20shop/main.mjs:3:5', '/app/my shop/main.mjs:3:5'],
    ['an ES module with a function', 'at new Shop (file:///app/main.mjs:3:5)', '/app/main.mjs:3:5'],
    ['Windows', 'at new Shop (C:\\app\\main.js:3:5)', 'C:\\app\\main.js:3:5'],
    ['a path with brackets', 'at Object.<anonymous> (/app (copy)/main.js:3:5)', '/app (copy)/main.js:3:5'],
    ['a path with brackets, no function', 'at /app (copy)/main.js:3:5', '/app (copy)/main.js:3:5'],
    ['a method with an alias', 'at Shop.a [as b] (/app/main.js:3:5)', '/app/main.js:3:5'],
    ['our own code', `at f (${root}/src/patterns/x.ts:1:1)`, 'none'],
    ['our generated code', `at f (${root}/imports/networking.ts:1:1)`, 'none'],
    ['an example of ours', `at f (${root}/examples/bookinfo/main.ts:1:1)`, `${root}/examples/bookinfo/main.ts:1:1`],
    ['cdk8s', 'at f (/app/node_modules/cdk8s/lib/app.js:1:1)', 'none'],
    ['constructs on Windows', 'at f (C:\\app\\node_modules\\constructs\\lib\\construct.js:1:1)', 'none'],
    ['a library of the user', 'at f (/app/node_modules/@shop/mesh/index.js:1:2)', '/app/node_modules/@shop/mesh/index.js:1:2'],
    ['node itself', 'at Module._compile (node:internal/modules/cjs/loader:1:1)', 'none'],
    ['native code', 'at Array.map (<anonymous>)', 'none'],
    ['eval', 'at eval (eval at x (/app/main.js:1:1), <anonymous>:1:1)', 'none'],
    ['no frame', 'garbage', 'none'],
  ])('%s', (_, frame, wanted) => {
    const site = readCallSite({ stack: `Error\n    ${frame}` });
    expect(site === undefined ? 'none' : `${site.file}:${site.line}:${site.column}`).toBe(wanted);
  });

  test('a stack that somebody else formats is no call site', () => {
    expect(readCallSite({})).toBeUndefined();
  });
});

describe('compiled programs', () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'call-site-')));
  afterAll(() => rmSync(folder, { recursive: true }));

  const source = [
    'import { captureCallSite, readCallSite } from "./node_modules/cdk8s-istio/lib/src/l1/call-site";',
    'interface Padding {\n  readonly a: string;\n  readonly b: string;\n  readonly c?: string;\n  readonly d?: string;\n}',
    'class Thing { readonly site; constructor() { this.site = captureCallSite(new.target); } }',
    'export const padding: Padding = { a: "", b: "" };',
    '',
    'const thing = new Thing();',
    'process.stdout.write(JSON.stringify(readCallSite(thing.site)));',
  ].join('\n');

  beforeAll(() => {
    const l1 = path.join(folder, 'node_modules', 'cdk8s-istio', 'lib', 'src', 'l1');
    mkdirSync(l1, { recursive: true });
    for (const name of ['call-site', 'source-map']) {
      const text = readFileSync(path.join(__dirname, '..', '..', 'src', 'l1', `${name}.ts`), 'utf8');
      writeFileSync(
        path.join(l1, `${name}.js`),
        transpileModule(text, { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true } })
          .outputText,
      );
    }
    writeFileSync(path.join(folder, 'main.ts'), source);
  });

  function compile(file: string, options: { sourceMap?: boolean; inlineSourceMap?: boolean }): string {
    const compiled = transpileModule(source, {
      fileName: 'main.ts',
      compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, ...options },
    });
    const target = path.join(folder, file);
    writeFileSync(target, compiled.outputText.replace('main.js.map', `${file}.map`));
    if (compiled.sourceMapText !== undefined) writeFileSync(`${target}.map`, compiled.sourceMapText);
    return target;
  }
  const run = (...args: string[]): unknown => JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));

  test.each<[string, () => unknown, string, number]>([
    ['a source map beside the file', () => run(compile('beside.js', { sourceMap: true })), 'main.ts', 11],
    ['a source map in the file', () => run(compile('inline.js', { inlineSourceMap: true })), 'main.ts', 11],
    ['a runtime that maps stacks itself', () => run('--enable-source-maps', compile('mapped.js', { sourceMap: true })), 'main.ts', 11],
    ['no source map', () => run(compile('bare.js', {})), 'bare.js', 10],
    ['a broken source map', () => run(broken()), 'broken.js', 10],
  ])('%s', (_, program, file, line) => {
    expect(program()).toMatchObject({ file: path.join(folder, file), line });
  });

  function broken(): string {
    const file = compile('broken.js', { sourceMap: true });
    writeFileSync(`${file}.map`, '{');
    return file;
  }
});
