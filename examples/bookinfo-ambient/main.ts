/**
 * Bookinfo, closed, in ambient: a waypoint reads the requests, and the pods take connections from nobody else. The edges
 * are also a page of Markdown, access-table.md beside the output folder.
 */
import { writeFileSync } from 'fs';
import { Chart } from 'cdk8s';
import { Deployment, Namespace, Pods, Service, ServiceAccount } from 'cdk8s-plus-28';
import { CanaryRelease, gatewayApi, Identity, IstioApp, Mesh, MeshService, ZeroTrustNamespace, type IdentifiedMeshService } from 'cdk8s-istio';

const app = new IstioApp({ name: 'bookinfo-ambient' });
Mesh.configure(app, { dataPlane: 'ambient' });
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
const namespace = new Namespace(chart, 'namespace', { metadata: { name: 'bookinfo', labels: { 'istio.io/dataplane-mode': 'ambient' } } });

const images = 'registry.istio.io/release/examples-bookinfo';
const HTTP = { name: 'http', number: 9080 };
type Port = typeof HTTP;

/** An account, a Service, and the pods of each version. */
function component<V extends string>(name: string, versions: Readonly<Record<V, { version: string }>>, port: Port = HTTP): IdentifiedMeshService<V> {
  const serviceAccount = new ServiceAccount(chart, `${name}-account`, { metadata: { name: `bookinfo-${name}` } });
  for (const version of Object.keys(versions)) {
    const deployment = new Deployment(chart, `${name}-${version}-deployment`, {
      metadata: { name: `${name}-${version}` },
      podMetadata: { labels: { app: name, version } },
      replicas: 1,
      serviceAccount,
    });
    deployment.addContainer({ name, image: `${images}-${name}-${version}:1.20.3`, portNumber: port.number, resources: {} });
  }
  const service = new Service(chart, name, {
    metadata: { name, labels: { service: name } },
    selector: Pods.select(chart, `${name}-pods`, { labels: { app: name } }),
    ports: [{ name: port.name, port: port.number }],
  });
  return MeshService.of(service, { versions, serviceAccount });
}

const productpage = component('productpage', { v1: { version: 'v1' } });
const details = component('details', { v1: { version: 'v1' } });
const reviews = component('reviews', { v1: { version: 'v1' }, v3: { version: 'v3' } });
const ratings = component('ratings', { v2: { version: 'v2' } });
const mongodb = component('mongodb', { v1: { version: 'v1' } }, { name: 'mongo', number: 27017 });

// A tenth of the requests for reviews goes to v3. The Gateway API has no subsets: each version has a Service of its own.
new CanaryRelease(chart, 'reviews-release', { service: reviews, stable: 'v1', canary: 'v3', percent: 10 });

// From outside: a gateway in a namespace of its own, since a closed namespace is closed for its gateways as well. Istio
// runs it as an account named after it and its class.
const edge = new Chart(app, 'edge', { namespace: 'edge' });
new Namespace(edge, 'namespace', { metadata: { name: 'edge' } });
new gatewayApi.Gateway(edge, 'gateway', {
  metadata: { name: 'entry' },
  spec: {
    gatewayClassName: 'istio',
    listeners: [
      {
        name: 'http',
        port: 80,
        protocol: 'HTTP',
        hostname: 'bookinfo.example.com',
        allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'bookinfo' } } } },
      },
    ],
  },
});
new gatewayApi.HTTPRoute(chart, 'entry-route', {
  metadata: { name: 'entry' },
  spec: { parentRefs: [{ name: 'entry', namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'productpage', port: 9080, weight: 1 }] }] },
});
const ingress = Identity.of({ namespace: 'edge', serviceAccount: 'entry-istio' });

const zeroTrust = new ZeroTrustNamespace(chart, 'zero-trust', { namespace });
zeroTrust.allowGateway({ from: ingress, to: productpage, methods: ['GET', 'POST'], reason: 'people with browsers' });
zeroTrust.allow({ from: productpage, to: details, methods: ['GET'], paths: ['/details/*'], reason: 'the facts on the page' });
zeroTrust.allow({ from: productpage, to: reviews, methods: ['GET'], paths: ['/reviews/*'], reason: 'the opinions on the page' });
zeroTrust.allow({ from: reviews, to: ratings, methods: ['GET'], paths: ['/ratings/*'], reason: 'the stars beside an opinion' });
zeroTrust.allow({ from: ratings, to: mongodb, reason: 'where the stars are kept' });
zeroTrust.allowScraper({ from: Identity.of({ namespace: 'monitoring', serviceAccount: 'prometheus' }), to: productpage, ports: [9080], reason: 'metrics of the pages' });

app.synth();
writeFileSync('access-table.md', zeroTrust.accessTableMarkdown());
