import { MAX_DEPTH } from '../../src/schema/bounds';
import { apiVerdict } from '../../src/schema/verdict';

// Generous: what is held is that time is bounded, on the slowest machine; unbounded work here would take hours.
const started = (): (() => number) => {
  const at = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - at) / 1e6;
};

/** `levels` objects, one in the other. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i += 1) value = { a: value };
  return value;
}

const plugin = (pluginConfig: unknown): Record<string, unknown> => ({
  apiVersion: 'extensions.istio.io/v1alpha1',
  kind: 'WasmPlugin',
  metadata: { name: 'a' },
  spec: { url: 'oci://a/b', pluginConfig },
});

test('an object that is nested too deep is refused and not followed', () => {
  expect(apiVerdict(plugin(nested(MAX_DEPTH)))?.violations).toEqual([
    { code: 'out-of-range', path: [], message: 'This object is nested deeper than 10,000 levels, which the API server does not read.', fix: 'Make it flatter.' },
  ]);
  expect(apiVerdict(plugin(nested(MAX_DEPTH - 2)))?.violations).toEqual([]);
});

test.each(['spec', 'status', 'metadata', 'nonsense'])('depth below %s overflows nothing', (field) => {
  const object = { ...plugin({}), [field]: nested(200_000) };
  expect(apiVerdict(object)?.violations[0]?.code).toBe('out-of-range');
});

test('depth in place of a key, an enum or a text overflows nothing', () => {
  const deep = nested(MAX_DEPTH - 10);
  const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { labels: { a: deep } }, spec: { gatewayClassName: deep, listeners: [{ name: deep, port: 80, protocol: deep }, { name: deep, port: deep, protocol: 'HTTP' }] } };
  expect(apiVerdict(gateway)?.violations.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'invalid-type'));
});

test('aliases that expand to more than any server reads are refused in time', () => {
  let bomb: unknown = 'lol';
  for (let i = 0; i < 30; i += 1) bomb = [bomb, bomb, bomb, bomb, bomb, bomb, bomb, bomb];
  const elapsed = started();
  expect(apiVerdict(plugin({ bomb }))?.violations[0]?.message).toMatch(/more values than fit into the 3 MiB/);
  expect(elapsed()).toBeLessThan(20_000);
});

test('an object that holds itself is refused', () => {
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;
  const list: unknown[] = [];
  list.push(list, list);
  expect(apiVerdict(plugin(loop))?.violations[0]?.code).toBe('out-of-range');
  expect(apiVerdict(plugin({ list }))?.violations[0]?.code).toBe('out-of-range');
});

test('a rule about pairs ends in time, and a list that is too long is told before it', () => {
  const ports = Array.from({ length: 256 }, (_, i) => ({ number: i + 1, name: `p${i}` }));
  const entry = (list: unknown): Record<string, unknown> => ({ apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: {}, spec: { hosts: ['a.b'], ports: list } });
  const elapsed = started();
  expect(apiVerdict(entry(ports))?.violations).toEqual([]);
  const many = apiVerdict(entry(Array.from({ length: 100_000 }, () => ports[0])))?.violations ?? [];
  expect(many[0]?.message).toBe('This list has 100000 items, more than the 256 that are allowed.');
  expect(many.some(({ code }) => code === 'cel-rule')).toBe(false);
  expect(elapsed()).toBeLessThan(20_000);
});

test('an object with a million mistakes has a hundred, and says so', () => {
  const hosts = Array.from({ length: 100_000 }, (_, i) => i);
  const violations = apiVerdict({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {}, spec: { hosts } })?.violations ?? [];
  expect(violations).toHaveLength(100);
  expect(violations[99]?.message).toBe('This must be a text, but it is a whole number, 99. This object has 99900 more mistakes, which are not shown.');
});

test('a huge text ends in time', () => {
  const text = `${'a'.repeat(1_000_000)}!`;
  const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: {}, spec: { hostnames: [text], rules: [{ matches: [{ path: { type: 'Exact', value: `/${text}` } }] }] } };
  const policy = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: {}, spec: { host: 'a', trafficPolicy: { connectionPool: { tcp: { connectTimeout: '9'.repeat(1_000_000) } } } } };
  const elapsed = started();
  expect(apiVerdict(route)?.violations.map(({ code }) => code)).toEqual(['out-of-range', 'out-of-range']);
  const [violation] = apiVerdict(policy)?.violations ?? [];
  expect(violation?.code).toBe('cel-rule');
  expect(violation?.message.length).toBeLessThan(300);
  expect(elapsed()).toBeLessThan(20_000);
});

test('prototype keys change no prototype and are kept where any key may stand', () => {
  const labels: unknown = JSON.parse('{ "__proto__": "x", "constructor": "y", "app": [] }');
  const verdict = apiVerdict({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'a' }, spec: { host: 'a', subsets: [{ name: 'v1', labels }] } });
  expect(verdict?.violations.map(({ path }) => path)).toEqual([['spec', 'subsets', 0, 'labels', 'app']]);
  expect(JSON.stringify(verdict?.usable['spec'])).toBe('{"host":"a","subsets":[{"name":"v1","labels":{"__proto__":"x","constructor":"y"}}]}');
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('values that are no JSON are told', () => {
  const spec = { hosts: [new Date(0), () => 1, Symbol('s'), 10n, Number.NaN, undefined] };
  const verdict = apiVerdict({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {}, spec });
  expect(verdict?.violations.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `invalid-type spec.hosts.${i}`));
  expect(verdict?.usable['spec']).toEqual({ hosts: [] });
});

test('an undefined field is one that is not there', () => {
  const verdict = apiVerdict({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: {}, spec: { hosts: ['a'], http: undefined, nonsense: undefined } });
  expect(verdict?.violations).toEqual([]);
  expect(Object.keys(verdict?.usable['spec'] ?? {})).toEqual(['hosts']);
});
