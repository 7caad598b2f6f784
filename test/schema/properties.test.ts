import { join } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import { loadAll } from 'js-yaml';

import { isArray, isObject } from '../../src/schema/values';
import { apiVerdict } from '../../src/schema/verdict';

function objectsOf(name: string): Record<string, unknown>[] {
  const folder = join(__dirname, name);
  const documents = readdirSync(folder).flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8')) as unknown[]);
  return documents.filter(isObject);
}

const seeds = [...objectsOf('corpus'), ...objectsOf('invalid')];

/** Puts a value somewhere into an object: `choices` say where. */
function planted(object: Record<string, unknown>, choices: readonly number[], value: unknown): Record<string, unknown> {
  const copy = structuredClone(object);
  let place: unknown = copy;
  let [parent, last]: [unknown, string | number] = [copy, 'spec'];
  for (const choice of [0, ...choices]) {
    const keys: (string | number)[] = isArray(place) ? [...place.keys()] : isObject(place) ? Object.keys(place).filter((key) => place !== copy || key === 'spec') : [];
    const key = keys[choice % Math.max(keys.length, 1)];
    if (key === undefined) break;
    [parent, last] = [place, key];
    place = (place as Record<string | number, unknown>)[key];
  }
  (parent as Record<string | number, unknown>)[last] = value;
  return copy;
}

const object = fc.tuple(fc.constantFrom(...seeds), fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), fc.jsonValue({ maxDepth: 3 })).map(([seed, choices, value]) => planted(seed, choices, value));

function reversed(value: unknown): unknown {
  if (isArray(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).reverse()) Object.defineProperty(copy, key, { value: reversed(value[key]), enumerable: true });
  return copy;
}

const told = (value: Record<string, unknown>): string[] => (apiVerdict(value)?.violations ?? []).map(({ code, path }) => `${code} ${JSON.stringify(path)}`).sort();

const STRUCTURE = new Set(['invalid-type', 'unknown-field']);

test('the order of keys does not change the verdict', () => {
  fc.assert(fc.property(object, (value) => {
    expect(told(reversed(value) as Record<string, unknown>)).toEqual(told(value));
  }), { seed: 1, numRuns: 1500 });
});

test('what is usable has the right structure', () => {
  fc.assert(fc.property(object, (value) => {
    const again = apiVerdict(apiVerdict(value)?.usable ?? {});
    expect(again?.violations.filter(({ code }) => STRUCTURE.has(code))).toEqual([]);
  }), { seed: 2, numRuns: 1500 });
});

test('judging changes nothing of the object', () => {
  fc.assert(fc.property(object, (value) => {
    const before = JSON.stringify(value);
    apiVerdict(value);
    expect(JSON.stringify(value)).toBe(before);
  }), { seed: 3, numRuns: 500 });
});

test('every valid object of the corpus is valid, every invalid one is not', () => {
  expect(objectsOf('corpus').flatMap(told)).toEqual([]);
  expect(objectsOf('invalid').filter((value) => told(value).length === 0)).toEqual([]);
});
