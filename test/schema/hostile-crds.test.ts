import { foo, fooCrd, said } from './support/crd';

// Generous: what is held is that time is bounded, on the slowest machine; unbounded work here would take hours.
const IN_TIME = 60_000;

function timed<T>(run: () => T): T {
  const at = process.hrtime.bigint();
  const result = run();
  expect(Number(process.hrtime.bigint() - at) / 1e6).toBeLessThan(IN_TIME);
  return result;
}

function nested(depth: number, around: (inner: unknown) => unknown, innermost: unknown): unknown {
  let value = innermost;
  for (let i = 0; i < depth; i += 1) value = around(value);
  return value;
}

const text = { type: 'string' };
const object = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> => ({ type: 'object', properties });
const ruled = (rule: string, properties: Readonly<Record<string, unknown>>): Record<string, unknown> => ({ ...object(properties), 'x-kubernetes-validations': [{ rule }] });

let bomb: unknown = 'lol';
for (let i = 0; i < 30; i += 1) bomb = [bomb, bomb, bomb, bomb, bomb, bomb, bomb, bomb];
const loop: Record<string, unknown> = { type: 'object' };
loop['properties'] = { a: loop };

describe('a CRD that cannot be read decides nothing, and says why', () => {
  test.each<[string, unknown, string]>([
    ['a schema that holds itself', loop, 'it is larger than what the API server reads'],
    ['an alias bomb as a default', { type: 'object', default: bomb }, 'it is larger than what the API server reads'],
    ['a schema too deep to be real', nested(120, (items) => ({ type: 'array', items }), text), 'levels deep'],
    ['branches too deep to be real', nested(120, (not) => ({ not }), {}), 'levels deep'],
    ['names too long to be real', nested(50, (inner) => object({ ['long'.repeat(20)]: inner }), text), 'more than 2000 characters'],
    ['a schema too large to be real', object(Object.fromEntries(Array.from({ length: 101_000 }, (_, at) => [`p${at}`, {}]))), 'more than 100000 schemas'],
    ['a reference', { $ref: '/etc/passwd' }, 'a schema of a CRD may not have "$ref"'],
    ['a type of its own', { type: 'function' }, 'type "function" is not one of'],
    ['a pattern that is no text', { type: 'string', pattern: {} }, 'stands where a text belongs'],
    ['an enum that is no list', { type: 'string', enum: { length: 1e9 } }, 'stands where a list belongs'],
  ])('%s', (_, spec, problem) => {
    const { verdicts, problems } = timed(() => said(fooCrd(spec), foo('x'), foo('y')));
    expect(verdicts).toEqual([undefined, undefined]);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a plural that leaves its place', { names: { kind: 'Foo', plural: '../../x' } }, 'spec.names.plural is "../../x"'],
    ['no versions', { versions: [] }, 'Foo has no versions in spec.versions'],
    ['no served version', { versions: [{ name: 'v1', served: false, schema: {} }] }, 'it has no served version'],
    ['no schema', { versions: [{ name: 'v1', served: true }] }, 'the schema (openAPIV3Schema) of Foo v1 is missing'],
    ['a scope of its own', { scope: 'Galaxy' }, 'spec.scope of Foo must be Namespaced or Cluster'],
    ['fields that are kept unknown', { preserveUnknownFields: true }, 'it sets preserveUnknownFields'],
  ])('%s', (_, more, problem) => {
    expect(said(fooCrd(text, more), foo('x'))).toEqual({ verdicts: [undefined], problems: [expect.stringContaining(problem)] });
  });
});

describe('patterns', () => {
  test.each([
    ['no RE2', '(?=a)', 'a pattern is not an RE2 expression'],
    ['a repeat that is too large', '(a{1000}){1000}', 'a pattern is not an RE2 expression'],
    ['too long', 'a'.repeat(100_000), 'a pattern has more than 4096 characters'],
    ['too deep', '('.repeat(2_000) + ')'.repeat(2_000), 'a pattern is not an RE2 expression'],
    ['too large', '(\\pL|\\pN|\\pS){1000}'.repeat(30), 'a pattern is too large, or one of too many'],
  ])('%s: not judged, and everything else is', (_, pattern, problem) => {
    const spec = object({ a: { type: 'string', pattern }, b: { type: 'integer' } });
    expect(timed(() => said(fooCrd(spec), foo({ a: 'x', b: 'y' })))).toEqual({
      verdicts: [['invalid-type spec.b: This must be a whole number, but it is a text, "y".']],
      problems: [`spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.a.pattern: ${problem}`],
    });
  });

  test('a thousand large ones end in time', () => {
    const patterns = Array.from({ length: 1_000 }, (_, at) => [`p${at}`, { type: 'string', pattern: `(\\pL${at}){900}` }]);
    const { problems } = timed(() => said(fooCrd(object(Object.fromEntries(patterns))), foo({})));
    expect(problems.length).toBeGreaterThan(900);
  });

  test('one that makes other engines try forever', () => {
    const spec = object({ a: { type: 'string', pattern: '^(a+)+$' } });
    expect(timed(() => said(fooCrd(spec), foo({ a: `${'a'.repeat(100_000)}!` }))).verdicts[0]).toHaveLength(1);
  });
});

