/** Releases of one service, each the mesh of its own App: a folder of dist for each case of cases/canary-release.mjs. */
import { Chart } from 'cdk8s';
import { CanaryRelease, HttpMatch, IstioApp, Mesh, MeshService, networking, type CanaryReleaseProps } from 'cdk8s-istio';

type Versions = 'v1' | 'v2' | 'v3';
type Release = (gateway: () => networking.Gateway, service: MeshService<Versions>) => CanaryReleaseProps<Versions>;

const version = (name: string): HttpMatch => HttpMatch.header('x-version').exact(name);
const hosts = ['shop.example.com'];

const SIDECAR: Readonly<Record<string, Release>> = {
  weights: (_gateway, service) => ({
    service,
    weights: { v1: 70, v2: 20, v3: 10 },
    testers: { v2: [version('v2'), HttpMatch.cookie('tester', 'yes').and(HttpMatch.withoutHeader('x-version').present())], v3: [version('v3')] },
    affinity: { ttl: '1h' },
    traffic: { upgradeToHttp2: true, retries: { attempts: 2, perTryTimeout: '600ms', retryOn: '5xx,reset' }, timeout: '20s' },
  }),
  mirror: (_gateway, service) => ({ service, stable: 'v1', canary: 'v2', percent: 0, mirror: { to: 'v3' } }),
  entry: (gateway, service) => ({
    service,
    stable: 'v1',
    canary: 'v2',
    percent: 20,
    testers: [version('v2')],
    affinity: {},
    entry: {
      gateways: [gateway()],
      hosts,
      match: [HttpMatch.path().prefix('/reviews')],
      testers: [HttpMatch.claim('group').exact('testers')],
      tokens: { namespace: 'istio-system', jwtRules: [{ issuer: 'https://issuer.example.com', jwksUri: 'https://issuer.example.com/keys' }] },
    },
  }),
};

const AMBIENT: Readonly<Record<string, Release>> = {
  ambient: (_gateway, service) => ({ service, stable: 'v1', canary: 'v2', percent: 20, affinity: {}, testers: [version('v2'), HttpMatch.queryParam('v').exact('2')], waypoint: 'waypoint' }),
  'ambient-mirror': (_gateway, service) => ({ service, stable: 'v1', canary: 'v2', percent: 0, mirror: { to: 'v3' }, traffic: { timeout: '1s' } }),
  'ambient-entry': (gateway, service) => ({ service, stable: 'v1', canary: 'v2', percent: 20, testers: [version('v2')], entry: { gateways: [gateway()], hosts } }),
};

function write(name: string, dataPlane: 'sidecar' | 'ambient', release: Release): void {
  const app = new IstioApp({ name, outdir: `dist/${name}` });
  Mesh.configure(app, { dataPlane });
  const chart = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });
  const gateway = (): networking.Gateway =>
    new networking.Gateway(chart, 'gateway', {
      metadata: { name: 'public' },
      spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }] },
    });
  const service = MeshService.of(
    { name: 'reviews', namespace: 'bookinfo', selector: { app: 'reviews' }, ports: [{ name: 'http', port: 80, targetPort: 9080 }] },
    { versions: { v1: { version: 'v1' }, v2: { version: 'v2' }, v3: { version: 'v3' } } },
  );
  new CanaryRelease(chart, 'release', release(gateway, service));
  app.synth();
}

for (const [name, release] of Object.entries(SIDECAR)) write(name, 'sidecar', release);
for (const [name, release] of Object.entries(AMBIENT)) write(name, 'ambient', release);
