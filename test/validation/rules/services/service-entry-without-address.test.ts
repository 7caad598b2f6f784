import { reported } from '../../run';

const RULE = 'service-entry-without-address';

const entry = (name: string, spec: string, namespace = 'shop'): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${namespace} }
spec: { hosts: [api.example.com], ${spec} }
---`;

test.each([
  ['TCP', entry('a', 'ports: [{ number: 80, name: http, protocol: HTTP }, { number: 81, name: tcp, protocol: tcp }]'), [
    'warning ServiceEntry shop/a spec.ports[1]: ServiceEntry shop/a has port 81 for TCP, and no address to tell its traffic by.',
  ]],
  ['no protocol', entry('a', 'ports: [{ number: 81, name: tcp }]'), [
    'warning ServiceEntry shop/a spec.ports[0]: ServiceEntry shop/a has port 81 for TCP, and no address to tell its traffic by.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['HTTP and TLS', entry('a', 'ports: [{ number: 80, name: http, protocol: HTTP }, { number: 443, name: tls, protocol: TLS }]'), {}],
  ['an address', entry('a', 'addresses: [192.0.2.1], ports: [{ number: 81, name: tcp, protocol: TCP }]'), {}],
  ['an address from istiod', entry('a', 'ports: [{ number: 81, name: tcp, protocol: TCP }]').replace('---', 'status: { addresses: [{ value: 240.240.0.1 }] }'), {}],
  ['addresses by DNS', entry('a', 'ports: [{ number: 81, name: tcp, protocol: TCP }]'), { settings: { dnsAllocatesAddresses: true } }],
])('nothing: %s', (_name, yaml, options) => {
  expect(reported(RULE, yaml, options)).toEqual([]);
});
