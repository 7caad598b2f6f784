import { App, Chart } from 'cdk8s';
import { ServiceEntry } from '../../imports/networking';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { Identity } from '../../src/constructs/identity';
import { MeshService } from '../../src/constructs/mesh-service';
import { ZeroTrustNamespace } from '../../src/patterns/zero-trust-namespace';
import { manifests, problems, yaml } from '../constructs/tree';
import { db, gateway, prometheus, shopService } from './zero-trust';

const reviews = shopService('reviews');
const productpage = shopService('productpage');

function specs(app: App): Record<string, unknown> {
  const found = Object.entries(manifests(app)).filter(([name]) => name.startsWith('NetworkPolicy'));
  return Object.fromEntries(found.map(([name, object]) => [name.replace('NetworkPolicy ', ''), JSON.parse(JSON.stringify(object)).spec]));
}

const namespace = (name: string): string => `namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } }`;
const pods = (app: string): string => `podSelector: { matchLabels: { app: ${app} } }`;
const tcp = (...ports: (number | string)[]): string => `ports: [${ports.map((port) => `{ protocol: TCP, port: ${port} }`).join(', ')}]`;
const DNS = `{ to: [{ ${namespace('kube-system')} }], ports: [{ protocol: TCP, port: 53 }, { protocol: UDP, port: 53 }] }`;
const ISTIOD = `{ to: [{ ${namespace('istio-system')} }], ${tcp(15012)} }`;

test('with sidecars: callers by namespace and pod, ports of the containers, DNS and istiod', () => {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const bank = new ServiceEntry(chart, 'bank', { metadata: { name: 'bank' }, spec: { hosts: ['bank.example.com'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' } });
  const zt = new ZeroTrustNamespace(chart, 'zt', { networkPolicy: true, externals: [MeshService.of(bank)] });
  zt.allow({ from: [productpage, Identity.of({ namespace: 'web', serviceAccount: 'front' })], to: reviews, methods: ['GET'] });
  zt.allowGateway({ from: gateway, to: reviews });
  zt.allowScraper({ from: prometheus, to: reviews, ports: [9090], paths: ['/metrics'] });
  zt.allowPlaintext({ name: 'probe', to: reviews, ports: [8081], paths: ['/healthz'], ipBlocks: ['10.1.0.0/16', '10.2.0.1'] });
  zt.allow({ from: productpage, to: MeshService.of({ name: 'named', namespace: 'shop', ports: [{ port: 80, targetPort: 'web' }], selector: { app: 'named' } }) });
  expect(specs(app)).toEqual({
    'shop/zero-trust': yaml(`{ podSelector: {}, policyTypes: [Ingress, Egress], ingress: [], egress: [
      { to: [{ ${namespace('shop')}, ${pods('named')} }], ${tcp('web')} },
      ${ISTIOD},
      { ${tcp(443)} },
      ${DNS},
      { to: [{ ${namespace('shop')}, ${pods('reviews')} }], ${tcp(9080)} }] }`),
    'shop/zero-trust-reviews': yaml(`{ ${pods('reviews')}, policyTypes: [Ingress], ingress: [
      { from: [{ ipBlock: { cidr: 10.1.0.0/16 } }, { ipBlock: { cidr: 10.2.0.1/32 } }], ${tcp(8081)} },
      { from: [{ ${namespace('istio-system')} }, { ${namespace('shop')}, ${pods('productpage')} }, { ${namespace('web')} }], ${tcp(9080)} },
      { from: [{ ${namespace('monitoring')} }], ${tcp(9090)} }] }`),
    'shop/zero-trust-named': yaml(`{ ${pods('named')}, policyTypes: [Ingress], ingress: [{ from: [{ ${namespace('shop')}, ${pods('productpage')} }], ${tcp('web')} }] }`),
  });
  // A NetworkPolicy takes the name of a port, an AuthorizationPolicy does not.
  expect(problems(app)).toMatchObject([{ rule: 'edge-ports-unknown', severity: 'warning', object: { name: 'named-from-productpage' } }]);
  expect(zt.networkPolicies.map(({ name }) => name)).toEqual(['zero-trust', 'zero-trust-named', 'zero-trust-reviews']);
});

test('in ambient: the tunnels of the waypoint and of those that come past it, and probes from where ambient has them come', () => {
  const app = new App();
  configureMesh(app, { dataPlane: 'ambient' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const zt = new ZeroTrustNamespace(chart, 'zt', { networkPolicy: true });
  zt.allow({ from: productpage, to: reviews, methods: ['GET'] });
  zt.allow({ from: reviews, to: db });
  zt.allowScraper({ from: prometheus, to: reviews, ports: [9090] });
  zt.allowPlaintext({ name: 'probe', to: reviews, ports: [8081] });
  const waypointPods = 'podSelector: { matchLabels: { gateway.networking.k8s.io/gateway-name: waypoint } }';
  expect(specs(app)).toEqual({
    'shop/zero-trust': yaml(`{ podSelector: {}, policyTypes: [Ingress, Egress],
      ingress: [{ from: [{ ipBlock: { cidr: 169.254.7.127/32 } }, { ipBlock: { cidr: 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128' } }] }],
      egress: [{ to: [{ ${namespace('shop')} }], ${tcp(15008)} }, ${ISTIOD}, ${DNS}] }`),
    'shop/zero-trust-waypoint': yaml(`{ ${waypointPods}, policyTypes: [Ingress], ingress: [{ from: [{ ${namespace('shop')}, ${pods('productpage')} }], ${tcp(15008)} }] }`),
    'shop/zero-trust-reviews': yaml(`{ ${pods('reviews')}, policyTypes: [Ingress], ingress: [
      { from: [{ ${namespace('monitoring')} }, { ${namespace('shop')}, ${waypointPods} }], ${tcp(15008)} }, { ${tcp(8081)} }] }`),
    'shop/zero-trust-db': yaml(`{ ${pods('db')}, policyTypes: [Ingress], ingress: [{ from: [{ ${namespace('shop')}, ${pods('reviews')} }], ${tcp(15008)} }] }`),
  });
  expect(problems(app)).toEqual([]);
});

test('a service whose pods nobody knows is opened to nobody; a host alone cannot be opened', () => {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const zt = new ZeroTrustNamespace(chart, 'zt', { networkPolicy: true, externals: ['api.example.com'] });
  zt.allow({ from: productpage, to: MeshService.of({ name: 'bare', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }) });
  expect(specs(app)['shop/zero-trust-bare']).toEqual({ podSelector: { matchLabels: {} }, policyTypes: ['Ingress'], ingress: [] });
  expect(problems(app)).toMatchObject([{ rule: 'scope-incomplete', severity: 'error' }, { rule: 'edge-selector-unknown' }]);
});
