import { reported } from '../../run';

const RULE = 'proxy-user-taken';

const pod = (spec: string, labels = ''): string => `
apiVersion: v1
kind: Pod
metadata: { name: a, namespace: shop, labels: { ${labels} } }
spec: { ${spec} }
`;
const cronJob = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: a, namespace: shop }
spec: { jobTemplate: { spec: { template: { spec: { securityContext: { runAsUser: 1337 }, containers: [] } } } } }
`;

test.each([
  ['all containers', pod('securityContext: { runAsUser: 1337 }, containers: []'), [
    'warning Pod shop/a spec.securityContext.runAsUser: Pod shop/a runs its containers as user 1337.',
  ]],
  ['one container', pod('containers: [{ name: a, securityContext: { runAsUser: 1 } }, { name: b, securityContext: { runAsUser: 1337 } }]'), [
    'warning Pod shop/a spec.containers[1].securityContext.runAsUser: Pod shop/a runs container b as user 1337.',
  ]],
  ['a template', cronJob, [
    'warning CronJob shop/a spec.jobTemplate.spec.template.spec.securityContext.runAsUser: CronJob shop/a runs its containers as user 1337.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['another user', pod('securityContext: { runAsUser: 1000 }, containers: [{ name: a }]')],
  ['the proxy itself', pod('containers: [{ name: istio-proxy, securityContext: { runAsUser: 1337 } }]')],
  ['what is of Istio', pod('securityContext: { runAsUser: 1337 }, containers: []', 'release: istio')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
