import { load } from 'js-yaml';

import { formatPath } from '../../src/model/path';
import { apiVerdict } from '../../src/schema/verdict';

const parse = (yaml: string): Record<string, unknown> => load(yaml) as Record<string, unknown>;

function told(yaml: string): string[] {
  return (apiVerdict(parse(yaml))?.violations ?? []).map(({ code, path, message, fix }) => `${code} ${formatPath(path)}: ${message} ${fix}`);
}

const object = (apiVersion: string, kind: string) => (spec: string): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: a, namespace: shop }
spec: ${spec}`;
const virtualService = object('networking.istio.io/v1', 'VirtualService');
const destinationRule = object('networking.istio.io/v1', 'DestinationRule');
const serviceEntry = object('networking.istio.io/v1', 'ServiceEntry');
const peerAuthentication = object('security.istio.io/v1', 'PeerAuthentication');
const gateway = object('gateway.networking.k8s.io/v1', 'Gateway');
const httpRoute = object('gateway.networking.k8s.io/v1', 'HTTPRoute');

/** What is wrong, the object, and all that is told of it. */
const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a mistyped field name', virtualService('{ hosts: [a], http: [{ retrys: { attempts: 3 } }] }'),
    ['unknown-field spec.http[0].retrys: There is no field retrys here; did you mean retries? Rename it to retries.']],
  ['a field that belongs elsewhere', virtualService('{ hosts: [a], timeout: 5s }'),
    ['unknown-field spec.timeout: There is no field timeout here; it belongs at spec.http[].timeout. Move it to spec.http[].timeout.']],
  ['an object that belongs elsewhere', virtualService('{ hosts: [a], retries: { attempts: 3 } }'),
    ['unknown-field spec.retries: There is no field retries here; it belongs at spec.http[].retries. Move it to spec.http[].retries.']],
  ['an object that fits nowhere, though its name does', destinationRule('{ host: a, trafficPolicy: { outlierDetection: { http: { interval: 1s } } } }'),
    ['unknown-field spec.trafficPolicy.outlierDetection.http: There is no field http here. Remove it, or use one of the fields there are: baseEjectionTime, consecutive5xxErrors, consecutiveErrors, consecutiveGatewayErrors, consecutiveLocalOriginFailures, interval, maxEjectionPercent, minHealthPercent, outlierDetectionHttpErrorCodes, splitExternalLocalOriginErrors.']],
  ['a field that is nowhere', destinationRule('{ host: a, subsets: [{ name: v1, zzz: 1 }] }'),
    ['unknown-field spec.subsets[0].zzz: There is no field zzz here. Remove it, or use one of the fields there are: labels, name, trafficPolicy.']],
  ['fields named like parts of every JavaScript object', virtualService('{ hosts: [a], "__proto__": { x: 1 }, constructor: {}, toString: 1 }'), [
    'unknown-field spec.__proto__: There is no field __proto__ here. Remove it, or use one of the fields there are: exportTo, gateways, hosts, http, tcp, tls.',
    'unknown-field spec.constructor: There is no field constructor here. Remove it, or use one of the fields there are: exportTo, gateways, hosts, http, tcp, tls.',
    'unknown-field spec.toString: There is no field toString here. Remove it, or use one of the fields there are: exportTo, gateways, hosts, http, tcp, tls.',
  ]],
  ['a number in quotes', virtualService('{ hosts: [a], http: [{ route: [{ destination: { host: a }, weight: "20" }] }] }'),
    ['invalid-type spec.http[0].route[0].weight: This must be a whole number, but it is a text, "20". Write 20 without quotes.']],
  ['a text without quotes', destinationRule('{ host: a, subsets: [{ name: v1, labels: { version: 1 } }] }'),
    ['invalid-type spec.subsets[0].labels.version: This must be a text, but it is a whole number, 1. Put it in quotes: "1".']],
  ['a truth value in quotes', virtualService('{ hosts: [a], http: [{ match: [{ ignoreUriCase: "true" }] }] }'),
    ['invalid-type spec.http[0].match[0].ignoreUriCase: This must be true or false, but it is a text, "true". Write true without quotes.']],
  ['a broken number', virtualService('{ hosts: [a], http: [{ route: [{ destination: { host: a }, weight: 0.5 }] }] }'),
    ['invalid-type spec.http[0].route[0].weight: This must be a whole number, but it is a number, 0.5. Write a whole number.']],
  ['a single item instead of a list', virtualService('{ hosts: a }'),
    ['invalid-type spec.hosts: This must be a list, but it is a text, "a". Make it a list, even of a single item.']],
  ['a list instead of an object', virtualService('[]'), ['invalid-type spec: This must be an object, but it is a list. Write an object.']],
  ['null', virtualService('{ hosts: null }'), ['invalid-type spec.hosts: This must be a list, but it is null. Give it a value, or leave the field out.']],
  ['null where null is allowed', destinationRule('{ host: a, trafficPolicy: { outlierDetection: { consecutive5xxErrors: null } } }'), []],
  ['null in place of a default', httpRoute('{ rules: [{ matches: [{ path: { type: null, value: null } }] }] }'), []],
  ['an item of a list that is null', virtualService('{ hosts: [a, null] }'), ['invalid-type spec.hosts[1]: This must be a text, but it is null. Give it a value, or leave the field out.']],
  ['a missing field', gateway('{ listeners: [{ name: a, port: 80, protocol: HTTP }] }'),
    ['missing-field spec.gatewayClassName: gatewayClassName is required here and is not set. Add gatewayClassName.']],
  ['a missing field in a list', destinationRule('{ host: a, subsets: [{ labels: { version: v1 } }] }'),
    ['missing-field spec.subsets[0].name: name is required here and is not set. Add name.']],
  ['a wrong enum', peerAuthentication('{ mtls: { mode: strict } }'),
    ['invalid-enum spec.mtls.mode: "strict" is not one of the values allowed here: UNSET, DISABLE, PERMISSIVE, STRICT. Use STRICT.']],
  ['a wrong enum that is near to none', peerAuthentication('{ mtls: { mode: whatever } }'),
    ['invalid-enum spec.mtls.mode: "whatever" is not one of the values allowed here: UNSET, DISABLE, PERMISSIVE, STRICT. Use one of UNSET, DISABLE, PERMISSIVE, STRICT.']],
  ['a number that is too large', virtualService('{ hosts: [a], http: [{ match: [{ port: 4294967296 }] }] }'),
    ['out-of-range spec.http[0].match[0].port: 4294967296 is too large: at most 4294967295 is allowed here. Write a number from 0 to 4294967295.']],
  ['a number that does not fit 32 bits', virtualService('{ hosts: [a], http: [{ route: [{ destination: { host: a }, weight: 3000000000 }] }] }'),
    ['out-of-range spec.http[0].route[0].weight: 3000000000 is too large: at most 2147483647 is allowed here. Write a number from -2147483648 to 2147483647.']],
  ['a number that does not fit 64 bits', object('networking.istio.io/v1', 'WorkloadEntry')('{ address: 1.1.1.1, weight: 1e21 }'),
    ['out-of-range spec.weight: 1e+21 does not fit 64 bits. Write a smaller number.']],
  ['a whole number with a fraction of zero, or with an exponent', virtualService('{ hosts: [a], http: [{ route: [{ destination: { host: a }, weight: 1.0 }, { destination: { host: a }, weight: 1e1 }] }] }'), []],
  ['an empty text', gateway('{ gatewayClassName: "", listeners: [{ name: a, port: 80, protocol: HTTP }] }'),
    ['out-of-range spec.gatewayClassName: This text must not be empty. Give it a value, or leave the field out.']],
  ['a text that is too long', gateway(`{ gatewayClassName: a, listeners: [{ name: ${'a'.repeat(254)}, port: 80, protocol: HTTP }] }`),
    ['out-of-range spec.listeners[0].name: This text has 254 characters, more than the 253 that are allowed. Shorten it to at most 253 characters.']],
  ['letters of two code units count once', object('networking.istio.io/v1', 'DestinationRule')('{ host: a, subsets: [{ name: v1, labels: { version: 😀 } }] }'), []],
  ['an empty list', serviceEntry('{ hosts: [] }'), ['out-of-range spec.hosts: This list must not be empty. Add at least 1 item, or leave the field out.']],
  ['a list that is too long', gateway(`{ gatewayClassName: a, listeners: [${Array.from({ length: 65 }, (_, i) => `{ name: l${i}, port: ${i + 1}, protocol: HTTP }`).join(', ')}] }`),
    ['out-of-range spec.listeners: This list has 65 items, more than the 64 that are allowed. Keep at most 64 items.']],
  ['a pattern', gateway('{ gatewayClassName: a, listeners: [{ name: Web, port: 80, protocol: HTTP }] }'),
    ['pattern-mismatch spec.listeners[0].name: "Web" is not a DNS name in lower case, such as a.example.com. Write it in lower case: web.']],
  ['a format', virtualService('{ hosts: [a], http: [{ directResponse: { status: 200, body: { bytes: "#" } } }] }'),
    ['pattern-mismatch spec.http[0].directResponse.body.bytes: "#" is not base64 with its padding. Write base64 with its padding.']],
  ['two items with one key', gateway('{ gatewayClassName: a, listeners: [{ name: a, port: 80, protocol: HTTP }, { name: a, port: 81, protocol: HTTP }] }'),
    ['duplicate-item spec.listeners[1]: Item 0 of this list has the same name already: {"name":"a"}. Give it another name, or remove it.']],
  ['an item twice', httpRoute('{ rules: [{ filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { remove: [x, y, x] } }] }] }'),
    ['duplicate-item spec.rules[0].filters[0].requestHeaderModifier.remove[2]: "x" is in this list already, as item 0. Remove it.']],
  ['two of a oneof', virtualService('{ hosts: [a], http: [{ match: [{ uri: { exact: /, prefix: / } }] }] }'),
    ['one-of spec.http[0].match[0].uri: exact and prefix exclude each other, and both are set. Keep one of them and remove the other.']],
  ['three of a oneof', virtualService('{ hosts: [a], http: [{ match: [{ uri: { exact: /, prefix: /, regex: . } }] }] }'),
    ['one-of spec.http[0].match[0].uri: exact, prefix and regex exclude each other, and all are set. Keep one of them and remove the others.']],
  ['none of a oneof that may be empty', virtualService('{ hosts: [a], http: [{ match: [{ uri: {} }] }] }'), []],
  ['two oneofs in one message', destinationRule('{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true, httpHeaderName: a, maglev: {} } } } }'),
    ['one-of spec.trafficPolicy.loadBalancer.consistentHash: httpHeaderName and useSourceIp exclude each other, and both are set. Keep one of them and remove the other.']],
  ['a value that fits none of several shapes', gateway('{ gatewayClassName: a, addresses: [{ value: gw.example.com }], listeners: [{ name: a, port: 80, protocol: HTTP }] }'),
    ['one-of spec.addresses[0]: This fits none of the shapes that are allowed here: type is one of "IPAddress" and value is an IPv4 address or an IPv6 address; or type is not (one of "IPAddress"). Change it so that it fits.']],
  ['a bad duration', virtualService('{ hosts: [a], http: [{ timeout: "5" }] }'),
    ['cel-rule spec.http[0].timeout: "5" is no duration of at least 1ms. A duration is a number with a unit (h, m, s, ms), or several in a row. Write a duration such as 5s, 1h30m or 250ms.']],
  ['a selector beside targets', object('security.istio.io/v1', 'AuthorizationPolicy')('{ selector: {}, targetRefs: [{ kind: Service, name: a }] }'),
    ['cel-rule spec: selector, targetRef and targetRefs exclude each other. Set at most one of them.']],
  ['one mistake that two rules of the CRD tell', object('networking.istio.io/v1', 'Gateway')('{ servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a], tls: { mode: SIMPLE, credentialNames: [a], tlsCertificates: [{}] } }] }'),
    ['cel-rule spec.servers[0].tls: tlsCertificates and credentialNames exclude each other. Set at most one of them.']],
  ['a parent twice', httpRoute('{ parentRefs: [{ name: gw }, { name: gw }] }'),
    ['cel-rule spec.parentRefs: Two entries of this list name the same parent and the same section. Remove one of them, or set another sectionName.']],
  ['rules are asked only when the structure is right', virtualService('{ hosts: [a], http: [{ timeout: "5", retrys: {} }] }'),
    ['unknown-field spec.http[0].retrys: There is no field retrys here; did you mean retries? Rename it to retries.']],
  ['unknown fields of metadata', `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a, nonsense: { deep: 1 } }
