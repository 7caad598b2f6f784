import { findingsOf, reported } from '../../run';

const RULE = 'policy-port-on-service-port';

const service = (ports: string, name = 'reviews', selector = 'app: reviews') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { ${selector} }, ports: [${ports}] }
`;
const pod = (ports = '{ name: web, containerPort: 9080 }', labels = 'app: reviews', name = 'reviews') => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { ${labels} } }
spec: { containers: [{ name: a, image: a, ports: [${ports}] }] }
`;
const policy = (rule: string, { action = 'ALLOW', more = 'selector: { matchLabels: { app: reviews } },', namespace = 'shop' } = {}) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: p, namespace: ${namespace} }
spec: { ${more} action: ${action}, rules: [${rule}] }
`;
const HTTP = '{ name: http, port: 80, targetPort: 9080 }';
const PORT_80 = '{ to: [{ operation: { ports: ["80"] } }] }';
const saying = (path: string, port = 80) =>
  `warning AuthorizationPolicy shop/p ${path}: AuthorizationPolicy shop/p names port ${port}, which is a port of Service shop/reviews; its workloads listen on 9080 for it.`;

describe('reports', () => {
  test.each([
    ['ports', policy('{ to: [{ operation: { ports: ["9080", "80"] } }] }'), 'spec.rules[0].to[0].operation.ports[1]'],
    ['notPorts', policy('{ to: [{ operation: { notPorts: ["80"] } }] }'), 'spec.rules[0].to[0].operation.notPorts[0]'],
    ['a condition', policy('{ when: [{ key: destination.port, values: ["80"] }] }'), 'spec.rules[0].when[0].values[0]'],
    ['a condition that excludes', policy('{}, { when: [{ key: destination.port, notValues: ["9080", "80"] }] }'), 'spec.rules[1].when[0].notValues[1]'],
    ['a whole namespace', policy(PORT_80, { more: '' }), 'spec.rules[0].to[0].operation.ports[0]'],
  ])('%s', (_name, yaml, path) => {
    expect(reported(RULE, service(HTTP) + pod() + yaml)).toEqual([saying(path)]);
  });

  test('a port of a name that a container has', () => {
    expect(reported(RULE, service('{ port: 80, targetPort: web }') + pod() + policy(PORT_80))).toEqual([saying('spec.rules[0].to[0].operation.ports[0]')]);
  });

  test('a port of a Service whose workloads are not there', () => {
    expect(reported(RULE, service(HTTP) + policy(PORT_80))).toEqual([saying('spec.rules[0].to[0].operation.ports[0]')]);
  });

  test('says what follows for each action', () => {
    const why = (action: string) => findingsOf(service(HTTP) + pod() + policy(PORT_80, { action })).find(({ rule }) => rule === RULE)?.why;
    expect(why('ALLOW')).toBe('What the rule was to let through is denied: ports of an AuthorizationPolicy are those of the workload.');
    expect(why('DENY')).toBe('What the rule was to stop gets through: ports of an AuthorizationPolicy are those of the workload.');
  });
});

describe('says nothing', () => {
  test.each([
    ['of the port of the container', service(HTTP) + pod() + policy('{ to: [{ operation: { ports: ["9080"] } }] }')],
    ['of a port that a container declares', service(HTTP) + pod('{ containerPort: 80 }') + policy(PORT_80)],
    ['of a port that another Service maps to', service(HTTP) + service('{ port: 8080, targetPort: 80 }', 'other') + pod() + policy(PORT_80)],
    ['of a port that no Service has', service(HTTP) + pod() + policy('{ to: [{ operation: { ports: ["90"] } }] }')],
    ['of another workload in the namespace that listens there', service(HTTP) + pod() + pod('{ containerPort: 80 }', 'app: other', 'other') + policy(PORT_80, { more: '' })],
    ['of a name that no container has', service('{ port: 80, targetPort: other }') + pod() + policy(PORT_80)],
    ['of a Service of other workloads', service(HTTP, 'other', 'app: other') + pod() + policy(PORT_80)],
    ['of a policy of a waypoint', service(HTTP) + pod() + policy(PORT_80, { more: 'targetRefs: [{ group: "", kind: Service, name: reviews }],' })],
    ['of a policy of the mesh', service(HTTP) + pod() + policy(PORT_80, { more: '', namespace: 'istio-system' })],
    ['where there is no Service', pod() + policy(PORT_80)],
    ['of another condition', service(HTTP) + pod() + policy('{ when: [{ key: source.ip, values: ["10.0.0.1"] }] }')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});
