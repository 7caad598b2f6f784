import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import * as fc from 'fast-check';
import { HttpMatch } from '../../src/constructs/http-match';
import { Identity } from '../../src/constructs/identity';
import { configureMesh, type MeshOptions } from '../../src/constructs/mesh-settings';
import { MeshService } from '../../src/constructs/mesh-service';
import { CanaryRelease } from '../../src/patterns/canary-release';
import { MtlsException } from '../../src/patterns/strict-mtls/exception';
import { StrictMtlsMesh } from '../../src/patterns/strict-mtls-mesh';
import { ZeroTrustNamespace } from '../../src/patterns/zero-trust-namespace';
import { IstioApp } from '../../src/synth/istio-app';
import { stderrOf } from '../synth/support';
import { yaml } from '../constructs/tree';
import { shopService } from './zero-trust';

const spec = { ports: [{ name: 'http', port: 80, targetPort: 9080 }, { name: 'http-admin', port: 81, targetPort: 9081 }], selector: { app: 'reviews' } };
const versions = { v1: { version: 'v1' }, v2: { version: 'v2' } };
const gateway = Identity.of({ namespace: 'edge', serviceAccount: 'gateway' });

/** A program of this world: its mesh, and where `reviews` comes from. */
interface World {
  readonly mesh: MeshOptions;
  readonly held: boolean;
}

type Reviews = MeshService<'v1' | 'v2'>;

/** Service and program are told in two ways, so that nothing but the order of the patterns differs. */
function open({ mesh, held }: World): { readonly app: IstioApp; readonly reviews: Reviews } {
  const app = new IstioApp({ name: 'composed' });
  configureMesh(app, mesh);
  if (!held) return { app, reviews: MeshService.of({ name: 'reviews', namespace: 'shop', ...spec }, { versions }) };
  const object = new ApiObject(new Chart(app, 'services', { namespace: 'shop' }), 'reviews', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' }, spec });
  return { app, reviews: MeshService.of(object, { versions }) };
}

const split = { stable: 'v1', canary: 'v2', percent: 20, testers: [HttpMatch.header('x').exact('y')] } as const;
const entry = { gateways: ['edge/public'], hosts: ['shop.example.com'], port: 80 };

type Make = (chart: Construct, reviews: Reviews, world: World) => unknown;

const PATTERNS: Readonly<Record<string, Make>> = {
  release: (chart, service) => new CanaryRelease(chart, 'release', { service, ...split }),
  'entry of the release': (chart, service) => new CanaryRelease(chart, 'entry', { service, ...split, entry }),
  // Without auto mTLS a port that takes plain text only has a say in the DestinationRule of its service.
  mtls: (chart, service, { mesh }) =>
    new StrictMtlsMesh(chart, 'mtls', { exceptions: [MtlsException.servicePort(service, 'http-admin', { reason: 'old probes', mode: mesh.autoMtls === false ? 'DISABLE' : 'PERMISSIVE' })] }),
  'zero trust': (chart, to) => new ZeroTrustNamespace(chart, 'zero-trust').allow({ from: shopService('productpage'), to, methods: ['GET'] }),
};
/** Takes part only where something writes its edge. */
const GRANT: Readonly<Record<string, Make>> = { grant: (chart, reviews) => reviews.grantAccess(chart, { from: gateway, paths: ['/reviews/*'], ports: [9080] }) };
const ALL = { ...PATTERNS, ...GRANT };

const WORLDS: Readonly<Record<string, World>> = {
  'sidecars': { mesh: {}, held: false },
  'sidecars, the Service in the program': { mesh: {}, held: true },
  'sidecars without auto mTLS': { mesh: { autoMtls: false }, held: true },
  'ambient': { mesh: { dataPlane: 'ambient' }, held: false },
  'ambient, the Service in the program': { mesh: { dataPlane: 'ambient' }, held: true },
};

function written(world: World, names: readonly string[]): string {
  const { app, reviews } = open(world);
  for (const name of names) ALL[name]?.(new Chart(app, name.replace(/ /g, '-'), { namespace: 'shop' }), reviews, world);
  return app.synthYaml();
}

function orders(names: readonly string[]): string[][] {
  return names.length < 2 ? [[...names]] : names.flatMap((first) => orders(names.filter((name) => name !== first)).map((rest) => [first, ...rest]));
}

/** Every choice of `size` names. */
function choices(names: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return names.flatMap((first, index) => choices(names.slice(index + 1), size - 1).map((rest) => [first, ...rest]));
}

/** `kind namespace/name` of what is written, sorted. */
function objectsOf(text: string): readonly string[] {
  const field = (document: string, name: string): string => new RegExp(`^ *${name}: (.*)$`, 'm').exec(document)?.[1] ?? '';
  return text.split(/^---$/m).map((document) => `${field(document, 'kind')} ${field(document, 'namespace')}/${field(document, 'name')}`).sort();
}

const TOGETHER = [...choices(Object.keys(PATTERNS), 2), ...choices(Object.keys(PATTERNS), 3), ['zero trust', 'grant'], ['mtls', 'zero trust', 'grant'], ['release', 'zero trust', 'grant']];

describe.each(Object.entries(WORLDS))('%s', (_what, world) => {
  test.each(TOGETHER.map((names) => [names.join(', '), names] as const))('%s: the same bytes in every order, and nothing to complain about', (_names, names) => {
    const texts = new Set<string>();
    expect(stderrOf(() => { for (const order of orders(names)) texts.add(written(world, order)); })).toBe('');
    expect(texts.size).toBe(1);
  });

  test('all of them: what each writes alone, and the same bytes in every order', () => {
    const names = Object.keys(ALL);
    const whole = written(world, names);
    const alone = [...Object.keys(PATTERNS).map((name) => [name]), ['zero trust', 'grant']];
    expect(objectsOf(whole)).toEqual([...new Set(alone.flatMap((some) => objectsOf(written(world, some))))].sort());
    fc.assert(fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (order) => expect(written(world, order)).toBe(whole)), { numRuns: 15 });
  });
});

