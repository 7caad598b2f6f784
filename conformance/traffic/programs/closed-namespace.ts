// One closed namespace, for sidecars (dist/sidecar) and for ambient (dist/ambient): service ports are not container ports,
// tokens for two audiences, path templates, a scraper, a port in plaintext.
import { ApiObject, Chart } from 'cdk8s';
import { Identity, IstioApp, Mesh, MeshService, security, ZeroTrustNamespace, type IdentifiedMeshService } from 'cdk8s-istio';

interface Port {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
}

const HTTP: Port = { name: 'http', port: 80, targetPort: 9080 };
const OTHER_PORT = 9999;

function workload(chart: Chart, name: string, ports: readonly number[], namespace?: string): void {
  const labels = { app: name };
  const container = { name: 'app', image: 'app', ports: ports.map((containerPort) => ({ containerPort })) };
  new ApiObject(chart, `${name} pods`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [container] } } },
  });
}

function component(chart: Chart, name: string, ...ports: readonly Port[]): IdentifiedMeshService {
  workload(chart, name, [...ports.map(({ targetPort }) => targetPort), OTHER_PORT]);
  const service = new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports } });
  return MeshService.of(service, { serviceAccount: name });
}

for (const dataPlane of ['sidecar', 'ambient'] as const) {
  const app = new IstioApp({ name: `closed-${dataPlane}`, outdir: `dist/${dataPlane}` });
  Mesh.configure(app, { dataPlane });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const labels: Record<string, string> = dataPlane === 'ambient' ? { 'istio.io/dataplane-mode': 'ambient' } : { 'istio-injection': 'enabled' };
  for (const name of ['shop', 'other']) new ApiObject(chart, `namespace ${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });

  const caller = component(chart, 'caller', HTTP);
  const stranger = component(chart, 'stranger', HTTP);
  const paths = component(chart, 'paths', HTTP, { name: 'http-admin', port: 81, targetPort: 9081 });
  const tokens = component(chart, 'tokens', HTTP);
  const store = component(chart, 'store', { name: 'tcp', port: 5432, targetPort: 5432 });
  workload(chart, 'scraper', [], 'other');

  const zt = new ZeroTrustNamespace(chart, 'zero-trust', dataPlane === 'ambient' ? { waypoint: { name: 'gate', serviceAccount: 'gatekeeper' } } : {});
  const issuer = 'https://issuer.example.com';
  zt.allow({ from: caller, to: paths, ports: [9080], paths: ['/x/{*}/y', '/z/{**}'] });
  zt.allow({ from: caller, to: tokens, token: { issuer, audiences: ['one'], claims: { 'realm[roles]': ['reader'] } } });
  tokens.grantAccess(chart, { from: stranger, token: { issuer, audiences: ['two'] } });
  zt.allow({ from: caller, to: store });
  if (dataPlane === 'ambient') {
    zt.allowScraper({ from: Identity.of({ namespace: 'other', serviceAccount: 'scraper' }), to: paths, ports: [OTHER_PORT] });
  } else {
    zt.allowPlaintext({ name: 'load-balancer', to: paths, ports: [9081], paths: ['/healthz'] });
    new security.PeerAuthentication(chart, 'strict', { metadata: { name: 'default' }, spec: { mtls: { mode: 'STRICT' } } });
    new security.PeerAuthentication(chart, 'exception', {
      metadata: { name: 'paths' },
      spec: { selector: { matchLabels: { app: 'paths' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { '9081': { mode: 'PERMISSIVE' } } },
    });
  }
  app.synth();
}
