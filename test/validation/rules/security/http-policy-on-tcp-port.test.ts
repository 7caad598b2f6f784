import { reported } from '../../run';

const RULE = 'http-policy-on-tcp-port';

const service = (ports: string, name = 'cart') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: cart }, ports: [${ports}] }
`;
const pod = (more = '', ports = '') => `
---
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop, labels: { app: cart }${more} }
spec: { containers: [{ name: a, image: a, ports: [${ports}] }] }
`;
const policy = (rule: string, { action = 'DENY', more = 'selector: { matchLabels: { app: cart } },', namespace = 'shop' } = {}) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: p, namespace: ${namespace} }
spec: { ${more} action: ${action}, rules: [${rule}] }
`;
const allow = (rule: string, more?: string) => policy(rule, { action: 'ALLOW', ...(more === undefined ? {} : { more }) });
const to = (operation: string) => `{ to: [{ operation: { ${operation} } }] }`;
const HTTP = '{ name: http, port: 80, targetPort: 9080 }';
const CACHE = '{ name: tcp-cache, port: 6379 }';
const BOTH = service(`${HTTP}, ${CACHE}`) + pod();
const TCP = service(CACHE) + pod();
const POST = '{ from: [{ source: { namespaces: [dev], notRequestPrincipals: ["*"] } }] }';
const AT = 'spec.rules[0].from[0].source.notRequestPrincipals';

const saying = (path: string, protocol = 'tcp', then = 'there the rule counts without that and denies connections') =>
  `warning AuthorizationPolicy shop/p ${path}: AuthorizationPolicy shop/p looks at HTTP, and port 6379 of its workloads is ${protocol} by Service shop/cart: ${then}.`;
const NEVER = 'there the rule matches nothing';

describe('reports a DENY', () => {
  test.each([
    ['of callers without a token', BOTH + policy(POST), AT],
    ['beside another rule', BOTH + policy(`${to('ports: ["9080"], methods: [POST]')}, ${to('paths: [/a], notPorts: ["9080"]')}`), 'spec.rules[1].to[0].operation.paths'],
    ['that names the port', BOTH + policy(to('ports: ["9080", "6379"], methods: [POST]')), 'spec.rules[0].to[0].operation.methods'],
    ['that excludes another port', BOTH + policy(to('notPorts: ["9080"], methods: [POST]')), 'spec.rules[0].to[0].operation.methods'],
    ['of a header', BOTH + policy('{ from: [{ source: { namespaces: [dev] } }], when: [{ key: "request.headers[x]", values: [a] }] }'), 'spec.rules[0].when[0].key'],
    ['of a header from anyone', BOTH + policy('{ when: [{ key: "request.headers[x]", values: [a] }] }'), 'spec.rules[0].when[0].key'],
    ['for the namespace', BOTH + policy(POST, { more: '' }), AT],
    ['for workloads elsewhere', service(`${HTTP}, ${CACHE}`) + policy(POST), AT],
  ])('%s', (_name, yaml, path) => {
    expect(reported(RULE, yaml)).toEqual([saying(path)]);
  });

  test.each([
    ['redis by appProtocol', '{ name: http-cache, port: 6379, appProtocol: redis }', 'redis'],
    ['TLS of its own', '{ name: https, port: 6379 }', 'https'],
  ])('at a port of %s', (_name, port, protocol) => {
    expect(reported(RULE, service(port) + pod() + policy(POST))).toEqual([saying(AT, protocol)]);
  });

  test.each([
    ['an operation without a port', to('methods: [POST]')],
    ['nothing but tokens', '{ from: [{ source: { notRequestPrincipals: ["*"] } }] }'],
  ])('but not one of which istiod warns: %s', (_name, rule) => {
    const yaml = BOTH + policy(rule);
    expect(reported(RULE, yaml)).toEqual([]);
    expect(reported('ineffective-field', yaml)).toHaveLength(1);
  });
});

describe('reports an ALLOW', () => {
  test.each([
    ['at the port', BOTH + allow(to('ports: ["6379"], methods: [GET]'))],
    ['where there is no other port', TCP + allow(to('methods: [GET]'))],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([saying('spec.rules[0].to[0].operation.methods', 'tcp', NEVER)]);
  });
});

describe('says nothing', () => {
  test.each([
    ['of a DENY for the port of HTTP', BOTH + policy(to('ports: ["9080"], methods: [POST]'))],
    ['of a DENY for all but the port', BOTH + policy(to('notPorts: ["6379"], methods: [POST]'))],
    ['of a DENY with a condition on the port', BOTH + policy('{ to: [{ operation: { methods: [POST] } }], when: [{ key: destination.port, values: ["9080"] }] }')],
    ['of a DENY of connections', BOTH + policy('{ from: [{ source: { namespaces: [dev] } }] }')],
    ['of an operation of its own', BOTH + policy('{ to: [{ operation: { ports: ["9080"], methods: [POST] } }, { operation: { ports: ["6379"] } }] }')],
    ['of an ALLOW where some port is HTTP', BOTH + allow(to('methods: [GET]'))],
    ['of an ALLOW with another operation', TCP + allow('{ to: [{ operation: { methods: [GET] } }, { operation: { ports: ["6379"] } }] }')],
    ['of an ALLOW of several ports', BOTH + allow(to('ports: ["9080", "6379"], methods: [GET]'))],
    ['of an ALLOW with another caller', TCP + allow('{ from: [{ source: { requestPrincipals: ["*"] } }, { source: { namespaces: [a] } }] }')],
    ['of an ALLOW for a namespace', TCP + allow(to('methods: [GET]'), '')],
    ['of an ALLOW where a container has another port', service(CACHE) + pod('', '{ containerPort: 8080 }') + allow(to('methods: [GET]'))],
    ['of a port that says nothing', service('{ name: cache, port: 6379 }') + pod() + policy(POST)],
    ['of a port on which Services disagree', `${TCP}${service('{ name: http-cache, port: 6379 }', 'other')}${policy(POST)}`],
    ['of HTTP alone', service(HTTP) + pod() + policy(POST)],
    ['of an AUDIT', BOTH + policy(POST, { action: 'AUDIT' })],
    ['of the mesh', BOTH + policy(POST, { more: '', namespace: 'istio-system' })],
    ['of a waypoint', BOTH + policy(POST, { more: 'targetRefs: [{ group: "", kind: Service, name: cart }],' })],
    ['of workloads without a sidecar', service(CACHE) + pod(', annotations: { sidecar.istio.io/inject: "false" }') + policy(POST)],
    ['of ports that the sidecar leaves out', service(CACHE) + pod(', annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "6379" }') + policy(POST)],
    ['of ambient workloads', `${TCP}${policy(POST)}
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
`],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});
