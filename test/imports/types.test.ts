import * as path from 'node:path';
import * as ts from 'typescript';
import { compile } from '../generator/support/compile';

/** Programs that must compile, or must not: then with the text that is underlined and a part of the message. */
const CASES: readonly (readonly [name: string, program: string, error?: readonly [underlined: string, message: string]])[] = [
  ['one member of a oneof', `const m: networking.StringMatch = { exact: 'a' };`],
  ['another member of a oneof', `const m: networking.StringMatch = { regex: 'a.*' };`],
  ['no member of a oneof that allows it', `const m: networking.StringMatch = {};`],
  ['two members of a oneof', `const m: networking.StringMatch = { exact: 'a', prefix: 'b' };`, ['m', 'not assignable']],
  [
    'no member of a oneof that wants one',
    `new extensions.TrafficExtension(chart, 'x', { metadata: { name: 'x' }, spec: { phase: 'STATS' } });`,
    ['spec', 'not assignable'],
  ],
  [
    'both members of a CEL oneof',
    `const s: extensions.TrafficExtensionSpec = { lua: { inlineCode: '' }, wasm: { url: 'x' } };`,
    ['s', 'not assignable'],
  ],
  [
    'two oneofs in one message, one member each',
    `const h: networking.LoadBalancerSettingsConsistentHashLB = { useSourceIp: true, maglev: {}, minimumRingSize: 1 };`,
  ],
  [
    'two oneofs in one message, two members of the second',
    `const h: networking.LoadBalancerSettingsConsistentHashLB = { useSourceIp: true, maglev: {}, ringHash: {} };`,
    ['h', 'not assignable'],
  ],
  ['fields beside a oneof', `const r: networking.HTTPRedirect = { uri: '/new', derivePort: 'FROM_REQUEST_PORT' };`],
  ['an unknown field beside a oneof', `const r: networking.HTTPRedirect = { uri: '/new', prot: 80 };`, ['prot', `'prot' does not exist`]],
  ['overlapping CEL oneofs, both allowed', `const t: networking.ServerTLSSettings = { credentialName: 'a', tlsCertificates: [{}] };`],
  [
    'overlapping CEL oneofs, one not allowed',
    `const t: networking.ServerTLSSettings = { credentialName: 'a', credentialNames: ['b'] };`,
    ['t', 'not assignable'],
  ],
  [
    'a discriminated union',
    `const f: gatewayApi.HTTPRouteFilter = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'a' } } };`,
  ],
  [
    'the wrong field for the discriminator',
    `const f: gatewayApi.HTTPRouteFilter = { type: 'RequestMirror', urlRewrite: {} };`,
    ['f', 'not assignable'],
  ],
  [
    'no field for the discriminator',
    `const f: gatewayApi.HTTPRouteFilter = { type: 'RequestMirror' };`,
    ['f', `'requestMirror' is missing`],
  ],

  ['a value of an enum', `const m: security.PeerAuthenticationMutualTLS = { mode: 'STRICT' };`],
  ['no value of an enum', `const m: security.PeerAuthenticationMutualTLS = { mode: 'STRIKT' };`, ['mode', `Did you mean '"STRICT"'`]],
  ['a required field', `const d: networking.DestinationRuleSpec = {};`, ['d', `'host' is missing`]],
  [
    'a field that does not exist',
    `new networking.VirtualService(chart, 'x', { metadata: { name: 'x' }, spec: { hosts: ['a'], htpp: [] } });`,
    ['htpp', `'htpp' does not exist`],
  ],
  [
    'a number where a text belongs',
    `const d: networking.DestinationRuleSpec = { host: 80 };`,
    ['host', `'number' is not assignable to type 'string'`],
  ],

  [
    'two members of a oneof, deep inside',
    `const s: networking.VirtualServiceSpec = { http: [{ match: [{ uri: { exact: '/a', prefix: '/b' } }] }] };`,
    ['prefix', 'not assignable'],
  ],
  ['a duration as text', `const r: networking.HTTPRoute = { timeout: '1.5s' };`],
  ['a cdk8s Duration', `const r: networking.HTTPRoute = { timeout: Duration.seconds(5) };`],
  ['a computed duration', `declare const text: string; const r: networking.HTTPRoute = { timeout: duration(text) };`],
  ['a text that is no duration', `const r: networking.HTTPRoute = { timeout: '5 seconds' };`, ['timeout', 'not assignable']],
  ['a computed text', `declare const text: string; const r: networking.HTTPRoute = { timeout: text };`, ['timeout', 'not assignable']],
  ['a number for a duration', `const r: networking.HTTPRoute = { timeout: 5 };`, ['timeout', 'not assignable']],
  ['a duration of the Gateway API', `const t: gatewayApi.HTTPRouteTimeouts = { request: Duration.minutes(1), backendRequest: '10s' };`],

  ['free-form JSON', `const w: extensions.WasmPluginSpec = { url: 'x', pluginConfig: { a: [1, { b: null }] } };`],
  ['no JSON', `const w: extensions.WasmPluginSpec = { url: 'x', pluginConfig: { a: () => 1 } };`, ['() => 1', 'not assignable']],
  ['labels', `const s: security.WorkloadSelector = { matchLabels: { app: 'a' } };`],
  ['labels that are no texts', `const s: security.WorkloadSelector = { matchLabels: { app: 1 } };`, ['app', 'not assignable']],
  ['readonly lists', `const hosts = ['a', 'b'] as const; const v: networking.VirtualServiceSpec = { hosts };`],
  ['lists stay as they are', `declare const v: networking.VirtualServiceSpec; v.hosts?.push('x');`, ['push', `'push' does not exist`]],
  ['fields stay as they are', `declare const v: networking.VirtualServiceSpec; v.hosts = [];`, ['hosts', 'read-only']],
  [
    'the same message wherever it stands',
    `declare const p: networking.TrafficPolicy; const d: networking.DestinationRuleSpec = { host: 'a', trafficPolicy: p, subsets: [{ name: 's', trafficPolicy: p }] };`,
  ],
  [
    'a WorkloadEntry in a ServiceEntry and in a WorkloadGroup',
    `declare const w: networking.WorkloadEntrySpec; const s: networking.ServiceEntrySpec = { hosts: [], endpoints: [w] }; const g: networking.WorkloadGroupSpec = { template: w };`,
  ],
  [
    'both HTTPRoutes',
    `const a: networking.HTTPRoute = { name: 'a' }; new gatewayApi.HTTPRoute(chart, 'b', { metadata: { name: 'b' }, spec: { parentRefs: [{ name: 'gw' }] } });`,
  ],
  ['a construct without spec', `new networking.VirtualService(chart, 'x', { metadata: { name: 'x' } });`, [`{ metadata: { name: 'x' } }`, `'spec' is missing`]],
  ['a construct without metadata', `new networking.VirtualService(chart, 'x', { spec: {} });`, ['{ spec: {} }', `'metadata' is missing`]],
  ['a construct without a name', `new networking.VirtualService(chart, 'x', { metadata: { labels: {} }, spec: {} });`, ['metadata', `'name' is missing`]],
  ['a manifest without a name', `networking.VirtualService.manifest({ metadata: {}, spec: {} });`, ['metadata', `'name' is missing`]],
  ['metadata of cdk8s', `new networking.VirtualService(chart, 'x', { metadata: { name: 'a', annotations: { b: 'c' } }, spec: {} });`],
  ['a construct is an ApiObject', `const o: ApiObject = new telemetry.Telemetry(chart, 'x', { metadata: { name: 'x' }, spec: {} }); o.addDependency(chart);`],
  ['a subclass', `class Mine extends networking.Gateway { constructor() { super(chart, 'x', { metadata: { name: 'x' }, spec: { servers: [] } }); } }`],
  ['its group, version and kind', `const g: { apiVersion: string; kind: string } = networking.Gateway.GVK;`],
];

const HEADER = `import { ApiObject, Chart, Duration } from 'cdk8s';
import { duration } from '../../src/l1/duration';
import * as extensions from '../../imports/extensions';
import * as gatewayApi from '../../imports/gateway-api';
import * as networking from '../../imports/networking';
import * as security from '../../imports/security';
import * as telemetry from '../../imports/telemetry';
declare const chart: Chart;
`;

const diagnostics = compile(
  Object.fromEntries(CASES.map(([, program], at) => [path.join(__dirname, `program-${at}.ts`), HEADER + program])),
);

test.each(
  CASES.map(([name, program, error], at) => ({ name, program, error, found: diagnostics[path.join(__dirname, `program-${at}.ts`)] ?? [] })),
)('$name', ({ error, found }) => {
  const [first] = found;
  const message = ts.flattenDiagnosticMessageText(first?.messageText, '\n');
  if (error === undefined) return expect(message).toBe('');
  expect(first?.file?.text.substr(first.start ?? 0, first.length)).toBe(error[0]);
  expect(message).toContain(error[1]);
});
