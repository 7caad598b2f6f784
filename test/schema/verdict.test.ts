import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { KNOWN_GROUPS } from '../../src/schema/load-facts';
import { apiVerdict, kindFacts, newerFields } from '../../src/schema/verdict';

const folder = join(__dirname, '..', '..', 'imports', 'facts');

test('every facts file is a known group, and every known group has its facts', () => {
  expect(readdirSync(folder).sort()).toEqual(KNOWN_GROUPS.map((group) => `${group}.json`).sort());
});

const make = (spec: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'a', namespace: 'shop' },
  spec,
  ...more,
});

describe('what is usable', () => {
  test('is the object itself when nothing had to change', () => {
    const object = make({ host: 'a', subsets: [{ name: 'v1', labels: { version: 'v1' } }] });
    expect(apiVerdict(object)?.usable).toBe(object);
  });

  test('has defaults, nested ones too, and the object stays as it was', () => {
    const object = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a' }, spec: { rules: [{ backendRefs: [{ name: 'a', port: 80 }] }, { matches: [{}] }] } };
    const before = JSON.stringify(object);
    expect(apiVerdict(object)?.usable['spec']).toEqual({
      rules: [
        { backendRefs: [{ name: 'a', port: 80, group: '', kind: 'Service', weight: 1 }], matches: [{ path: { type: 'PathPrefix', value: '/' } }] },
        { matches: [{ path: { type: 'PathPrefix', value: '/' } }] },
      ],
    });
    expect(JSON.stringify(object)).toBe(before);
  });

  test('lacks values of a wrong type, unknown fields and nulls, keeps what is only out of range, and quotes what lacks quotes in a map of texts', () => {
    const subsets = [{ name: 1, labels: { a: 'b', c: 2, d: true, e: [], f: null } }, 'v2', null, { name: '', nonsense: {} }];
    const object = make({ host: ['a'], subsets, trafficPolicy: { tls: { mode: 'NONSENSE' }, outlierDetection: { consecutive5xxErrors: null, maxEjectionPercent: -5 } } });
    expect(apiVerdict(object)?.usable['spec']).toEqual({
      subsets: [{ labels: { a: 'b', c: '2', d: 'true' } }, { name: '' }],
      trafficPolicy: { tls: { mode: 'NONSENSE' }, outlierDetection: { maxEjectionPercent: -5 } },
    });
  });

  test('holds only metadata that readers can rely on', () => {
    const metadata = { name: 5, namespace: 'shop', labels: { a: 1, b: 'c' }, annotations: [], uid: {}, generation: 3 };
    const verdict = apiVerdict(make({ host: 'a' }, { metadata }));
    expect(verdict?.usable['metadata']).toEqual({ namespace: 'shop', labels: { b: 'c' }, generation: 3 });
    expect(verdict?.violations).toEqual([]);
    expect(apiVerdict(make({ host: 'a' }, { metadata: 'a' }))?.usable).not.toHaveProperty('metadata');
  });

  test('is only what an object is called when its version is not known', () => {
    expect(apiVerdict(make({ host: 'a' }, { apiVersion: 'networking.istio.io/v9' }))?.usable).toEqual({
      apiVersion: 'networking.istio.io/v9', kind: 'DestinationRule', metadata: { name: 'a', namespace: 'shop' },
    });
  });
});

describe('newer fields', () => {
  const rule = make({ host: 'a', trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: '5s' } } } }, subsets: [{ name: 'v1' }, { name: 'v2', trafficPolicy: { retryBudget: { budgetInterval: '5s' } } }] });

  test('are told with their places and the version that brought them', () => {
    expect(newerFields(rule, '1.30')).toEqual([
      { path: ['spec', 'subsets', 1, 'trafficPolicy', 'retryBudget', 'budgetInterval'], since: '1.31' },
      { path: ['spec', 'trafficPolicy', 'connectionPool', 'http', 'http2KeepAlive'], since: '1.31' },
    ]);
    expect(newerFields(rule, '1.31')).toEqual([]);
  });

  test('of every version that the mesh has to work with', () => {
    const policy = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: {}, spec: { rules: [{ from: [{ source: { trustDomains: ['a'] } }] }] } };
    expect(newerFields(policy, '1.29')).toEqual([{ path: ['spec', 'rules', 0, 'from', 0, 'source', 'trustDomains'], since: '1.30' }]);
    expect(newerFields(policy, '1.30')).toEqual([]);
  });

  test('a kind that is newer as a whole', () => {
    const extension = { apiVersion: 'extensions.istio.io/v1alpha1', kind: 'TrafficExtension', metadata: {}, spec: {} };
    expect(newerFields(extension, '1.29')).toEqual([{ path: ['kind'], since: '1.30' }]);
    expect(newerFields(extension, '1.30')).toEqual([]);
  });

  test('a value that an enum has only since', () => {
    const filter = {
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      spec: { configPatches: [{ patch: { operation: 'MERGE' } }, { patch: { operation: 'MERGE_AND_REPLACE_LIST' } }] },
    };
    expect(newerFields(filter, '1.30')).toEqual([{ path: ['spec', 'configPatches', 1, 'patch', 'operation'], value: 'MERGE_AND_REPLACE_LIST', since: '1.31' }]);
    expect(newerFields(filter, '1.31')).toEqual([]);
  });

  test('nothing of what is not known', () => {
    expect(newerFields({ apiVersion: 'v1', kind: 'Service' }, '1.29')).toEqual([]);
    expect(newerFields({ ...rule, apiVersion: 'networking.istio.io/v9' }, '1.29')).toEqual([]);
    expect(newerFields({ ...rule, spec: { subsets: 'x', trafficPolicy: null } }, '1.29')).toEqual([]);
  });
});

test('kindFacts', () => {
  expect(kindFacts('networking.istio.io/v1', 'VirtualService')).toMatchObject({ scope: 'Namespaced', facts: { plural: 'virtualservices', best: 'v1' } });
  expect(kindFacts('gateway.networking.k8s.io/v1', 'GatewayClass')?.scope).toBe('Cluster');
  expect(kindFacts('networking.istio.io/v1', 'constructor')).toBeUndefined();
  expect(kindFacts('v1', 'Service')).toBeUndefined();
});
