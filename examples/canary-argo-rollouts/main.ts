/**
 * A canary release whose weights Argo Rollouts moves in the cluster. Git holds where they begin, and Argo CD is told to
 * leave them alone from then on: the Application and the Rollout take what they need to know from the release. Nobody but
 * the gateway may call the service; who may is also a page of Markdown, access-table.md beside the output folder.
 */
import { writeFileSync } from 'node:fs';
import { ApiObject, Chart } from 'cdk8s';
import { Deployment, LabelSelector, Namespace, Pods, Service } from 'cdk8s-plus-28';
import { CanaryRelease, HttpMatch, Identity, IstioApp, MeshService, networking, StrictMtlsMesh, ZeroTrustNamespace } from 'cdk8s-istio';

const app = new IstioApp({ name: 'canary-argo-rollouts' });
const shop = new Chart(app, 'shop', { namespace: 'shop' });
new Namespace(shop, 'namespace', { metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } });

const labels = { app: 'reviews' };
const reviews = new Service(shop, 'reviews', {
  metadata: { name: 'reviews', labels },
  selector: Pods.select(shop, 'reviews-pods', { labels }),
  ports: [{ name: 'http', port: 9080 }],
});

// From outside, through the gateway that Istio installs.
const gateway = new networking.Gateway(shop, 'gateway', {
  metadata: { name: 'public' },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['reviews.example.com'] }],
  },
});

// Both versions begin with the same labels: Rollouts adds the hash of the pods that each stands for.
const service = MeshService.of(reviews, { versions: { stable: labels, canary: labels } });
const canary = new CanaryRelease(shop, 'reviews-canary', {
  controller: 'argo-rollouts',
  service,
  stable: 'stable',
  canary: 'canary',
  percent: 0,
  testers: [HttpMatch.header('x-tester').exact('reviews')],
  traffic: { retries: { attempts: 2, perTryTimeout: '1s', retryOn: 'connect-failure,refused-stream' }, timeout: '5s' },
  entry: { gateways: [gateway], hosts: ['reviews.example.com'] },
});

// Both versions are closed to everybody else, whatever share of the requests they have.
new StrictMtlsMesh(shop, 'mtls');
const zeroTrust = new ZeroTrustNamespace(shop, 'zero-trust');
const ingress = Identity.of({ namespace: 'istio-system', serviceAccount: 'istio-ingressgateway-service-account' });
zeroTrust.allowGateway({ from: ingress, to: service, methods: ['GET'], paths: ['/reviews/*'], reason: 'readers outside' });

// The pods: the Rollout runs those of the Deployment, which has none of its own.
const deployment = new Deployment(shop, 'deployment', { metadata: { name: 'reviews' }, podMetadata: { labels }, select: false, replicas: 0 });
deployment.select(LabelSelector.of({ labels }));
deployment.addContainer({ name: 'reviews', image: 'registry.istio.io/release/examples-bookinfo-reviews-v3:1.20.3', portNumber: 9080, resources: {} });

new ApiObject(shop, 'rollout', {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'reviews' },
  spec: {
    replicas: 4,
    selector: { matchLabels: labels },
    workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment.name },
    strategy: {
      canary: {
        ...canary.rollouts.strategy,
        steps: [{ setWeight: 5 }, { pause: { duration: '10m' } }, { setWeight: 25 }, { pause: { duration: '10m' } }, { setWeight: 50 }, { pause: {} }],
      },
    },
  },
});

// What deploys the files of this program.
const argocd = new Chart(app, 'argocd', { namespace: 'argocd' });
new ApiObject(argocd, 'application', {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop' },
  spec: {
    project: 'default',
    source: { repoURL: 'https://git.example.com/shop.git', path: 'dist', targetRevision: 'main' },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    ...canary.rollouts.application,
  },
});

app.synth();
writeFileSync('access-table.md', zeroTrust.accessTableMarkdown());
