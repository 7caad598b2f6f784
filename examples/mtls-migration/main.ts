/**
 * A mesh on its way to strict mutual TLS, in three steps, each a folder below dist/: everybody still takes plain text;
 * the warehouse refuses it; the whole mesh does. A batch job without a sidecar and a Prometheus outside the mesh are let
 * in where they must be, and nowhere else. In a repository of your own it is one folder, and a step is a commit that
 * changes `stage` and names the exceptions that the step needs.
 */
import { writeFileSync } from 'fs';
import { Chart } from 'cdk8s';
import { Deployment, LabelSelector, Namespace, Pods, Service } from 'cdk8s-plus-28';
import { IstioApp, Mesh, MeshService, MtlsException, MtlsStage, StrictMtlsMesh } from 'cdk8s-istio';

const METRICS = 9090;

/** A Deployment, and the Service in front of it: port 80 leads to 8080 of the container. */
function workload(chart: Chart, name: string): MeshService {
  const labels = { app: name };
  const deployment = new Deployment(chart, name, {
    metadata: { name, labels },
    podMetadata: { labels },
    select: false,
    replicas: 1,
    containers: [{ name, image: `registry.example.com/${name}:1.0`, ports: [{ name: 'http', number: 8080 }, { name: 'http-metrics', number: METRICS }], resources: {} }],
  });
  deployment.select(LabelSelector.of({ labels }));
  const service = new Service(chart, `${name}-service`, {
    metadata: { name },
    selector: Pods.select(chart, `${name}-pods`, { labels }),
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  });
  return MeshService.of(service);
}

/** A namespace with or without sidecars. */
function namespace(app: IstioApp, name: string, injection: 'enabled' | 'disabled'): Chart {
  const chart = new Chart(app, name, { namespace: name });
  new Namespace(chart, 'namespace', { metadata: { name, labels: { 'istio-injection': injection } } });
  return chart;
}

interface Step {
  readonly name: string;
  readonly stage: MtlsStage;
  /** Namespaces that refuse plain text by now, and so need their exceptions. */
  readonly strict: readonly string[];
}

const STEPS: readonly Step[] = [
  { name: '1-permissive', stage: MtlsStage.permissive(), strict: [] },
  { name: '2-warehouse', stage: MtlsStage.namespaces('warehouse'), strict: ['warehouse'] },
  { name: '3-mesh', stage: MtlsStage.mesh(), strict: ['warehouse', 'checkout'] },
];

for (const { name, stage, strict } of STEPS) {
  const app = new IstioApp({ outdir: `dist/${name}`, name: `mtls-migration-${name}` });
  Mesh.configure(app, { istio: '1.30' });
  const warehouse = namespace(app, 'warehouse', 'enabled');
  const checkout = namespace(app, 'checkout', 'enabled');
  const legacy = namespace(app, 'legacy', 'disabled');

  const inventory = workload(warehouse, 'inventory');
  workload(warehouse, 'stock');
  const cart = workload(checkout, 'cart');
  workload(legacy, 'nightly-import');

  const exceptions = [
    {
      namespace: 'warehouse',
      // The exception belongs to the workload that is called. The nightly import itself has no sidecar to obey one.
      exception: MtlsException.servicePort(inventory, 'http', { reason: 'nightly-import runs without a sidecar until it leaves the legacy cluster (OPS-412)' }),
    },
    { namespace: 'warehouse', exception: MtlsException.port(inventory, METRICS, { reason: 'Prometheus scrapes it from outside the mesh' }) },
    { namespace: 'checkout', exception: MtlsException.port(cart, METRICS, { reason: 'Prometheus scrapes it from outside the mesh' }) },
  ];
  const mtls = new StrictMtlsMesh(new Chart(app, 'platform'), 'mtls', {
    stage,
    exceptions: exceptions.filter((each) => strict.includes(each.namespace)).map(({ exception }) => exception),
  });
  app.synth();
  // Who is let off and why, for those who read no YAML: the last step is what remains.
  writeFileSync('mtls-exceptions.md', mtls.exceptionTableMarkdown());
}
