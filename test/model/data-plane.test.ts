import { dataPlaneOfNamespace, dataPlaneOfWorkload, isGatewayPod } from '../../src/model/data-plane';
import { readPod } from '../../src/model/kinds/core';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { resource } from './resources';

type Labels = Readonly<Record<string, string>>;

const namespace = (labels: Labels) => resource('core/Namespace', {}, { name: 'shop', labels });
const ofNamespace = (labels: Labels) => dataPlaneOfNamespace(namespace(labels), DEFAULT_SETTINGS);
const pod = (labels: Labels, annotations: Labels = {}, spec: object = {}) => readPod({ metadata: { labels, annotations }, spec });

test.each([
  [{}, 'sidecar', false],
  [{ 'istio-injection': 'enabled' }, 'sidecar', true],
  [{ 'istio-injection': 'disabled' }, 'none', true],
  // No value but `enabled` is one that the webhook of Istio selects.
  [{ 'istio-injection': 'true' }, 'none', true],
  [{ 'istio.io/rev': 'canary' }, 'sidecar', true],
  [{ 'istio.io/rev': '' }, 'sidecar', false],
  [{ 'istio.io/rev': 'canary', 'istio-injection': 'disabled' }, 'none', true],
  [{ 'istio.io/dataplane-mode': 'ambient' }, 'ambient', true],
  [{ 'istio.io/dataplane-mode': 'ambient', 'istio-injection': 'enabled' }, 'sidecar', true],
  [{ 'istio.io/dataplane-mode': 'none' }, 'sidecar', false],
])('a namespace with %j has %s', (labels, kind, certain) => {
  expect(ofNamespace(labels)).toMatchObject({ kind, certain });
});

test('a namespace that says nothing has that of the mesh', () => {
  expect(dataPlaneOfNamespace(undefined, { ...DEFAULT_SETTINGS, dataPlane: 'ambient' })).toMatchObject({ kind: 'ambient', certain: true });
});

test.each([
  ['nothing of its own', pod({}), 'ambient'],
  ['a sidecar asked for', pod({ 'sidecar.istio.io/inject': 'true' }), 'sidecar'],
  ['a sidecar asked for by annotation, which no webhook selects', pod({}, { 'sidecar.istio.io/inject': 'true' }), 'ambient'],
  ['a revision', pod({ 'istio.io/rev': 'canary' }), 'sidecar'],
  ['the mark that it was injected', pod({}, { 'sidecar.istio.io/status': '{}' }), 'sidecar'],
  ['a proxy', pod({}, {}, { containers: [{ name: 'istio-proxy', image: 'auto' }] }), 'sidecar'],
  ['no ambient', pod({ 'istio.io/dataplane-mode': 'none' }), 'none'],
  ['the network of its node', pod({}, {}, { hostNetwork: true }), 'none'],
  ['no sidecar, which it has not anyway', pod({ 'sidecar.istio.io/inject': 'false' }), 'ambient'],
])('in an ambient namespace a workload with %s', (_name, workload, kind) => {
  expect(dataPlaneOfWorkload(workload, ofNamespace({ 'istio.io/dataplane-mode': 'ambient' })).kind).toBe(kind);
});

test.each([
  ['nothing of its own', pod({}), 'sidecar'],
  ['no sidecar', pod({ 'sidecar.istio.io/inject': 'false' }), 'none'],
  ['ambient', pod({ 'istio.io/dataplane-mode': 'ambient' }), 'sidecar'],
  ['the label before the annotation', pod({ 'sidecar.istio.io/inject': 'true' }, { 'sidecar.istio.io/inject': 'false' }), 'sidecar'],
])('in a namespace with injection a workload with %s', (_name, workload, kind) => {
  expect(dataPlaneOfWorkload(workload, ofNamespace({ 'istio-injection': 'enabled' })).kind).toBe(kind);
});

/** What the webhook of Istio selects, and then what the CNI agent takes: namespaces down, Pods across. */
const PODS = {
  plain: {},
  ambient: { 'istio.io/dataplane-mode': 'ambient' },
  inject: { 'sidecar.istio.io/inject': 'true' },
  refuse: { 'sidecar.istio.io/inject': 'false' },
  rev: { 'istio.io/rev': 'canary' },
  'ambient+inject': { 'istio.io/dataplane-mode': 'ambient', 'sidecar.istio.io/inject': 'true' },
  'ambient+refuse': { 'istio.io/dataplane-mode': 'ambient', 'sidecar.istio.io/inject': 'false' },
  'ambient+rev': { 'istio.io/dataplane-mode': 'ambient', 'istio.io/rev': 'canary' },
  'refuse+rev': { 'sidecar.istio.io/inject': 'false', 'istio.io/rev': 'canary' },
  'none+refuse': { 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' },
};

const [S, A, N] = ['sidecar', 'ambient', 'none'];
const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };

describe.each([
  // plain ambient inject refuse rev, then both of a pair
  ['nothing', {}, [S, A, S, N, S, S, A, S, N, N]],
  ['injection', { 'istio-injection': 'enabled' }, [S, S, S, N, S, S, A, S, N, N]],
  ['a revision', { 'istio.io/rev': 'canary' }, [S, S, S, N, S, S, A, S, N, N]],
  ['no injection', { 'istio-injection': 'disabled' }, [N, A, N, N, N, A, A, A, N, N]],
  ['ambient', AMBIENT, [A, A, S, A, S, S, A, S, A, N]],
  ['ambient and injection', { ...AMBIENT, 'istio-injection': 'enabled' }, [S, S, S, A, S, S, A, S, A, N]],
  ['ambient and a revision', { ...AMBIENT, 'istio.io/rev': 'canary' }, [S, S, S, A, S, S, A, S, A, N]],
  ['ambient and no injection', { ...AMBIENT, 'istio-injection': 'disabled' }, [A, A, A, A, A, A, A, A, A, N]],
])('in a namespace with %s', (_name, labels, kinds) => {
  test.each(Object.entries(PODS).map(([name, own], index) => [name, own, kinds[index]] as const))('a pod %s', (_pod, own, kind) => {
    expect(dataPlaneOfWorkload(pod(own), ofNamespace(labels)).kind).toBe(kind);
  });
});

test('pods that are gateways', () => {
  expect(isGatewayPod(pod({}, { 'inject.istio.io/templates': 'gateway' }))).toBe(true);
  expect(isGatewayPod(pod({ 'gateway.networking.k8s.io/gateway-name': 'a' }))).toBe(true);
  expect(isGatewayPod(pod({}, {}, { containers: [{ name: 'istio-proxy', image: 'auto' }] }))).toBe(true);
  expect(isGatewayPod(pod({}, {}, { containers: [{ name: 'a' }, { name: 'istio-proxy' }] }))).toBe(false);
});
