import { reported } from '../../run';

const RULE = 'gateways-share-address';

const gateway = (name: string, addresses: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: edge }
spec: { gatewayClassName: istio, addresses: [${addresses}], listeners: [{ name: a, port: 80, protocol: HTTP }] }
---`;

const IP = '{ type: IPAddress, value: 192.0.2.1 }';
const HOST = '{ type: Hostname, value: gw.edge.svc.cluster.local }';

test.each([
  ['other addresses', gateway('a', IP) + gateway('b', IP.replace('.1', '.2'))],
  ['no value, so that any will do', gateway('a', '{ type: IPAddress }') + gateway('b', '{ type: IPAddress }')],
  ['an address and a host of one name', gateway('a', '{ type: IPAddress, value: 192.0.2.1 }') + gateway('b', HOST)],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('an address twice, the default type among them', () => {
  expect(reported(RULE, gateway('a', IP) + gateway('b', '{ value: 192.0.2.1 }'))).toEqual([
    'warning Gateway edge/a spec.addresses[0]: Gateway edge/a and Gateway edge/b both ask for the address 192.0.2.1.',
    'warning Gateway edge/b spec.addresses[0]: Gateway edge/b and Gateway edge/a both ask for the address 192.0.2.1.',
  ]);
});

test('a deployment that they share is an info', () => {
  expect(reported(RULE, gateway('a', HOST) + gateway('b', HOST)).map((line) => line.split(' ')[0])).toEqual(['info', 'info']);
});
