import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import type { GroupFacts } from '../../src/schema/facts';

const IMPORTS = path.resolve(__dirname, '..', '..', 'imports');
const FACTS = readdirSync(path.join(IMPORTS, 'facts')).sort();
const SOURCES = readdirSync(IMPORTS)
  .filter((file) => file.endsWith('.ts'))
  .sort();

function facts(group: string): GroupFacts {
  return JSON.parse(readFileSync(path.join(IMPORTS, 'facts', `${group}.json`), 'utf8'));
}

test('one file a group', () => {
  expect(FACTS).toEqual([
    'extensions.istio.io.json',
    'gateway.networking.k8s.io.json',
    'networking.istio.io.json',
    'security.istio.io.json',
    'telemetry.istio.io.json',
  ]);
  expect(SOURCES).toEqual(['extensions.ts', 'gateway-api.ts', 'networking.ts', 'security.ts', 'telemetry.ts']);
});

test.each<[string, Readonly<Record<string, readonly [best: string, ...others: string[]]>>]>([
  ['extensions.istio.io', { TrafficExtension: ['v1alpha1'], WasmPlugin: ['v1alpha1'] }],
  [
    'networking.istio.io',
    {
      DestinationRule: ['v1', 'v1beta1', 'v1alpha3'],
      EnvoyFilter: ['v1alpha3'],
      Gateway: ['v1', 'v1beta1', 'v1alpha3'],
      ProxyConfig: ['v1beta1'],
      ServiceEntry: ['v1', 'v1beta1', 'v1alpha3'],
      Sidecar: ['v1', 'v1beta1', 'v1alpha3'],
      VirtualService: ['v1', 'v1beta1', 'v1alpha3'],
      WorkloadEntry: ['v1', 'v1beta1', 'v1alpha3'],
      WorkloadGroup: ['v1', 'v1beta1', 'v1alpha3'],
    },
  ],
  [
    'security.istio.io',
    { AuthorizationPolicy: ['v1', 'v1beta1'], PeerAuthentication: ['v1', 'v1beta1'], RequestAuthentication: ['v1', 'v1beta1'] },
  ],
  ['telemetry.istio.io', { Telemetry: ['v1', 'v1alpha1'] }],
  [
    'gateway.networking.k8s.io',
    {
      BackendTLSPolicy: ['v1'],
      GRPCRoute: ['v1'],
      Gateway: ['v1', 'v1beta1'],
      GatewayClass: ['v1', 'v1beta1'],
      HTTPRoute: ['v1', 'v1beta1'],
      ListenerSet: ['v1'],
      ReferenceGrant: ['v1', 'v1beta1'],
      TCPRoute: ['v1'],
      TLSRoute: ['v1'],
    },
  ],
])('kinds and served versions of %s', (group, kinds) => {
  const found = Object.entries(facts(group).kinds).map(([kind, { best, versions }]) => [
    kind,
    [best, ...Object.keys(versions).filter((version) => version !== best)],
  ]);
  expect(Object.fromEntries(found)).toEqual(kinds);
});

test.each(FACTS)('%s holds no prose', (file) => {
  const keys = new Set<string>();
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') Object.values(Object(value)).forEach(visit);
      else if (key !== 'default' && key !== 'enum') {
        if (!Array.isArray(schema)) keys.add(key);
        visit(value);
      }
    }
  };
  const { kinds, shapes } = facts(file.replace(/\.json$/, ''));
  Object.values(shapes).forEach(visit);
  for (const { versions } of Object.values(kinds)) for (const { schema } of Object.values(versions)) visit(schema);
  for (const prose of ['description', 'message', 'messageExpression', 'title', 'example']) expect(keys).not.toContain(prose);
});

test.each(FACTS)('every reference of %s leads to a shape, and every shape is used', (file) => {
  const group = facts(file.replace(/\.json$/, ''));
  const references = new Set([...JSON.stringify(group).matchAll(/"\$ref":"#\/shapes\/([^"]+)"/g)].map((match) => match[1]));
  expect([...references].sort()).toEqual(Object.keys(group.shapes).sort());
});

test('the facts are small enough to be read while a check starts', () => {
  const bytes = FACTS.map((file) => statSync(path.join(IMPORTS, 'facts', file)).size).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(400_000);
});

test.each(SOURCES)('%s holds no any', (file) => {
  expect(readFileSync(path.join(IMPORTS, file), 'utf8')).not.toMatch(/\bany\b/);
});

describe('since', () => {
  const networking = facts('networking.istio.io').kinds;

  test('a kind that is newer than 1.29', () => {
    expect(facts('extensions.istio.io').kinds['TrafficExtension']?.since).toBe('1.30');
    expect(facts('extensions.istio.io').kinds['WasmPlugin']?.since).toBeUndefined();
  });

  test('fields of 1.31', () => {
    expect(networking['VirtualService']?.versions['v1']?.since).toEqual({ 'spec.http[].redirect.prefixRewrite': '1.31' });
    expect(networking['VirtualService']?.versions['v1alpha3']?.since).toEqual({ 'spec.http[].redirect.prefixRewrite': '1.31' });
    expect(networking['Gateway']?.versions['v1']?.since).toEqual({ 'spec.servers[].tls.insecureSkipVerify': '1.31' });
  });

  test('a value of an older enum', () => {
    expect(networking['EnvoyFilter']?.versions['v1alpha3']?.since).toEqual({
      'spec.configPatches[].patch.operation=MERGE_AND_REPLACE_LIST': '1.31',
    });
  });

  test('fields of 1.30', () => {
    expect(facts('security.istio.io').kinds['AuthorizationPolicy']?.versions['v1']?.since).toEqual({
      'spec.rules[].from[].source.notTrustDomains': '1.30',
      'spec.rules[].from[].source.trustDomains': '1.30',
    });
    expect(facts('telemetry.istio.io').kinds['Telemetry']?.versions['v1']?.since).toEqual({
      'spec.tracing[].disableContextPropagation': '1.30',
    });
  });

  test('only the topmost new field', () => {
    const since = Object.keys(networking['DestinationRule']?.versions['v1']?.since ?? {});
    expect(since).toContain('spec.trafficPolicy.connectionPool.http.http2KeepAlive');
    expect(since.filter((place) => place.includes('http2KeepAlive.'))).toEqual([]);
  });

  test('kinds without new fields', () => {
    expect(networking['ServiceEntry']?.versions['v1']?.since).toBeUndefined();
  });
});
