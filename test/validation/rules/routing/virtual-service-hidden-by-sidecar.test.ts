import { reported } from '../../run';

const RULE = 'virtual-service-hidden-by-sidecar';

const sidecar = (hosts: string, namespace = 'shop', selector = '') => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: s${selector.length}${hosts.length}, namespace: ${namespace} }
spec: { egress: [{ hosts: [${hosts}] }]${selector === '' ? '' : `, workloadSelector: { labels: { app: ${selector} } }`} }
---`;

const virtualService = (host = 'pay.bank.svc.cluster.local', fields = '') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pay, namespace: shop }
spec: { hosts: ["${host}"], http: [{ directResponse: { status: 200 } }]${fields} }
---`;

const OWN = ', exportTo: [.]';

test('the message names all', () => {
  expect(reported(RULE, sidecar('bank/*') + virtualService())).toEqual([
    'warning VirtualService shop/pay spec.hosts: VirtualService shop/pay is for pay.bank.svc.cluster.local, but Sidecar shop/s06 lets nothing of these in from namespace shop.',
  ]);
});

test.each([
  ['its own Service, for its own namespace', sidecar('bank/*') + virtualService('pay', OWN)],
  ['another host of its own', sidecar('./web.shop.svc.cluster.local') + virtualService('pay', OWN)],
  ['an external host', sidecar('./*.example.com') + virtualService('api.example.org', OWN)],
  ['nothing is let in', sidecar('"~/*"') + virtualService('pay', OWN)],
  ['the Sidecar of the root namespace', sidecar('istio-system/*', 'istio-system') + virtualService('pay', OWN)],
  ['Sidecars of some workloads too', sidecar('bank/*') + sidecar('istio-system/*', 'shop', 'web') + virtualService()],
  ['for several namespaces, and none lets it in', sidecar('bank/*') + sidecar('./*', 'web') + virtualService('pay', ', exportTo: [., web]')],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toHaveLength(1);
});

test.each([
  ['there is no Sidecar', virtualService()],
  ['its namespace is let in', sidecar('bank/*, ./*') + virtualService()],
  ['every namespace is let in', sidecar('"*/*"') + virtualService()],
  ['the host is let in', sidecar('shop/*.bank.svc.cluster.local') + virtualService()],
  ['some of its hosts are let in', sidecar('./pay.bank.svc.cluster.local') + virtualService('*.bank.svc.cluster.local')],
  ['nothing is kept out', sidecar('bank/*').replace('spec: { egress: [{ hosts: [bank/*] }] }', 'spec: {}') + virtualService()],
  ['the callers of its own Service may be anywhere', sidecar('bank/*') + virtualService('pay')],
  ['the callers of an external host may be anywhere', sidecar('bank/*') + virtualService('api.example.org')],
  ['some workloads know it', sidecar('bank/*') + sidecar('./*', 'shop', 'web') + virtualService()],
  ['another namespace that sees it has no Sidecar', sidecar('bank/*') + virtualService('pay', ', exportTo: [., web]')],
  ['nobody sees it', sidecar('bank/*') + virtualService('pay', ', exportTo: ["~"]')],
  ['only the Sidecar of another namespace keeps it out', sidecar('bank/*', 'web') + virtualService()],
  ['only some workloads do not know it', sidecar('bank/*', 'shop', 'web') + virtualService()],
  ['it is for a gateway too', sidecar('bank/*') + virtualService('pay.bank.svc.cluster.local', ', gateways: [mesh, public]')],
  ['it is a delegate', sidecar('bank/*') + virtualService().replace('hosts: ["pay.bank.svc.cluster.local"], ', '')],
  ['ambient workloads have no sidecar', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }\n---' + sidecar('bank/*') + virtualService()],
  ['several Sidecars are for all workloads', sidecar('bank/*') + sidecar('web/*, ./*') + virtualService()],
])('nothing is said where %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
