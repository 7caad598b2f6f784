import { reported } from '../../run';

const RULE = 'gateway-class-not-found';

const gateway = (name: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { gatewayClassName: ${name}, listeners: [{ name: http, port: 80, protocol: HTTP }] }
---`;

const CLASS = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: internal }
spec: { controllerName: istio.io/gateway-controller }
---`;

const line = (name: string, hint = '') =>
  `warning Gateway edge/public spec.gatewayClassName: Gateway edge/public has the class "${name}", and there is no GatewayClass of that name${hint}.`;

test.each([
  ['a name that is nearly one of Istio', gateway('istoi'), line('istoi', '; "istio" is near')],
  ['a name that is none of the classes', CLASS + gateway('nginx'), line('nginx')],
  ['nearly one of the classes', CLASS + gateway('internel'), line('internel', '; "internal" is near')],
])('reported: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual([expected]);
});

test.each(['istio', 'istio-remote', 'istio-waypoint', 'istio-east-west', 'nginx', 'istio2', 'istio-internal', 'cilium'])('silent: %s', (name) => {
  expect(reported(RULE, gateway(name))).toEqual([]);
});

test('a class of the input is known, and without one an unknown class is reported of a whole cluster', () => {
  expect(reported(RULE, CLASS + gateway('internal'))).toEqual([]);
  expect(reported(RULE, gateway('nginx'), { settings: { complete: true } })).toEqual([line('nginx')]);
});
