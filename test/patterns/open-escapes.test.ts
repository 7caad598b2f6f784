import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { load } from 'js-yaml';
import { HttpMatch } from '../../src/constructs/http-match';
import { configureMesh, type MeshOptions } from '../../src/constructs/mesh-settings';
import { MeshService } from '../../src/constructs/mesh-service';
import { CanaryRelease } from '../../src/patterns/canary-release';
import { MtlsException } from '../../src/patterns/strict-mtls/exception';
import { MtlsStage } from '../../src/patterns/strict-mtls/stage';
import { StrictMtlsMesh } from '../../src/patterns/strict-mtls-mesh';
import { ZeroTrustNamespace } from '../../src/patterns/zero-trust-namespace';
import { IstioApp } from '../../src/synth/istio-app';
import { fieldAt } from '../../src/model/values';
import { db, gateway, prometheus, shopService } from './zero-trust';
import '../synth/support';

const reviews = MeshService.of(
  { name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }, { name: 'http-admin', port: 81 }], selector: { app: 'reviews' } },
  { versions: { v1: { version: 'v1' }, v2: { version: 'v2' } } },
);
const login = { issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys' };
const entry = {
  gateways: ['edge/public'],
  hosts: ['shop.example.com'],
  port: 80,
  testers: [HttpMatch.claim('group').exact('testers')],
  tokens: { jwtRules: [login], namespace: 'edge', labels: { istio: 'gateway' } },
};

function release(chart: Chart): CanaryRelease<'v1' | 'v2'> {
  return new CanaryRelease(chart, 'release', { service: reviews, stable: 'v1', canary: 'v2', percent: 20, entry });
}

function zeroTrust(chart: Chart): ZeroTrustNamespace {
  const pattern = new ZeroTrustNamespace(chart, 'zero-trust', { networkPolicy: true });
  pattern.allow({ from: shopService('productpage'), to: reviews, token: login });
  pattern.allow({ from: shopService('reviews'), to: db });
  pattern.allowGateway({ from: gateway, to: reviews });
  pattern.allowScraper({ from: prometheus, to: reviews, ports: [81] });
  return pattern;
}

/** What of a mesh is said, and the objects that a pattern has as public properties there. */
type Case = readonly [what: string, mesh: MeshOptions, objects: (chart: Chart) => readonly ApiObject[]];

const CASES: readonly Case[] = [
  [
    'CanaryRelease with sidecars',
    {},
    (chart) => {
      const { virtualService, destinationRule, entryVirtualService, requestAuthentication } = release(chart);
      return [virtualService, destinationRule, entryVirtualService, requestAuthentication];
    },
  ],
  [
    'CanaryRelease in ambient',
    { dataPlane: 'ambient' },
    (chart) => {
      const { httpRoutes, versionServices, entryVirtualService, requestAuthentication } = release(chart);
      return [...httpRoutes, ...Object.values(versionServices), entryVirtualService, requestAuthentication];
    },
  ],
  [
    'StrictMtlsMesh, on its way, without auto mTLS',
    { autoMtls: false },
    (chart) => {
      const { meshPolicy, namespacePolicies, exceptionPolicies, destinationRules } = new StrictMtlsMesh(chart, 'mtls', {
        stage: MtlsStage.namespaces('shop', 'bank'),
        exceptions: [MtlsException.port(reviews, 81, { reason: 'old probes', mode: 'DISABLE' })],
      });
      return [meshPolicy, ...Object.values(namespacePolicies), ...exceptionPolicies, ...destinationRules];
    },
  ],
  [
    'StrictMtlsMesh, arrived',
    {},
    (chart) => {
      const exception = MtlsException.namespace('legacy', { reason: 'old machines' });
      const pattern = new StrictMtlsMesh(chart, 'mtls', { exceptions: [exception] });
      return [pattern.meshPolicy, pattern.policyOf(exception)];
    },
  ],
  [
    'ZeroTrustNamespace with sidecars',
    {},
    (chart) => {
      const { denyAll, sidecar, policies, requestAuthentications, networkPolicies } = zeroTrust(chart);
      return [denyAll, sidecar, ...policies, ...requestAuthentications, ...networkPolicies];
    },
  ],
  [
    'ZeroTrustNamespace in ambient',
    { dataPlane: 'ambient' },
    (chart) => {
      const { denyAll, waypoint, denyAllAtWaypoint, policies, ztunnelPolicies, requestAuthentications, networkPolicies } = zeroTrust(chart);
      return [denyAll, waypoint, denyAllAtWaypoint, ...policies, ...ztunnelPolicies, ...requestAuthentications, ...networkPolicies];
    },
  ],
];

const PATCH = ['example.com/patched'];

describe.each(CASES)('%s', (_what, mesh, objectsOf) => {
  test('every object that it writes is a public property, and a patch of it is in the output', () => {
    const app = new IstioApp({ name: 'open' });
    configureMesh(app, mesh);
    const objects = objectsOf(new Chart(app, 'chart', { namespace: 'shop' }));
    const names = (of: readonly ApiObject[]): readonly string[] => of.map(({ node }) => node.path).sort();
    expect(names([...new Set(objects)])).toEqual(names(app.node.findAll().filter((construct) => ApiObject.isApiObject(construct))));

    for (const object of new Set(objects)) object.addJsonPatch(JsonPatch.add('/metadata/finalizers', PATCH));
    const documents = app.synthYaml().split(/^---$/m).map((text) => load(text));
    expect(documents.length).toBeGreaterThanOrEqual(2);
    expect(documents.filter((document) => JSON.stringify(fieldAt(document, 'metadata', 'finalizers')) !== JSON.stringify(PATCH))).toEqual([]);
  });
});

test('the policies of an edge are those of its grant, wherever it is declared', () => {
  const app = new IstioApp({ name: 'open' });
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  const grant = reviews.grantAccess(chart, { from: [gateway, prometheus] });
  const pattern = new ZeroTrustNamespace(chart, 'zero-trust');
  expect(grant.policies).toEqual(pattern.policies);
  expect(grant.policies).toHaveLength(2);
});
