import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { celEnv, celFunc, celMethod, CelScalar, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';

import { compileCel as compileTree } from '../../src/schema/cel-compile';
import { parseCel } from '../../src/schema/cel-parse';
import { CelFailure } from '../../src/schema/cel-value';
import { normalizeRule, RULES_IN_WORDS } from '../../src/schema/cel-words';
import type { GroupFacts, Schema } from '../../src/schema/facts';
import { isGoUrl, parseGoUrl } from '../../src/schema/go-url';
import { isIpv4, isIpv6 } from '../../src/schema/ip';
import { KNOWN_GROUPS, loadCelTrees, loadFacts } from '../../src/schema/load-facts';
import { PATTERNS_IN_WORDS } from '../../src/schema/pattern-words';
import { isArray, isObject } from '../../src/schema/values';
import { apiVerdict } from '../../src/schema/verdict';

const groups = KNOWN_GROUPS.map((name) => loadFacts(name)).filter((facts): facts is GroupFacts => facts !== undefined);

/** Calls back for every schema of a facts file. */
function walk(schema: Schema, visit: (schema: Schema) => void): void {
  visit(schema);
  for (const property of Object.values(schema.properties ?? {})) walk(property, visit);
  for (const below of [schema.items, schema.additionalProperties]) if (typeof below === 'object') walk(below, visit);
}

function rulesOf(facts: GroupFacts): Set<string> {
  const rules = new Set<string>();
  const collect = (schema: Schema): void => schema['x-kubernetes-validations']?.forEach(({ rule }) => rules.add(rule));
  for (const shape of Object.values(facts.shapes)) walk(shape, collect);
  for (const kind of Object.values(facts.kinds)) for (const { schema } of Object.values(kind.versions)) walk(schema, collect);
  return rules;
}

const all = new Set(groups.flatMap((facts) => [...rulesOf(facts)]));

const compileCel = (rule: string): ReturnType<typeof compileTree> => compileTree(parseCel(rule));

test('the rules of the facts are there as trees, and no others', () => {
  const trees = loadCelTrees();
  expect([...trees.keys()].sort()).toEqual([...all].sort());
  for (const [rule, tree] of trees) expect(tree).toEqual(parseCel(rule));
});

test('every rule of the facts compiles; only those about a change do not run', () => {
  const skipped = [...all].filter((rule) => compileCel(rule) === undefined);
  expect(all.size).toBeGreaterThan(100);
  expect(skipped).toEqual(['self == oldSelf']);
});

test('every pattern has words, and no words are left over', () => {
  const patterns = new Set<string>();
  const collect = ({ pattern }: Schema): void => {
    if (pattern !== undefined) patterns.add(pattern);
  };
  for (const facts of groups) {
    for (const shape of Object.values(facts.shapes)) walk(shape, collect);
    for (const kind of Object.values(facts.kinds)) for (const { schema } of Object.values(kind.versions)) walk(schema, collect);
  }
  expect([...patterns].sort()).toEqual([...PATTERNS_IN_WORDS].sort());
});

test('every rule that runs has words, and no words are left over', () => {
  const known = new Set([...all].map(normalizeRule));
  expect([...known].filter((rule) => !RULES_IN_WORDS.has(rule))).toEqual(['self == oldSelf']);
  // The table of filters holds what the Gateway API could say of every type of filter.
  const spare = [...RULES_IN_WORDS].filter((rule) => !known.has(rule) && !rule.startsWith('self.filter('));
  expect(spare).toEqual([]);
});

/** Each rule with a value that it looks at, over the usable parts of an object. */
function* ruled(schema: Schema, facts: GroupFacts, value: unknown): Generator<readonly [string, unknown]> {
  const resolved = schema.$ref === undefined ? schema : facts.shapes[schema.$ref.slice('#/shapes/'.length)];
  if (resolved === undefined || value === undefined || value === null) return;
  for (const { rule } of resolved['x-kubernetes-validations'] ?? []) yield [rule, value];
  if (isArray(value) && resolved.items !== undefined) for (const item of value) yield* ruled(resolved.items, facts, item);
  if (!isObject(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    const below = resolved.properties?.[key] ?? resolved.additionalProperties;
    if (typeof below === 'object') yield* ruled(below, facts, entry);
  }
}

/** A value as the library takes it: whole numbers are CEL's int, reserved words are escaped. */
function toCel(value: unknown, escaped: boolean): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (isArray(value)) return value.map((item) => toCel(item, escaped));
  if (!isObject(value)) return value;
  return new Map(Object.entries(value).map(([key, entry]) => [escaped && key === 'namespace' ? '__namespace__' : key, toCel(entry, escaped)]));
}

const { STRING, BOOL } = CelScalar;
// Kubernetes' own functions; a URL is its scheme here, which is all that rules ask of one.
const env = celEnv({
  funcs: [
    ...strings,
    celFunc('isURL', [STRING], BOOL, (text) => isGoUrl(text)),
    celFunc('url', [STRING], STRING, (text) => {
      const url = parseGoUrl(text);
      if (url === undefined) throw new Error('no URL');
      return url.scheme;
    }),
    celMethod('getScheme', STRING, [], STRING, function scheme() {
      return this;
    }),
    celFunc('isIP', [STRING], BOOL, (text) => isIpv4(text) || isIpv6(text)),
  ],
});

/** The library takes an empty text for a duration of zero, and 0x10 for a whole number; Go and Kubernetes do not. */
function libraryIsLenient(rule: string, self: unknown): boolean {
  return (rule.includes('duration(') && JSON.stringify(self).includes('""')) || (rule.includes('int(key)') && isObject(self) && '0x10' in self);
}

test('our compiler and the library agree on every rule and every value that objects and mutants bring', () => {
  const root = join(__dirname, '..', '..');
  const mutants = execFileSync(process.execPath, [join(root, 'conformance', 'mutate.mjs'), '--recorded', '--seed', '7', '--count', '600'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const plans = new Map([...all].filter((rule) => rule !== 'self == oldSelf').map((rule) => [rule, { library: plan(env, parse(rule)), ours: compileCel(rule) }]));
  const met = new Map<string, Set<boolean>>();
  const differing: unknown[] = [];
  for (const line of new Set(mutants.trim().split('\n'))) {
    const object = JSON.parse(line) as { apiVersion: string; kind: string };
    const [group = '', version = ''] = object.apiVersion.split('/');
    const facts = loadFacts(group);
    const schema = facts?.kinds[object.kind]?.versions[version]?.schema;
    if (facts === undefined || schema === undefined) continue;
    for (const [rule, self] of ruled(schema, facts, apiVerdict({ ...object })?.usable)) {
      const both = plans.get(rule);
      if (both === undefined || libraryIsLenient(rule, self)) continue;
      const [ours, library] = [both.ours?.(self), both.library({ self: toCel(self, rule.includes('__namespace__')) } as never)];
      met.set(rule, (met.get(rule) ?? new Set()).add(ours === true));
      const same = isCelError(library) ? ours instanceof CelFailure : ours === library;
      if (!same) differing.push({ rule, self, ours, library });
    }
  }
  expect(differing).toEqual([]);
  expect([...met.values()].filter((answers) => answers.size === 2).length).toBeGreaterThan(80);
}, 60_000);

const value = (rule: string, self: unknown): unknown => {
  const result = compileCel(rule)?.(self);
  return result instanceof CelFailure ? 'failure' : result;
};

test.each([
  ["duration(self) == duration('90m')", '1h30m', true],
  ["duration(self) == duration('1500ms')", '1.5s', true],
  ["duration(self) < duration('0s')", '-1s', true],
  ['duration(self) == duration(self)', '', 'failure'],
  ['duration(self) == duration(self)', '5', 'failure'],
  ['duration(self) == duration(self)', '1d', 'failure'],
  ['duration(self) == duration(self)', '2562047h47m16.854775808s', 'failure'],
  ['int(self) == 80', '080', true],
  ['int(self) == 5', '+5', true],
  ['int(self) > 0', '0x10', 'failure'],
  ['int(self) > 0', '', 'failure'],
  ['int(self) > 0', '9223372036854775808', 'failure'],
  ["self.substring(1, 2) == 'b'", 'abc', true],
  ["self.substring(1) == '😀'", 'a😀', true],
  ['self.substring(2, 3) == self', 'ab', 'failure'],
  ['self.substring(2, 1) == self', 'abc', 'failure'],
  ['size(self) == 1', '😀', true],
  ["self.split('/')[0] == ''", '/a', true],
  ["self.matches('b+')", 'abc', true],
  ["self.matches('^b+$')", 'abc', false],
  ["url(self).getScheme() == 'https'", 'HTTPS://a', true],
  ["url(self).getScheme() == ''", 'a', 'failure'],
  ['isIP(self)', '::ffff:1.2.3.4', false],
  ['isIP(self)', '010.0.0.1', false],
  ['self.a == 1', {}, 'failure'],
  ['self.a == 1', [], 'failure'],
  ['self.a == 1 || true', {}, true],
  ['self.a == 1 && false', {}, false],
  ['has(self.a)', { a: null }, false],
  ['has(self.constructor)', {}, false],
  ['self.constructor == self.constructor', {}, 'failure'],
  ['self[2] == 1', [1, 2], 'failure'],
  ["'a' in self", { a: 1 }, true],
  ["'toString' in self", {}, false],
  ['self.exists(x, x.a == 1)', [{}, { a: 1 }], true],
  ['self.exists(x, x.a == 1)', [{}, { a: 2 }], 'failure'],
  ['self.exists_one(x, x.a == 1)', [{}, { a: 1 }], 'failure'],
  ['self.all(x, x.a == 1)', [{}, { a: 2 }], false],
  ['self.filter(x, x > 1).size() == 2', [1, 2, 3], true],
  ['self.__namespace__ == self.a__dash__b', { namespace: 'x', 'a-b': 'x' }, true],
  ['self < 1', 'a', 'failure'],
  ['self == "1"', 1, false],
])('%s of %j is %s', (rule, self, expected) => {
  expect(value(rule, self)).toEqual(expected);
});

test('a rule with a function that is not known does not compile', () => {
  expect(() => compileCel('self.frobnicate()')).toThrow('the function frobnicate');
  expect(() => compileCel('other == 1')).toThrow('the name other');
});
