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
  expect(ofNamespace(labels)).toEqual({ kind, certain });
});

test('a namespace that says nothing has that of the mesh', () => {
  expect(dataPlaneOfNamespace(undefined, { ...DEFAULT_SETTINGS, dataPlane: 'ambient' })).toEqual({ kind: 'ambient', certain: true });
});

test.each([
  ['nothing of its own', pod({}), 'ambient'],
  ['a sidecar asked for', pod({ 'sidecar.istio.io/inject': 'true' }), 'sidecar'],
  ['a sidecar asked for by annotation', pod({}, { 'sidecar.istio.io/inject': 'true' }), 'sidecar'],
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
  ['ambient', pod({ 'istio.io/dataplane-mode': 'ambient' }), 'ambient'],
  ['the label before the annotation', pod({ 'sidecar.istio.io/inject': 'true' }, { 'sidecar.istio.io/inject': 'false' }), 'sidecar'],
])('in a namespace with injection a workload with %s', (_name, workload, kind) => {
  expect(dataPlaneOfWorkload(workload, ofNamespace({ 'istio-injection': 'enabled' })).kind).toBe(kind);
});

test('pods that are gateways', () => {
  expect(isGatewayPod(pod({}, { 'inject.istio.io/templates': 'gateway' }))).toBe(true);
  expect(isGatewayPod(pod({ 'gateway.networking.k8s.io/gateway-name': 'a' }))).toBe(true);
  expect(isGatewayPod(pod({}, {}, { containers: [{ name: 'istio-proxy', image: 'auto' }] }))).toBe(true);
  expect(isGatewayPod(pod({}, {}, { containers: [{ name: 'a' }, { name: 'istio-proxy' }] }))).toBe(false);
});
