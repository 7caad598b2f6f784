import { reported } from '../../run';

const RULE = 'virtual-service-hidden-from-gateway';

const pods = (namespace: string, labels = 'app: edge') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
---`;

const gateway = (selector = '{ app: edge }') => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { selector: ${selector}, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }
---`;

const virtualService = (exportTo: string, gateways = 'public') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec: { hosts: [shop.example.com], gateways: [${gateways}], exportTo: ${exportTo}, http: [{ directResponse: { status: 200 } }] }
---`;

test('the pods of the gateway do not see it', () => {
  expect(reported(RULE, pods('edge') + gateway() + virtualService('[.]'))).toEqual([
    'error VirtualService shop/shop spec.gateways[0]: VirtualService shop/shop is exported to shop only, and the pods of Gateway shop/public (app=edge) run in edge.',
  ]);
});

test.each([
  ['named', pods('edge') + pods('blog', 'app: blog') + gateway() + virtualService('[blog, shop]', 'mesh, shop/public')],
  ['one of several namespaces, and none sees it', pods('edge') + pods('rim') + gateway() + virtualService('[.]')],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toHaveLength(1);
});

test.each([
  ['everybody sees it', pods('edge') + gateway() + virtualService('["*"]')],
  ['the pods see it', pods('edge') + gateway() + virtualService('[., edge]')],
  ['some of the pods see it', pods('edge') + pods('shop') + gateway() + virtualService('[.]')],
  ['no pod is in the input', gateway() + virtualService('[.]')],
  ['the ingress gateway is only taken as there', gateway('{ istio: ingressgateway }') + virtualService('[.]')],
  ['another namespace that sees it may have pods too', pods('edge') + gateway() + virtualService('[rim]')],
  ['nobody sees it', pods('edge') + gateway() + virtualService('["~"]')],
  ['the gateway is not known', pods('edge') + virtualService('[.]')],
  ['it is for the mesh', pods('edge') + gateway() + virtualService('[.]', 'mesh')],
  ['the gateway is all pods', pods('edge') + gateway('{}') + virtualService('[.]')],
])('nothing is said where %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
