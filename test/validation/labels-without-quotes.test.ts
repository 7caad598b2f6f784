import { findingsOf } from './run';

const object = (kind: string, name: string, spec: string, apiVersion = 'security.istio.io/v1') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
---`;

const NETWORKING = 'networking.istio.io/v1';
const POD = (labels: string) => `
apiVersion: v1
kind: Pod
metadata: { name: one, namespace: shop, labels: ${labels} }
spec: { containers: [{ name: a, image: a }] }
---`;

test.each([
  ['a policy for some is not one for all', object('PeerAuthentication', 'some', '{ selector: { matchLabels: { version: 1 } }, mtls: { mode: STRICT } }') + object('PeerAuthentication', 'all', '{ mtls: { mode: PERMISSIVE } }'), ['invalid-type']],
  ['nor a Sidecar', object('Sidecar', 'some', '{ workloadSelector: { labels: { version: 1 } }, egress: [{ hosts: ["./*"] }] }', NETWORKING) + object('Sidecar', 'all', '{ egress: [{ hosts: ["./*"] }] }', NETWORKING), ['invalid-type']],
  ['a selector finds the Pods that it means', object('PeerAuthentication', 'some', '{ selector: { matchLabels: { version: 1 } }, mtls: { mode: STRICT } }') + POD('{ version: "1" }'), ['invalid-type']],
  ['and is found by them', object('PeerAuthentication', 'some', '{ selector: { matchLabels: { version: "1" } }, mtls: { mode: STRICT } }') + POD('{ version: 1 }'), ['invalid-metadata']],
])('labels that lack their quotes count as if they had them: %s', (_name, yaml, rules) => {
  expect(findingsOf(yaml).map(({ rule }) => rule)).toEqual(rules);
});
