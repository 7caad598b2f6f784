// A bank, for sidecars (dist/sidecar) and for ambient (dist/ambient): all three patterns on one service of three versions and
// three ports by name, Services that share pods, a headless one, tokens, a port in plaintext.
import { ApiObject, Chart } from 'cdk8s';
import { CanaryRelease, HttpMatch, Identity, IstioApp, Mesh, MeshService, MtlsException, StrictMtlsMesh, ZeroTrustNamespace } from 'cdk8s-istio';

interface Port {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number | string;
}

const HTTP: Port = { name: 'http', port: 80, targetPort: 8080 };
const CONTAINER_PORTS = [{ name: 'web', containerPort: 8080 }, { name: 'admin', containerPort: 8081 }, { name: 'raw', containerPort: 5000 }, { name: 'probe', containerPort: 8090 }, { containerPort: 7777 }];

function workload(chart: Chart, namespace: string, app: string, version?: string): void {
  const name = version === undefined ? app : `${app}-${version}`;
  const labels = { app, ...(version === undefined ? {} : { version }) };
  const template = { metadata: { labels }, spec: { serviceAccountName: app, containers: [{ name: 'app', image: 'app', ports: CONTAINER_PORTS }] } };
  new ApiObject(chart, `${namespace} ${name}`, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { selector: { matchLabels: labels }, template } });
}

function service(chart: Chart, name: string, app: string, ports: readonly Port[], more: object = {}): ApiObject {
  return new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app }, ports, ...more } });
}

for (const dataPlane of ['sidecar', 'ambient'] as const) {
  const ambient = dataPlane === 'ambient';
  const app = new IstioApp({ name: `bank-${dataPlane}`, outdir: `dist/${dataPlane}` });
  Mesh.configure(app, { dataPlane });
  const around = new Chart(app, 'around');
  const bank = new Chart(app, 'bank', { namespace: 'bank' });
  const labels: Record<string, string> = ambient ? { 'istio.io/dataplane-mode': 'ambient' } : { 'istio-injection': 'enabled' };
  for (const name of ['bank', 'web', 'other']) new ApiObject(around, name, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  for (const version of ['v1', 'v2', 'v3']) workload(around, 'bank', 'accounts', version);
  for (const name of ['cards', 'ledger', 'auditor', 'stranger']) workload(around, 'bank', name);
  workload(around, 'web', 'front');
  // The same accounts by name, elsewhere.
  for (const name of ['front', 'accounts']) workload(around, 'other', name);

  const accounts = MeshService.of(
    service(bank, 'accounts', 'accounts', [{ ...HTTP, targetPort: 'web' }, { name: 'http-admin', port: 81, targetPort: 'admin' }, { name: 'tcp-raw', port: 5000, targetPort: 'raw' }]),
    { serviceAccount: 'accounts', versions: { v1: { version: 'v1' }, v2: { version: 'v2' }, v3: { version: 'v3' } } },
  );
  const cards = MeshService.of(service(bank, 'cards', 'cards', [HTTP]));
  const inner = MeshService.of(service(bank, 'cards-inner', 'cards', [HTTP, { name: 'http-probe', port: 8090, targetPort: 8090 }]));
  service(bank, 'cards-loose', 'cards', [HTTP]);
  const ledger = MeshService.of(service(bank, 'ledger', 'ledger', [{ name: 'tcp', port: 5000, targetPort: 5000 }], { clusterIP: 'None' }));
  const front = Identity.of({ namespace: 'web', serviceAccount: 'front' });
  const auditor = Identity.of({ namespace: 'bank', serviceAccount: 'auditor' });

  const zt = new ZeroTrustNamespace(bank, 'zero-trust');
  zt.allow({ from: front, to: accounts, methods: ['GET'], paths: ['/accounts/*', '/exact', '*.css'], ports: [8080] });
  const token = { issuer: 'https://id.example.com', audiences: ['bank'], claims: { role: 'teller', 'org[units]': ['x', 'y'] }, outputClaimToHeaders: [{ header: 'x-role', claim: 'role' }] };
  zt.allow({ from: front, to: accounts, methods: ['POST'], paths: ['/transfer'], token });
  zt.allow({ from: auditor, to: accounts, methods: ['GET', 'HEAD'] });
  zt.allow({ from: accounts, to: ledger });
  zt.allow({ from: front, to: cards, methods: ['GET'] });
  zt.allow({ from: auditor, to: inner, paths: ['/audit'], ports: [8090] });
  zt.allowPlaintext({ name: 'probe', to: inner, ports: [8090], ...(ambient ? {} : { paths: ['/healthz'] }) });

  new CanaryRelease(bank, 'canary', {
    service: accounts,
    weights: { v1: 80, v2: 20, v3: 0 },
    testers: { v3: [HttpMatch.header('x-lab').exact('v3')] },
    affinity: { ttl: '1h' },
  });
  new StrictMtlsMesh(new Chart(app, 'mesh'), 'mtls', { exceptions: [MtlsException.port({ namespace: 'bank', labels: { app: 'cards' } }, 8090, { reason: 'the old probe' })] });
  app.synth();
}
