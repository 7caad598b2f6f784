/**
 * Bookinfo, closed: nobody reaches a service that no edge leads to. With sidecars. The edges are also a page of Markdown,
 * access-table.md beside the output folder, for those who have to agree to them.
 */
import { writeFileSync } from 'fs';
import { Chart } from 'cdk8s';
import { Deployment, Namespace, Pods, Service, ServiceAccount } from 'cdk8s-plus-28';
import { Identity, IstioApp, MeshService, networking, StrictMtlsMesh, ZeroTrustNamespace, type IdentifiedMeshService } from 'cdk8s-istio';

const app = new IstioApp({ name: 'bookinfo-zero-trust' });
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
new Namespace(chart, 'namespace', { metadata: { name: 'bookinfo', labels: { 'istio-injection': 'enabled' } } });

/** A Service, its account and its pods, as a service of the mesh with an identity. */
function component(name: string, image: string, port: { readonly name: string; readonly number: number }): IdentifiedMeshService {
  const serviceAccount = new ServiceAccount(chart, `${name}-account`, { metadata: { name: `bookinfo-${name}` } });
  const deployment = new Deployment(chart, `${name}-v1`, {
    metadata: { name: `${name}-v1` },
    podMetadata: { labels: { app: name, version: 'v1' } },
    replicas: 1,
    serviceAccount,
  });
  deployment.addContainer({ name, image, portNumber: port.number, resources: {} });
  const service = new Service(chart, name, {
    metadata: { name, labels: { app: name, service: name } },
    selector: Pods.select(chart, `${name}-pods`, { labels: { app: name } }),
    ports: [{ name: port.name, port: port.number }],
  });
  return MeshService.of(service, { serviceAccount });
}

const HTTP = { name: 'http', number: 9080 };
const images = 'registry.istio.io/release/examples-bookinfo';
const productpage = component('productpage', `${images}-productpage-v1:1.20.3`, HTTP);
const details = component('details', `${images}-details-v1:1.20.3`, HTTP);
const reviews = component('reviews', `${images}-reviews-v3:1.20.3`, HTTP);
const ratings = component('ratings', `${images}-ratings-v2:1.20.3`, HTTP);
const mongodb = component('mongodb', `${images}-mongodb:1.20.3`, { name: 'mongo', number: 27017 });

// Principals are proved by mutual TLS: without it nobody would be let in.
new StrictMtlsMesh(new Chart(app, 'mesh'), 'mtls');

// From outside, through the gateway that Istio installs.
new networking.Gateway(chart, 'gateway', {
  metadata: { name: 'bookinfo-gateway' },
  spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['bookinfo.example.com'] }] },
});
new networking.VirtualService(chart, 'entry', {
  metadata: { name: 'bookinfo' },
  spec: { hosts: ['bookinfo.example.com'], gateways: ['bookinfo/bookinfo-gateway'], http: [{ route: [{ destination: productpage.destination().onPort(9080).in(chart) }] }] },
});
// To the outside: what the details of a book are completed with.
const books = new networking.ServiceEntry(chart, 'books', {
  metadata: { name: 'google-books' },
  spec: { hosts: ['www.googleapis.com'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' },
});

const zeroTrust = new ZeroTrustNamespace(chart, 'zero-trust', { externals: [MeshService.of(books)], networkPolicy: true });
const ingress = Identity.of({ namespace: 'istio-system', serviceAccount: 'istio-ingressgateway-service-account' });

zeroTrust.allowGateway({ from: ingress, to: productpage, methods: ['GET', 'POST'], paths: ['/productpage', '/login', '/logout', '/static/*'], reason: 'people with browsers' });
zeroTrust.allowGateway({
  from: ingress,
  to: productpage,
  methods: ['GET'],
  paths: ['/api/v1/products', '/api/v1/products/*'],
  token: {
    issuer: 'https://login.example.com',
    jwksUri: 'https://login.example.com/.well-known/jwks.json',
    audiences: ['bookinfo'],
    claims: { groups: ['partners'] },
  },
  reason: 'programs of partners, each with a token',
});
zeroTrust.allow({ from: productpage, to: details, methods: ['GET'], paths: ['/details/*'], reason: 'the facts on the page' });
zeroTrust.allow({ from: productpage, to: reviews, methods: ['GET'], paths: ['/reviews/*'], reason: 'the opinions on the page' });
// The other side may say it as well: the team of the ratings owns this edge.
ratings.grantAccess(chart, { from: reviews, methods: ['GET'], paths: ['/ratings/*'], reason: 'the stars beside an opinion' });
zeroTrust.allow({ from: ratings, to: mongodb, reason: 'where the stars are kept' });
// Prometheus goes to the pods, with the certificate of its account: https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings
zeroTrust.allowScraper({ from: Identity.of({ namespace: 'monitoring', serviceAccount: 'prometheus' }), to: productpage, ports: [9080], paths: ['/metrics'], reason: 'metrics of the pages' });

app.synth();
writeFileSync('access-table.md', zeroTrust.accessTableMarkdown());