describe('rules', () => {
  test.each([
    ['no CEL', 'self.(', 'a CEL rule cannot be run: <input>:1:5'],
    ['a function that is not known', 'quantity(self.a) > 1', 'it uses the function quantity, which is not known here'],
    ['a variable that is not known', 'process.exit(1)', 'it uses the name process, which is not known here'],
    ['too long', `self.a == '${'x'.repeat(20_000)}'`, 'it has more than 10,000 characters'],
    ['too deep', `${'('.repeat(4_900)}self.a == ''${')'.repeat(4_900)}`, 'it is nested too deep'],
    ['a pattern of the object', "'x'.matches(self.a)", 'it uses a pattern that is not an RE2 expression'],
    ['a time', 'self.when < self.when', 'it reads when, whose format makes it more than a text'],
  ])('%s: not judged, and everything else is', (_, rule, problem) => {
    const spec = { ...ruled(rule, { a: text, when: { type: 'string', format: 'date-time' } }) };
    const { verdicts, problems } = timed(() => said(fooCrd(spec), foo({ a: '(' }), foo({ nonsense: 1 })));
    expect(verdicts).toEqual([[], ['unknown-field spec.nonsense: There is no field nonsense here.']]);
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems[0]).toMatch(/^spec\.versions\[0\]\.schema\.openAPIV3Schema\.properties\.spec\.x-kubernetes-validations\[0\]\.rule: a CEL rule cannot be run: /);
  });

  test('loops in loops over a long list end in time', () => {
    const list = Array.from({ length: 3_000 }, (_, at) => at);
    const rule = 'self.a.all(x, self.a.all(y, self.a.all(z, x + y + z >= 0)))';
    const spec = ruled(rule, { a: { type: 'array', items: { type: 'integer' } } });
    const { verdicts } = timed(() => said(fooCrd(spec), ...Array.from({ length: 40 }, () => foo({ a: list }))));
    expect(verdicts[0]?.[0]).toContain('it takes more steps than the API server allows');
    expect(verdicts[39]).toBeUndefined();
  });

  test('lists that grow by copies and texts that are compared whole end in time', () => {
    const rules = ['self.a.map(x, x).size() > 0', 'self.a.all(x, self.b.contains(self.b))', 'self.a.all(x, self.a == self.a)'];
    const spec = { ...object({ a: { type: 'array', items: { type: 'integer' } }, b: text }), 'x-kubernetes-validations': rules.map((rule) => ({ rule })) };
    const { problems } = timed(() => said(fooCrd(spec), foo({ a: Array.from({ length: 200_000 }, () => 1), b: 'b'.repeat(1_000_000) })));
    expect(problems).toEqual([': to judge by it takes more work than is spent on an input']);
  });
});

describe('schemas that make much of little', () => {
  const many = (length: number, value: unknown): unknown[] => Array.from({ length }, () => value);

  test.each<[string, unknown, unknown]>([
    ['branches over every item', { type: 'array', items: { anyOf: many(5_000, { type: 'string', minLength: 3 }) } }, many(100_000, 'x')],
    ['an enum of objects', { type: 'array', items: { enum: many(20_000, { a: {} }), 'x-kubernetes-preserve-unknown-fields': true } }, many(100_000, { a: { b: 1 } })],
    ['fields that are required', { type: 'array', items: { type: 'object', required: Array.from({ length: 20_000 }, (_, at) => `f${at}`) } }, many(100_000, {})],
    ['defaults in defaults', { type: 'array', items: nested(12, (inner) => object({ a: { ...Object(inner), default: {} }, b: { ...Object(inner), default: {} } }), object({})) }, many(100_000, {})],
    ['names that are nearly right', object({ a: { type: 'array', items: object(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`field${at}`, text]))) } }), { a: many(100_000, { fielt1: 1 }) }],
    ['keys of a list', { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': Array.from({ length: 20_000 }, (_, at) => `k${at}`), items: object({}) }, many(100_000, {})],
  ])('%s', (_, spec, value) => {
    const { verdicts, problems } = timed(() => said(fooCrd(spec), foo(value)));
    expect(verdicts).toEqual([undefined]);
    expect(problems).toEqual([': to judge by it takes more work than is spent on an input']);
  });

  test('messages stay short', () => {
    const spec = object({ a: { type: 'string', enum: Array.from({ length: 50_000 }, (_, at) => `value ${at}`) }, b: { oneOf: many(50, { required: many(2_000, 'x'.repeat(100)) }) } });
    const [verdict = []] = timed(() => said(fooCrd(spec), foo({ a: 'x', b: {} }))).verdicts;
    expect(verdict.map((line) => line.length < 2_200)).toEqual([true, true]);
  });

  test('prototype keys change no prototype', () => {
    const spec: unknown = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"object","default":{"x":1},"x-kubernetes-preserve-unknown-fields":true},"constructor":{"type":"string"}}}');
    expect(said(fooCrd(spec), foo({}), foo(JSON.parse('{"constructor":1,"__proto__":{"y":1}}'))).verdicts).toEqual([
      [],
      ['invalid-type spec.constructor: This must be a text, but it is a whole number, 1.'],
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
