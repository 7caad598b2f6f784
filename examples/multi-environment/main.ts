/**
 * One program, one App for each environment: staging tries every release on half of its readers and lives in a mesh of
 * its own; production goes on carefully. Each writes a folder of its own, dist/staging and dist/production.
 */
import { Chart } from 'cdk8s';
import { Pods, Service } from 'cdk8s-plus-28';
import { CanaryRelease, HttpMatch, IstioApp, Mesh, type MeshOptions, MeshService } from 'cdk8s-istio';

interface Environment {
  readonly name: string;
  readonly mesh: MeshOptions;
  readonly percent: number;
}

const ENVIRONMENTS: readonly Environment[] = [
  { name: 'staging', mesh: { istio: '1.31', trustDomain: 'staging.example.com' }, percent: 50 },
  { name: 'production', mesh: { istio: '1.29', trustDomain: 'example.com', outboundTraffic: 'REGISTRY_ONLY' }, percent: 5 },
];

const versions = { stable: { track: 'stable' }, next: { track: 'next' } };

for (const { name, mesh, percent } of ENVIRONMENTS) {
  const app = new IstioApp({ outdir: `dist/${name}`, name });
  Mesh.configure(app, mesh);
  const chart = new Chart(app, 'checkout', { namespace: 'checkout' });

  for (const name of ['cart', 'payment']) {
    const service = new Service(chart, name, {
      metadata: { name },
      selector: Pods.select(chart, `${name}-pods`, { labels: { app: name } }),
      ports: [{ name: 'http', port: 8080 }],
    });
    new CanaryRelease(chart, `${name}-release`, {
      service: MeshService.of(service, { versions }),
      stable: 'stable',
      canary: 'next',
      percent,
      testers: [HttpMatch.cookie('preview', 'yes')],
    });
  }
  app.synth();
}
