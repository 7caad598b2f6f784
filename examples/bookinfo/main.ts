/**
 * Istio's Bookinfo: four services made with cdk8s-plus, an entry through the ingress gateway, and a canary release of
 * the reviews. `npm run synth` writes it to dist/, one file an object.
 */
import { Chart } from 'cdk8s';
import { Deployment, EnvValue, LabelSelector, Namespace, Pods, Service, ServiceAccount, Volume } from 'cdk8s-plus-28';
import { CanaryRelease, HttpMatch, IstioApp, MeshService, networking } from 'cdk8s-istio';

const IMAGES = 'registry.istio.io/release/examples-bookinfo';
const RELEASE = '1.20.3';
const PORT = 9080;

/** A program writes to these folders only: the rest of its file system is read-only. */
interface ComponentOptions {
  readonly folders?: readonly { readonly name: string; readonly path: string }[];
  readonly logFolder?: string;
}

/** One component in plain cdk8s-plus: a Service, an account, and a Deployment for each version. */
function component(name: string, versions: readonly string[], options: ComponentOptions = {}): { service: Service; serviceAccount: ServiceAccount } {
  const serviceAccount = new ServiceAccount(chart, `${name}-account`, { metadata: { name: `bookinfo-${name}`, labels: { account: name } } });
  const service = new Service(chart, name, {
    metadata: { name, labels: { app: name, service: name } },
    selector: Pods.select(chart, `${name}-pods`, { labels: { app: name } }),
    ports: [{ name: 'http', port: PORT }],
  });
  for (const version of versions) {
    const labels = { app: name, version };
    const deployment = new Deployment(chart, `${name}-${version}`, {
      metadata: { name: `${name}-${version}`, labels },
      podMetadata: { labels },
      select: false,
      replicas: 1,
      serviceAccount,
    });
    deployment.select(LabelSelector.of({ labels }));
    const container = deployment.addContainer({
      name,
      image: `${IMAGES}-${name}-${version}:${RELEASE}`,
      portNumber: PORT,
      resources: {},
    });
    if (options.logFolder !== undefined) container.env.addVariable('LOG_DIR', EnvValue.fromValue(options.logFolder));
    for (const folder of options.folders ?? []) container.mount(folder.path, Volume.fromEmptyDir(deployment, folder.name, folder.name));
  }
  return { service, serviceAccount };
}

const app = new IstioApp({ name: 'bookinfo' });
const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
new Namespace(chart, 'namespace', { metadata: { name: 'bookinfo', labels: { 'istio-injection': 'enabled' } } });

const productpage = component('productpage', ['v1'], { folders: [{ name: 'tmp', path: '/tmp' }] });
const reviews = component('reviews', ['v1', 'v2', 'v3'], {
  folders: [{ name: 'tmp', path: '/tmp' }, { name: 'wlp-output', path: '/opt/ibm/wlp/output' }],
  logFolder: '/tmp/logs',
});
component('details', ['v1']);
component('ratings', ['v1']);

// From outside: the pages of productpage, through the gateway that Istio installs.
new networking.Gateway(chart, 'gateway', {
  metadata: { name: 'bookinfo-gateway' },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  },
});
new networking.VirtualService(chart, 'entry', {
  metadata: { name: 'bookinfo' },
  spec: {
    hosts: ['*'],
    gateways: ['bookinfo/bookinfo-gateway'],
    http: [
      {
        match: [{ uri: { exact: '/productpage' } }, { uri: { prefix: '/static' } }, { uri: { exact: '/login' } }, { uri: { exact: '/logout' } }, { uri: { prefix: '/api/v1/products' } }],
        route: [{ destination: MeshService.of(productpage.service).destination().onPort(PORT).in(chart) }],
      },
    ],
  },
});

// Inside: one request in five, and Jason's always, gets the reviews with red stars.
new CanaryRelease(chart, 'reviews-canary', {
  service: MeshService.of(reviews.service, {
    versions: { v1: { version: 'v1' }, v2: { version: 'v2' }, v3: { version: 'v3' } },
    serviceAccount: reviews.serviceAccount,
  }),
  stable: 'v1',
  canary: 'v3',
  percent: 20,
  testers: [HttpMatch.header('end-user').exact('jason')],
});

app.synth();
