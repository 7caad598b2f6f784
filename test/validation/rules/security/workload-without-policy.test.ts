import { findingsOf, reported } from '../../run';

const RULE = 'workload-without-policy';

const workload = (name: string, { kind = 'Deployment', labels = '', namespace = 'shop', serving = true, image = 'a', container = 'a' } = {}) => `
apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { app: ${name}, ${labels} } }, spec: { containers: [{ name: ${container}, image: ${image} }] } } }
---${serving ? `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
---` : ''}`;

const policy = (spec: string, { name = 'p', namespace = 'shop', annotations = '' } = {}) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${namespace}, annotations: { ${annotations} } }
spec: { ${spec} }
---`;

const GET = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';
const of = (app: string) => `selector: { matchLabels: { app: ${app} } }, ${GET}`;
const TARGET = (kind: string, group: string) => `targetRefs: [{ kind: ${kind}, group: "${group}", name: ratings }], ${GET}`;

const GUARDED = workload('reviews') + policy(of('reviews'));

test.each([
  ['a namespace without policies', workload('reviews') + workload('ratings') + policy(of('a'), { namespace: 'blog' })],
  ['a policy for the namespace', GUARDED + workload('ratings') + policy(GET, { name: 'all' })],
  ['a policy for the mesh', GUARDED + workload('ratings') + policy(GET, { namespace: 'istio-system' })],
  ['a policy for the workload', GUARDED + workload('ratings') + policy(of('ratings'), { name: 'q' })],
  ['a policy of the root namespace for the workload', GUARDED + workload('ratings') + policy(of('ratings'), { namespace: 'istio-system' })],
  ['a policy for its Service', GUARDED + workload('ratings') + policy(TARGET('Service', ''), { name: 'q' })],
  ['a policy for a waypoint', GUARDED + workload('ratings') + policy(TARGET('Gateway', 'gateway.networking.k8s.io'), { name: 'q' })],
  ['a workload that nobody calls', GUARDED + workload('ratings', { serving: false })],
  ['a Job', GUARDED + workload('ratings', { kind: 'Job' })],
  ['a workload outside of the mesh', GUARDED + workload('ratings', { labels: 'sidecar.istio.io/inject: "false"' })],
  ['a gateway', GUARDED + workload('ratings', { image: 'auto', container: 'istio-proxy' })],
  ['another namespace', GUARDED + workload('ratings', { namespace: 'blog' })],
  ['a policy that only records', workload('reviews') + policy(`action: AUDIT, ${of('reviews')}`) + workload('ratings')],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const LINE =
  'info Deployment shop/ratings spec.template.metadata.labels: Deployment shop/ratings is under no AuthorizationPolicy, while AuthorizationPolicy shop/p is for other workloads of namespace shop.';

test.each([
  ['next to one that is guarded', GUARDED + workload('ratings')],
  ['under a policy on trial', GUARDED + workload('ratings') + policy(of('ratings'), { name: 'q', annotations: 'istio.io/dry-run: "true"' })],
])('reported: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([LINE]);
});

test('stands for what Kiali says', () => {
  expect(findingsOf(GUARDED + workload('ratings')).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join())).toEqual(['KIA1301']);
});