/** The objects of a text that have this kind and name. */
function object(text: string, kind: string, name: string): unknown {
  return text.split(/^---$/m).map(yaml).find((one) => [`"kind":"${kind}"`, `"metadata":{`, `"name":"${name}"`].every((part) => JSON.stringify(one).includes(part)));
}

test('one DestinationRule: the subsets of the release, and how clients call what StrictMtlsMesh lets off', () => {
  expect(object(written({ mesh: { autoMtls: false }, held: true }, ['mtls', 'release']), 'DestinationRule', 'reviews')).toMatchObject({
    spec: yaml(`
      host: reviews.shop.svc.cluster.local
      subsets:
        - { name: v1, labels: { version: v1 } }
        - { name: v2, labels: { version: v2 } }
      trafficPolicy:
        tls: { mode: ISTIO_MUTUAL }
        portLevelSettings: [{ port: { number: 81 }, tls: { mode: DISABLE } }]`),
  });
});

test('the Services of versions are covered by the policies of the edges, and bound as their service is', () => {
  const text = written({ mesh: { dataPlane: 'ambient' }, held: true }, ['zero trust', 'release']);
  const refs = ['reviews', 'reviews-v1', 'reviews-v2'].map((name) => ({ group: '', kind: 'Service', name }));
  expect(object(text, 'AuthorizationPolicy', 'reviews-from-productpage')).toMatchObject({ spec: { targetRefs: refs } });
  for (const { name } of refs) expect(object(text, 'Service', name)).toMatchObject({ metadata: { labels: { 'istio.io/use-waypoint': 'waypoint' } } });
});

test('the scope of a namespace has the Services of versions that its routes lead to', () => {
  const world = { mesh: {}, held: true };
  const { app, reviews } = open(world);
  const chart = new Chart(app, 'all', { namespace: 'shop' });
  new ZeroTrustNamespace(chart, 'zero-trust').allow({ from: shopService('productpage'), to: reviews });
  new CanaryRelease(chart, 'release', { service: reviews, ...split, dataPlane: 'ambient' });
  let text = '';
  expect(stderrOf(() => { text = app.synthYaml(); })).toBe('');
  expect(object(text, 'Sidecar', 'default')).toMatchObject({
    spec: { egress: [{ hosts: ['./reviews-v1.shop.svc.cluster.local', './reviews-v2.shop.svc.cluster.local', './reviews.shop.svc.cluster.local', 'istio-system/*'] }] },
  });
});
