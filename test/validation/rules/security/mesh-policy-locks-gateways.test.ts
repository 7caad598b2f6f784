import { reported } from '../../run';

const RULE = 'mesh-policy-locks-gateways';

const policy = (rules: string, { namespace = 'istio-system', name = 'mesh', more = '', metadata = '' } = {}) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${namespace}${metadata} }
spec: { ${more} rules: [${rules}] }
`;
const gateway = ({ selector = 'istio: ingressgateway', server = 'port: { number: 80, name: http, protocol: HTTP }' } = {}) => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { ${selector} }, servers: [{ ${server}, hosts: ["*.example.com"] }] }
`;
const from = (source: string) => `{ from: [{ source: { ${source} } }] }`;
const ANYONE = '{ to: [{ operation: { methods: [GET] } }] }';
const MUTUAL = 'port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: MUTUAL, credentialName: a }';
const pods = (namespace: string) => `
---
apiVersion: v1
kind: Pod
metadata: { name: gateway, namespace: ${namespace}, labels: { istio: ingressgateway } }
spec: { containers: [{ name: istio-proxy, image: auto }] }
`;

describe('reports', () => {
  test.each([
    ['principals', policy(from('principals: ["*"]'))],
    ['namespaces', policy(from('namespaces: [shop]'))],
    ['conditions', policy('{ when: [{ key: source.principal, values: ["*"] }] }')],
    ['all of several rules', policy(`${from('principals: ["*"]')}, ${from('serviceAccounts: [shop/a]')}`)],
    ['beside an opening of other workloads', policy(from('principals: ["*"]')) + policy(ANYONE, { namespace: 'shop', name: 'open' })],
    ['where the opening is not in the namespace of the pods', policy(from('principals: ["*"]')) + pods('gateways') + policy(ANYONE, { namespace: 'edge', name: 'open' })],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml + gateway())).toEqual([
      'warning AuthorizationPolicy istio-system/mesh spec.rules: AuthorizationPolicy istio-system/mesh lets in only callers with an identity of the mesh, at gateways as well, ' +
        'and no policy lets others in at the gateway with labels istio=ingressgateway.',
    ]);
  });
});

describe('says nothing', () => {
  test.each([
    ['without a Gateway', policy(from('principals: ["*"]'))],
    ['of a policy for a namespace', policy(from('principals: ["*"]'), { namespace: 'edge' }) + gateway()],
    ['of a selector', policy(from('principals: ["*"]'), { more: 'selector: { matchLabels: { app: a } },' }) + gateway()],
    ['of a rule for anyone', policy(`${from('principals: ["*"]')}, ${ANYONE}`) + gateway()],
    ['of a source for anyone', policy('{ from: [{ source: { principals: ["*"] } }, { source: { ipBlocks: [10.0.0.0/8] } }] }') + gateway()],
    ['of callers with a token', policy(from('requestPrincipals: ["*"]')) + gateway()],
    ['of a DENY', policy(from('principals: ["*"]'), { more: 'action: DENY,' }) + gateway()],
    ['of a dry run', policy(from('principals: ["*"]'), { metadata: ', annotations: { istio.io/dry-run: "true" }' }) + gateway()],
    ['where a policy opens the gateway', policy(from('principals: ["*"]')) + gateway() + policy(ANYONE, { namespace: 'edge', name: 'open', more: 'selector: { matchLabels: { istio: ingressgateway } },' })],
    ['where a policy opens its namespace', policy(from('principals: ["*"]')) + gateway() + pods('gateways') + policy(ANYONE, { namespace: 'gateways', name: 'open' })],
    ['of a gateway for what leaves the mesh', policy(from('principals: ["*"]')) + gateway({ selector: 'istio: egressgateway' })],
    ['of a gateway that asks for certificates', policy(from('principals: ["*"]')) + gateway({ server: MUTUAL })],
    ['of a policy that lets nobody in', policy('') + gateway()],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});
