import { ingressUsesWaypoint, targetsServing, waypointIdentity, waypointOf, waypointTarget } from '../../src/model/waypoints';
import { resource } from './resources';

type Labels = Readonly<Record<string, string>>;

const namespace = (labels: Labels) => resource('core/Namespace', {}, { name: 'shop', labels });

test.each([
  [{}, {}, undefined],
  [{}, { 'istio.io/use-waypoint': 'waypoint' }, 'shop/waypoint'],
  [{ 'istio.io/use-waypoint': 'own' }, { 'istio.io/use-waypoint': 'waypoint' }, 'shop/own'],
  [{ 'istio.io/use-waypoint': 'none' }, { 'istio.io/use-waypoint': 'waypoint' }, undefined],
  [{ 'istio.io/use-waypoint': '' }, { 'istio.io/use-waypoint': 'waypoint' }, undefined],
  [{ 'istio.io/use-waypoint': 'own', 'istio.io/use-waypoint-namespace': 'infra' }, {}, 'infra/own'],
  [{}, { 'istio.io/use-waypoint': 'waypoint', 'istio.io/use-waypoint-namespace': 'infra' }, 'infra/waypoint'],
  [{ 'istio.io/use-waypoint': 'own' }, { 'istio.io/use-waypoint-namespace': 'infra' }, 'shop/own'],
  [{ 'gateway.istio.io/managed': 'istio.io-mesh-controller' }, { 'istio.io/use-waypoint': 'waypoint' }, undefined],
])('the waypoint of %j in a namespace with %j', (labels, ofIts, expected) => {
  const found = waypointOf({ namespace: 'shop', labels }, namespace(ofIts));
  expect(found === undefined ? undefined : `${found.namespace}/${found.name}`).toBe(expected);
});

test.each([
  [{}, {}, false],
  [{ 'istio.io/ingress-use-waypoint': 'true' }, {}, true],
  [{}, { 'istio.io/ingress-use-waypoint': 'true' }, true],
  [{ 'istio.io/ingress-use-waypoint': 'false' }, { 'istio.io/ingress-use-waypoint': 'true' }, false],
  [{ 'istio.io/ingress-use-waypoint': 'yes' }, {}, false],
])('gateways and the waypoint of %j in a namespace with %j', (labels, ofIts, expected) => {
  expect(ingressUsesWaypoint({ labels }, namespace(ofIts))).toBe(expected);
});

describe('the identity of a waypoint', () => {
  const waypoint = { namespace: 'shop', name: 'waypoint' };
  const gateway = (gatewayClassName: string, annotations: Labels = {}) =>
    resource('gateway.networking.k8s.io/Gateway', { gatewayClassName }, { name: 'waypoint', annotations });

  test.each([
    ['a Gateway that the input does not have', undefined, 'mesh/ns/shop/sa/waypoint'],
    ['a Gateway of Istio', gateway('istio-waypoint'), 'mesh/ns/shop/sa/waypoint'],
    ['another account', gateway('istio-waypoint', { 'gateway.istio.io/service-account': 'wp' }), 'mesh/ns/shop/sa/wp'],
    ['another class', gateway('own-waypoint'), undefined],
  ])('%s', (_name, object, principal) => {
    expect(waypointIdentity(waypoint, object, 'mesh')?.principal).toBe(principal);
  });
});

test.each([
  [{ kind: 'Service', group: '', name: 'a' }, 'shop', true],
  [{ kind: 'Service', group: 'core', name: 'a' }, 'shop', true],
  [{ kind: 'Service', name: 'a' }, 'other', false],
  [{ kind: 'Service', group: 'apps', name: 'a' }, 'shop', false],
  [{ kind: 'ServiceEntry', group: 'networking.istio.io', name: 'a' }, 'shop', false],
  [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'waypoint' }, 'infra', true],
  [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'waypoint' }, 'shop', false],
  [{ kind: 'GatewayClass', group: 'gateway.networking.k8s.io', name: 'istio-waypoint' }, 'istio-system', true],
  [{ kind: 'GatewayClass', group: 'gateway.networking.k8s.io', name: 'istio-waypoint' }, 'shop', false],
])('whether a policy for %j in namespace %s is for Service shop/a at waypoint infra/waypoint', (ref, ofPolicy, expected) => {
  const targets = targetsServing({ namespace: 'shop', name: 'a' }, { namespace: 'infra', name: 'waypoint' });
  const target = waypointTarget(ref, ofPolicy, 'istio-system');
  expect(target !== undefined && targets.includes(target)).toBe(expected);
});
