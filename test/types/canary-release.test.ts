import { compile } from './compile';

const HEAD = `
import { Chart } from 'cdk8s';
import { CanaryRelease, HttpMatch, MeshService, networking, security } from '../../src/index';
declare const chart: Chart;
declare const gateway: networking.Gateway;
declare const tokens: security.RequestAuthentication;
const service = MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }, { versions: { v1: { version: 'v1' }, v2: { version: 'v2' } } });
const beta = HttpMatch.header('x').exact('beta');
const split = { service, stable: 'v1', canary: 'v2', percent: 20 } as const;
`;

const release = (props: string): string => `new CanaryRelease(chart, 'c', {
  ${props},
});`;
const WRONG = `Type '"v3"' is not assignable to type '"v1" | "v2"'.`;
const known = (what: string): unknown => expect.stringMatching(new RegExp(`^Object literal may only specify known properties, and '${what}' does not exist in type`));
const mismatch = (field: string): unknown => expect.stringContaining(`Types of property '${field}' are incompatible.`);
const NEW = `new CanaryRelease(chart, 'c', {`;

const CASES: Readonly<Record<string, readonly [string, readonly { line: string; message: unknown }[]]>> = {
  'every form compiles': [
    [
      `service, weights: { v1: 80, v2: 20 }, testers: { v2: [beta] }, affinity: { ttl: '1h' }, mirror: { to: 'v2', percent: 5 }`,
      `...split, testers: { v2: [beta] }, traffic: { timeout: '1s', retries: { attempts: 0 } }`,
      `...split, testers: [beta], controller: 'argo-rollouts'`,
      `service, controller: 'flagger', traffic: { upgradeToHttp2: true }, entry: { gateways: ['a/b'], hosts: ['x'] }`,
      `...split, entry: { gateways: [gateway, 'a/b'], hosts: ['x'], testers: [beta, HttpMatch.claim('group').exact('x').and(beta), beta.and(HttpMatch.claim('group').exact('x'))], tokens }`,
      `...split, entry: { gateways: ['a/b'], hosts: ['x'], testers: { v2: [HttpMatch.claim('a', 'b').regex('c')] }, tokens: { jwtRules: [{ issuer: 'x', jwks: '{}' }], namespace: 'istio-system', labels: { istio: 'x' } } }`,
    ]
      .map(release)
      .join('\n'),
    [],
  ],
  'a weight of an unknown version': [release(`service, weights: { v1: 80,\n  v3: 20 }`), [{ line: 'v3: 20 },', message: known('v3') }]],
  'testers of an unknown version': [release(`service, weights: { v1: 100 }, testers: {\n  v3: [beta] }`), [{ line: 'v3: [beta] },', message: known('v3') }]],
  'a mirror to an unknown version': [release(`...split,\n  mirror: { to: 'v3' }`), [{ line: "mirror: { to: 'v3' },", message: WRONG }]],
  'weights and a percent': [release(`service, weights: { v1: 100 },\n  percent: 20`), [{ line: 'percent: 20,', message: known('percent') }]],
  'weights and a stable version': [release(`service, weights: { v1: 100 },\n  stable: 'v1'`), [{ line: "stable: 'v1',", message: `Type '"v1"' is not assignable to type 'undefined'.` }]],
  'versions for Flagger': [release(`service, controller: 'flagger',\n  canary: 'v2'`), [{ line: "canary: 'v2',", message: known('canary') }]],
  'weights that Rollouts would move': [release(`service, controller: 'argo-rollouts', weights: { v1: 100 }`), [{ line: NEW, message: expect.any(String) }]],
  'a percent for Flagger': [release(`service, controller: 'flagger',\n  percent: 20`), [{ line: 'percent: 20,', message: `Type 'number' is not assignable to type 'undefined'.` }]],
  'a part of another constant': [`const part = { service, stable: 'v1', percent: 20 } as const;\n` + release(`...part, canary: 'v2'`) + release(`...split, canary: 'v1', stable: 'v2'`), []],
  'an unknown version beside a constant': [release(`...split,\n  canary: 'v3'`), [{ line: "canary: 'v3',", message: WRONG }]],
  'weights beside the constant of a percent': [release(`...split, weights: { v1: 100 }`), [{ line: NEW, message: mismatch('stable') }]],
  'Flagger beside the constant of a percent': [release(`...split, controller: 'flagger'`), [{ line: NEW, message: mismatch('percent') }]],
  'affinity with Rollouts': [release(`...split, controller: 'argo-rollouts', affinity: {}`), [{ line: NEW, message: expect.any(String) }]],
  'a claim in the mesh': [
    release(`...split, testers: [\n  HttpMatch.claim('group').exact('x')]`),
    [{ line: "HttpMatch.claim('group').exact('x')],", message: expect.stringContaining("but required in type 'HttpMatch'.") }],
  ],
  'a claim that nobody reads': [
    release(`...split, entry: { gateways: ['a/b'], hosts: ['x'], testers: [\n  HttpMatch.claim('group').exact('x')] }`),
    [
      {
        line: "...split, entry: { gateways: ['a/b'], hosts: ['x'], testers: [",
        message: expect.stringContaining("Property 'tokens' is missing"),
      },
    ],
  ],
  'a claim that is only there': [`HttpMatch.claim('group').present();`, [{ line: "HttpMatch.claim('group').present();", message: expect.stringContaining("Property 'present' does not exist") }]],
};

const errors = compile(Object.fromEntries(Object.entries(CASES).map(([name, [text]]) => [name, HEAD + text])));

test.each(Object.entries(CASES))('%s', (name, [, expected]) => {
  expect(errors[name]).toEqual(expected);
});
