import { reported } from './run';

const object = (kind: string, namespace: string, spec: string, name = 'a') => `
apiVersion: networking.istio.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
---`;
const service = (namespace: string, annotations = '{}') => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: ${namespace}, annotations: ${annotations} }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;
const HOST = 'reviews.shop.svc.cluster.local';
const pods = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: edge }
spec: { template: { metadata: { labels: { app: edge } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
---`;
const gateway = object('Gateway', 'shop', '{ selector: { app: edge }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }');
const answer = 'http: [{ directResponse: { status: 200 } }]';
const virtualService = (namespace: string, spec: string) => object('VirtualService', namespace, `{ ${spec} }`);
const rule = (namespace: string, spec: string, name = 'a') => object('DestinationRule', namespace, `{ ${spec} }`, name);
const entry = (namespace: string, protocol = 'HTTP') => object('ServiceEntry', namespace, `{ hosts: [api.example.com], ports: [{ number: 80, name: a, protocol: ${protocol} }], resolution: DNS }`);
const toReviews = virtualService('web', `hosts: [${HOST}], http: [{ route: [{ destination: { host: ${HOST} } }] }]`);
const toSubset = virtualService('web', `hosts: [${HOST}], http: [{ route: [{ destination: { host: ${HOST}, subset: v1 } }] }]`);
const subset = rule('shop', 'host: reviews, subsets: [{ name: v1, labels: { version: v1 } }]');

const OWN = ['.'];

test.each([
  ['host-not-found', service('shop') + toReviews, { services: OWN }, [0, 1]],
  ['host-not-found', service('shop', '{ networking.istio.io/exportTo: "*" }') + toReviews, { services: OWN }, [0, 0]],
  ['host-not-found', service('shop') + toReviews, { services: ['web'] }, [0, 0]],
  ['host-not-found', service('shop') + toReviews, { services: [] }, [0, 0]],
  ['destination-rule-host-not-found', service('shop') + rule('web', `host: ${HOST}`), { services: OWN }, [0, 1]],
  ['service-entry-protocols-conflict', entry('shop') + entry('web', 'TLS'), { services: OWN }, [2, 0]],
  ['service-entry-repeated', entry('shop') + entry('web'), { services: OWN }, [2, 0]],
  ['conflicting-virtual-services', virtualService('shop', `hosts: [a.example.com], ${answer}`) + virtualService('web', `hosts: [a.example.com], ${answer}`), { virtualServices: OWN }, [2, 0]],
  ['conflicting-virtual-services', virtualService('shop', `hosts: [a.example.com], ${answer}`) + virtualService('web', `hosts: [a.example.com], ${answer}`), { services: OWN }, [2, 2]],
  ['virtual-service-hidden-from-gateway', pods + gateway + virtualService('shop', `hosts: [a.example.com], gateways: [a], ${answer}`), { virtualServices: OWN }, [0, 1]],
  ['delegate-not-found', virtualService('edge', 'hosts: [a.example.com], http: [{ delegate: { name: a, namespace: shop } }]') + virtualService('shop', answer), { virtualServices: OWN }, [0, 1]],
  ['subset-hidden-from-caller', service('shop') + subset + toSubset, { destinationRules: OWN }, [0, 1]],
  // Of the default for DestinationRules istiod looks for the own namespace alone.
  ['subset-hidden-from-caller', service('shop') + subset + toSubset, { destinationRules: ['shop'] }, [0, 0]],
])('%s: objects without exportTo have that of the mesh', (id, yaml, defaultExportTo, [before, after]) => {
  expect(reported(id, yaml)).toHaveLength(before ?? 0);
  expect(reported(id, yaml, { settings: { defaultExportTo } })).toHaveLength(after ?? 0);
});