spec: { hosts: [a] }`, []],
  ['free-form JSON', object('extensions.istio.io/v1alpha1', 'WasmPlugin')('{ url: oci://a/b, pluginConfig: { any: [1, null, { "x y": 1.5 }] } }'), []],
  ['a version that is not served', object('networking.istio.io/v2', 'VirtualService')('{ hosts: [a] }'),
    ['invalid-enum apiVersion: networking.istio.io serves VirtualService in versions v1, v1beta1, v1alpha3, and not in "v2". Use apiVersion networking.istio.io/v1. If the cluster has another release or channel of these CRDs, put its CustomResourceDefinition into the input: it decides then.']],
  ['a kind that does not exist', object('networking.istio.io/v1', 'VirtualServce')('{ hosts: [a] }'),
    ['invalid-enum kind: networking.istio.io has no kind "VirtualServce". Use VirtualService.']],
  ['a kind of another group', object('networking.istio.io/v1', 'PeerAuthentication')('{}'),
    ['invalid-enum apiVersion: networking.istio.io has no kind "PeerAuthentication"; security.istio.io has one. Use apiVersion security.istio.io/v1.']],
];

test.each(CASES)('%s', (_, yaml, expected) => {
  expect(told(yaml)).toEqual(expected);
});

test.each([
  ['a kind of Kubernetes', 'v1', 'Service'],
  ['a kind of another group', 'apps/v1', 'Deployment'],
  ['a kind of the Gateway API of which there are no facts', 'gateway.networking.k8s.io/v1', 'UDPRoute'],
  ['a group that is a path', '../../package/v1', 'VirtualService'],
  ['a group named like a part of every JavaScript object', '__proto__/v1', 'constructor'],
])('nothing is said of %s', (_, apiVersion, kind) => {
  expect(apiVerdict({ apiVersion, kind, metadata: { name: 'a' }, spec: { whatever: 1 } })).toBeUndefined();
});

test('an object that says nothing of itself is not judged', () => {
  expect(apiVerdict({})).toBeUndefined();
  expect(apiVerdict({ apiVersion: 1, kind: ['VirtualService'] })).toBeUndefined();
});
