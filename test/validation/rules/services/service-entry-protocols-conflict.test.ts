import { reported } from '../../run';

const RULE = 'service-entry-protocols-conflict';

const entry = (name: string, spec: string, namespace = 'shop'): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${namespace} }
spec: { hosts: [api.example.com], ${spec} }
---`;
const port = (protocol: string, number = 443): string => `ports: [{ number: ${number}, name: a, protocol: ${protocol} }]`;

test.each([
  ['two protocols for all', entry('a', port('TLS')) + entry('b', port('HTTP'), 'blog'), [
    'warning ServiceEntry blog/b spec.ports[0]: ServiceEntry blog/b has HTTP on port 443 of api.example.com, and ServiceEntry shop/a has TLS.',
    'warning ServiceEntry shop/a spec.ports[0]: ServiceEntry shop/a has TLS on port 443 of api.example.com, and ServiceEntry blog/b has HTTP.',
  ]],
  ['one for all and one for some', entry('a', port('TLS')) + entry('b', `exportTo: [.], ${port('HTTP')}`, 'blog'), [
    'warning ServiceEntry blog/b spec.ports[0]: ServiceEntry blog/b has HTTP on port 443 of api.example.com, and ServiceEntry shop/a has TLS.',
    'warning ServiceEntry shop/a spec.ports[0]: ServiceEntry shop/a has TLS on port 443 of api.example.com, and ServiceEntry blog/b has HTTP.',
  ]],
  ['in one entry', entry('a', 'ports: [{ number: 443, name: a, protocol: TLS }, { number: 443, name: b, protocol: HTTP }]'), [
    'warning ServiceEntry shop/a spec.ports[0]: ServiceEntry shop/a has TLS on port 443 of api.example.com, and also HTTP.',
    'warning ServiceEntry shop/a spec.ports[1]: ServiceEntry shop/a has HTTP on port 443 of api.example.com, and also TLS.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['the same protocol', entry('a', port('TLS')) + entry('b', port('tls'), 'blog')],
  ['another port', entry('a', port('TLS')) + entry('b', port('HTTP', 80), 'blog')],
  ['each for its own namespace', entry('a', `exportTo: [.], ${port('TLS')}`) + entry('b', `exportTo: [.], ${port('HTTP')}`, 'blog')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
