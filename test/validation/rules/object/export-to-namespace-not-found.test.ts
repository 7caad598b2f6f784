import { reported } from '../../run';
import type { RunOptions } from '../../run';

const RULE = 'export-to-namespace-not-found';
const COMPLETE: RunOptions = { settings: { complete: true } };

const namespace = (name: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { istio-injection: enabled } }
---`;
const object = (kind: string, spec: string, exportTo: string) => `
apiVersion: networking.istio.io/v1
kind: ${kind}
metadata: { name: it, namespace: shop }
spec: { ${spec}, exportTo: [${exportTo}] }
---`;
const entry = (exportTo: string) => object('ServiceEntry', 'hosts: [a.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS', exportTo);
const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: a, namespace: ${name} }
spec: { ports: [{ name: http, port: 80 }] }
---`;
const NAMESPACES = namespace('shop') + namespace('bank');

const found = (name: string, kind = 'ServiceEntry', index = 0, hint = '') => `warning ${kind} shop/it spec.exportTo[${index}]: ${kind} shop/it is exported to namespace "${name}", and there is none.${hint}`;

test.each<[string, string, readonly string[], RunOptions?]>([
  ['one that exists', entry('bank') + NAMESPACES, []],
  ['one that does not', entry('elsewhere') + NAMESPACES, [found('elsewhere')]],
  ['one that is near', entry('".", bnak') + NAMESPACES, [found('bnak', 'ServiceEntry', 1, ' Is "bank" meant?')]],
  ['of a VirtualService', object('VirtualService', 'hosts: [a.example.com], http: [{ directResponse: { status: 200 } }]', 'elsewhere') + NAMESPACES, [found('elsewhere', 'VirtualService')]],
  ['of a DestinationRule', object('DestinationRule', 'host: a.example.com', 'elsewhere') + NAMESPACES, [found('elsewhere', 'DestinationRule')]],
  ['the own one', entry('"."') + NAMESPACES, []],
  ['all', entry('"*"') + NAMESPACES, []],
  ['nobody', entry('"~"') + NAMESPACES, []],
  ['the namespace of Istio', entry('istio-system') + NAMESPACES, []],
  ['one that holds Services', entry('edge') + NAMESPACES + service('edge'), []],
  ['a part of a mesh', entry('elsewhere') + NAMESPACES, [], {}],
  ['no Namespace in the input', entry('elsewhere'), []],
])('%s', (_name, yaml, expected, options = COMPLETE) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});
