import { readFileSync } from 'node:fs';
import * as path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

/** The sources that a bundle is made of: it names each above its code. */
function sourcesOf(bundle: string): readonly string[] {
  const text = readFileSync(path.join(ROOT, 'lib', 'library', `${bundle}.js`), 'utf8');
  return [...new Set([...text.matchAll(/^(?:\/\/ | {2}")((?:src|imports)\/[\w./-]+\.ts)/gm)].map(([, source = '']) => source))];
}

const [index, engine, matchers] = [sourcesOf('index'), sourcesOf('engine'), sourcesOf('jest')];

test('what programs import holds no check', () => {
  expect(index.length).toBeGreaterThan(100);
  expect(index.filter((source) => /^src\/(validation|webhook|schema)\//.test(source))).toEqual(['src/schema/suggest.ts', 'src/validation/rule.ts']);
  expect(engine.filter((source) => /^src\/(l1|imports|constructs|patterns|synth|jest)\//.test(source))).toEqual([]);
});

// A source in two bundles is two modules in a program: it may keep nothing but what is remembered of an object for speed, and make no class that others ask for.
test('what is in two bundles keeps nothing', () => {
  const twice = [...new Set([...index.filter((source) => engine.includes(source) || matchers.includes(source)), ...matchers.filter((source) => engine.includes(source))])];
  const keeps = /^(?:export )?(?:let \w|const \w+(?:: (?!Readonly)[^=]+)? = new (?:Map|Set)(?:<[^=]*>)?\(\))|\bextends Error\b|\binstanceof (?!Map\b|Set\b|Error\b)|\bSymbol\('/m;
  expect(twice.length).toBeGreaterThan(10);
  expect(twice.filter((source) => keeps.test(readFileSync(path.join(ROOT, source), 'utf8')))).toEqual([]);
});
