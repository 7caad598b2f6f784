/**
 * One program, an App for each environment: staging tries every release on half of its requests and runs an Istio that
 * is ahead; production goes on carefully. Each writes a folder of its own: dist/staging and dist/production.
 */
import { Chart } from 'cdk8s';
import { Deployment, LabelSelector, Namespace, Pods, Service } from 'cdk8s-plus-28';
import { CanaryRelease, HttpMatch, IstioApp, Mesh, type MeshOptions, MeshService } from 'cdk8s-istio';

interface Environment {
  readonly name: string;
  readonly mesh: MeshOptions;
  /** How many of a hundred requests the next release gets. */
  readonly percent: number;
  readonly replicas: number;
}

const ENVIRONMENTS: readonly Environment[] = [
  { name: 'staging', mesh: { istio: '1.31', trustDomain: 'staging.example.com' }, percent: 50, replicas: 1 },
  { name: 'production', mesh: { istio: '1.29', trustDomain: 'example.com' }, percent: 5, replicas: 3 },
];

const PORT = 8080;
const RELEASES = { stable: '2.4.1', next: '2.5.0' };

/** A Service and a Deployment for each release, told apart by the label `track`. */
function workload(chart: Chart, name: string, replicas: number): Service {
  for (const track of ['stable', 'next'] as const) {
    const labels = { app: name, track };
    const deployment = new Deployment(chart, `${name}-${track}`, {
      metadata: { name: `${name}-${track}`, labels },
      podMetadata: { labels },
      select: false,
      replicas,
      containers: [{ name, image: `registry.example.com/${name}:${RELEASES[track]}`, portNumber: PORT, resources: {} }],
    });
    deployment.select(LabelSelector.of({ labels }));
  }
  return new Service(chart, name, {
    metadata: { name },
    selector: Pods.select(chart, `${name}-pods`, { labels: { app: name } }),
    ports: [{ name: 'http', port: PORT }],
  });
}

for (const { name, mesh, percent, replicas } of ENVIRONMENTS) {
  const app = new IstioApp({ outdir: `dist/${name}`, name });
  Mesh.configure(app, mesh);
  const chart = new Chart(app, 'checkout', { namespace: 'checkout' });
  new Namespace(chart, 'namespace', { metadata: { name: 'checkout', labels: { 'istio-injection': 'enabled' } } });

  for (const component of ['cart', 'payment']) {
    new CanaryRelease(chart, `${component}-release`, {
      service: MeshService.of(workload(chart, component, replicas), {
        versions: { stable: { track: 'stable' }, next: { track: 'next' } },
      }),
      stable: 'stable',
      canary: 'next',
      percent,
      testers: [HttpMatch.cookie('preview', 'yes')],
    });
  }
  app.synth();
}
