import { readFileSync } from 'node:fs';
import { App, ApiObject, Chart } from 'cdk8s';
import { Gateway } from '../../imports/gateway-api';
import { ServiceEntry } from '../../imports/networking';
import { AuthorizationPolicy } from '../../imports/security';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { Identity } from '../../src/constructs/identity';
import { MeshService } from '../../src/constructs/mesh-service';
import { ZeroTrustNamespace, type AllowOptions } from '../../src/patterns/zero-trust-namespace';
import { CheckError } from '../../src/synth/check-error';
import { IstioApp } from '../../src/synth/istio-app';
import { lineOf, manifests, problems } from '../constructs/tree';
import { errorOf, filesIn, stderrOf, temporaryFolder } from '../synth/support';
import { db, prometheus, shop, shopService } from './zero-trust';

const SOURCE = readFileSync(__filename, 'utf8');
const reviews = shopService('reviews');
const productpage = shopService('productpage');
const from = productpage;
const unselected = MeshService.of({ name: 'bare', namespace: 'shop', ports: [{ name: 'http', port: 80 }] });

describe('an edge that is certainly wrong is refused at its line', () => {
  test.each<[Partial<AllowOptions>, string]>([
    [{ from: [] }, 'from is an empty list, so the edge is for nobody'],
    [{ from: Identity.of({ namespace: 'web', serviceAccount: '*' }) }, 'from web/* has a "*", and an edge has one caller: name each'],
    [{ from: JSON.parse('{}') as never }, 'from has no identity: give the service its serviceAccount, or Identity.of(...)'],
    [{ methods: [] }, 'methods is an empty list: leave it out to allow all, or the edge to allow nothing'],
    [{ methods: ['get'] }, 'method "get" is compared letter by letter: write "GET"'],
    [{ paths: ['reviews'] }, 'path "reviews" matches nothing: every path begins with "/"'],
    [{ paths: ['/a?b=c'] }, 'path "/a?b=c" has a query, and a path is compared without it'],
    [{ paths: ['/a/*/b'] }, 'path "/a/*/b" has a "*" that would stand for itself: only one is read, at the beginning or at the end; for a part use {*} or {**}'],
    [{ paths: ['/a/{x}'] }, 'path "/a/{x}" has a brace that is no template: a whole segment is {*} or {**}'],
    [{ paths: ['/{**}/a/{*}'] }, 'path "/{**}/a/{*}" has a template after {**}, which must be the last one'],
    [{ paths: ['/a*/{*}'] }, 'path "/a*/{*}" has the part "a*", which cannot stand beside a template'],
    [{ paths: ['/a//{*}'] }, 'path "/a//{*}" has the part "", which cannot stand beside a template'],
    [{ ports: [0] }, 'port 0 is not a port: give a whole number from 1 to 65535'],
    [{ when: [{ key: 'source.labels', values: ['a'] }] }, 'condition "source.labels" is no attribute of a request that Istio knows'],
    [{ when: [{ key: 'source.ip' }] }, 'condition {"key":"source.ip"} has no values, or an empty one'],
    [{ token: { issuer: '' } }, 'token without an issuer: a token is trusted because of who issued it'],
    [{ token: { issuer: 'https://a/*' } }, 'issuer "https://a/*" must be one issuer, without "*"'],
    [{ token: { issuer: 'me' } }, 'issuer "me" is no https URL at which its keys could be found: give jwksUri or jwks'],
    [{ token: { issuer: 'me', jwksUri: 'ftp://a' } }, 'jwksUri "ftp://a" is no http or https URL'],
    [{ token: { issuer: 'me', jwks: '{' } }, 'jwks is no JSON text of a key set'],
    [{ token: { issuer: 'me', jwks: '{}', jwksUri: 'https://a' } }, 'token has both jwks and jwksUri: the keys come from one place'],
    [{ token: { issuer: 'https://a', claims: { 'a[': 'x' } } }, 'claim "a[" is no name: write groups, or realm_access[roles] for one inside another'],
    [{ token: { issuer: 'https://a', claims: { a: [] } } }, 'claim "a" has no value that a token could have'],
    [{ to: MeshService.of({ name: 'x', namespace: 'web', ports: [] }) }, 'service x is in namespace web, and this is the ZeroTrustNamespace of shop: declare the edge there, or with grantAccess of the service'],
  ])('%j', (options, message) => {
    const { app, chart } = shop();
    const zt = new ZeroTrustNamespace(chart, 'zt');
    const before = app.node.findAll().length;
    const error = errorOf(() => zt.allow({ from, to: reviews, ...options })); // the line
    expect([error.message, error.stack?.split('\n').find((line) => line.includes('    at '))]).toEqual([`allow: ${message}`, expect.stringContaining(`zero-trust-findings.test.ts:${lineOf(SOURCE, '// the line')}`)]);
    expect(app.node.findAll()).toHaveLength(before);
  });

  test('the other ways in', () => {
    const { chart } = shop();
    const zt = new ZeroTrustNamespace(chart, 'zt');
    expect(() => reviews.grantAccess(chart, { from: [] })).toThrow('grantAccess: from is an empty list');
    expect(() => zt.allowPlaintext({ name: ' ', to: reviews, ports: [80], paths: ['/a'] })).toThrow('allowPlaintext: name is empty');
    expect(() => zt.allowPlaintext({ name: 'x', to: reviews, ports: [80] })).toThrow('allowPlaintext: paths are missing');
    expect(() => zt.allowPlaintext({ name: 'x', to: reviews, ports: [80], paths: ['/a'], ipBlocks: ['all'] })).toThrow('allowPlaintext: ipBlock "all" is no address');
    expect(() => zt.allowScraper({ from: prometheus, to: reviews, ports: [] })).toThrow('allowScraper: ports is an empty list');
    expect(() => zt.waypoint).toThrow('ZeroTrustNamespace shop/zt has no waypoint: its data plane is sidecar, and it has sidecar');
    expect(() => new ZeroTrustNamespace(chart, 'w', { namespace: 'other', waypoint: { name: 'w' } })).toThrow('waypoint is for ambient');
    expect(() => new ZeroTrustNamespace(new Chart(new App(), 'c'), 'zt')).toThrow('which namespace is meant is not said');
  });
});

test('two for one namespace: both lines are named, and the second makes nothing', () => {
  const { app, chart } = shop();
  new ZeroTrustNamespace(chart, 'first');
  const before = app.node.findAll().length;
  const { message } = errorOf(() => new ZeroTrustNamespace(new Chart(app, 'again', { namespace: 'shop' }), 'second'));
  const file = 'test/patterns/zero-trust-findings.test.ts';
  expect(message).toBe(
    `ZeroTrustNamespace: namespace shop has two\n  first:  ${file}:${lineOf(SOURCE, "'first'")}:3\n  second: ${file}:${lineOf(SOURCE, "'second'")}:37\n` +
      'A namespace has one Sidecar for all its workloads: declare all edges with the first.',
  );
  expect(app.node.findAll()).toHaveLength(before + 1);
});

/** The rule, path and message of all problems, which stand at the line with the comment `// here` of the test. */
function found(app: App, marker: string): unknown {
  return problems(app).map(({ rule, path, message, source }) => [rule, path.join('.'), message, source?.line === lineOf(SOURCE, marker)]);
}

test('an edge to a service whose selector is unknown, or told in two ways, allows nobody', () => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  zt.allow({ from, to: unselected }); // unknown selector
  expect(found(app, '// unknown selector')).toEqual([['edge-selector-unknown', 'spec.selector', 'An edge leads to service shop/bare, whose selector is unknown.', true]]);
  expect(manifests(app)['AuthorizationPolicy shop/bare-from-productpage']).toMatchObject({ spec: { selector: { matchLabels: {} }, rules: [] } });
  zt.allow({ from, to: MeshService.of({ name: 'bare', namespace: 'shop', ports: [{ name: 'http', port: 80 }], selector: { app: 'bare' } }) });
  expect(problems(app)).toEqual([]);
  zt.allow({ from, to: MeshService.of({ name: 'bare', namespace: 'shop', ports: [], selector: { app: 'b' } }) });
  expect(problems(app).map(({ message }) => message)).toEqual(Array(3).fill('An edge leads to service shop/bare, whose selector is told in several ways: app=b and app=bare.'));
});

test.each<[string, AllowOptions, string]>([
  ['HTTP of a TCP service', { from, to: db, methods: ['GET'], paths: ['/'] }, 'An edge to shop/db asks for methods and paths, and no port of the service speaks HTTP.'],
  ['a token of a TCP service', { from, to: db, token: { issuer: 'https://a.example' } }, 'An edge to shop/db asks for a token, and no port of the service speaks HTTP.'],
  [
    'HTTP of a TCP port',
    { from, to: MeshService.of({ name: 'm', namespace: 'shop', ports: [{ name: 'http', port: 80 }, { name: 'tcp', port: 90 }], selector: { app: 'm' } }), ports: [80, 90], when: [{ key: 'request.headers[a]', values: ['b'] }] },
    'An edge to shop/m asks for the condition on request.headers[a] on port 90, which does not speak HTTP.',
  ],
  ['a port of the Service', { from, to: reviews, ports: [80] }, 'An edge to shop/reviews is for port 80, which is a port of the Service; its containers listen on 9080.'],
])('what nobody could carry out: %s', (_what, options, message) => {
  const { app, chart } = shop();
  new ZeroTrustNamespace(chart, 'zt').allow(options); // not enforced
  expect(found(app, '// not enforced')).toEqual([['edge-not-enforced', 'spec.rules', message, true]]);
});

test('a ServiceEntry has no pods to be closed, and is not taken for the Service of its name', () => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  const entry = new ServiceEntry(chart, 'entry', { metadata: { name: 'reviews' }, spec: { hosts: ['reviews.example.com'], ports: [{ number: 80, name: 'http' }], resolution: 'DNS' } });
  zt.allow({ from, to: reviews });
  zt.allow({ from, to: MeshService.of(entry) });
  expect(problems(app).map(({ message }) => message)).toEqual(['An edge leads to service shop/reviews, whose selector is unknown.']);
  expect(zt.policies.map(({ name }) => name)).toEqual(['reviews-from-productpage', 'reviews.serviceentry-from-productpage']);
});

test('an edge into a namespace without a ZeroTrustNamespace', () => {
  const { app, chart } = shop();
  const grant = reviews.grantAccess(chart, { from }); // nobody writes it
  expect(found(app, '// nobody writes it')).toEqual([['edge-not-written', '', 'The edge to Service shop/reviews is written nowhere: namespace shop has no ZeroTrustNamespace.', true]]);
  expect(() => grant.policy).toThrow('this grant has no policy yet');
  new ZeroTrustNamespace(chart, 'zt');
  expect([problems(app), grant.policy.name]).toEqual([[], 'reviews-from-productpage']);
});

test('an edge that came before its namespace was known', () => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  new ZeroTrustNamespace(new Chart(app, 'shop', { namespace: 'shop' }), 'zt');
  const service = new ApiObject(chart, 'late', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'late' }, spec: { selector: { app: 'late' }, ports: [{ port: 80 }] } });
  MeshService.of(service).grantAccess(chart, { from }); // too early
  configureMesh(app, { defaultNamespace: 'shop' });
  expect(found(app, '// too early')).toEqual([['edge-not-written', '', 'The edge to Service shop/late was declared before it was known that the service is in namespace shop.', true]]);
});

test('tokens of one issuer that are read in two ways: both lines', () => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  zt.allow({ from, to: reviews, token: { issuer: 'https://a.example', jwksUri: 'https://a.example/one' } }); // one set of keys
  reviews.grantAccess(chart, { from: prometheus, token: { issuer: 'https://a.example', jwksUri: 'https://a.example/two' } }); // another one
  const file = 'test/patterns/zero-trust-findings.test.ts';
  expect(found(app, '// another one')).toEqual([
    [
      'edge-tokens-disagree',
      'spec.jwtRules',
      `Two edges to shop/reviews read the tokens of https://a.example differently: ${file}:${lineOf(SOURCE, '// one set of keys')} and ${file}:${lineOf(SOURCE, '// another one')}.`,
      true,
    ],
  ]);
});

test('a data plane that is told too late', () => {
  const { app, chart } = shop();
  new ZeroTrustNamespace(chart, 'zt');
  new ZeroTrustNamespace(chart, 'told', { namespace: 'other', dataPlane: 'sidecar' });
  configureMesh(app, { dataPlane: 'ambient' });
  expect(problems(app)).toMatchObject([{ rule: 'data-plane-configured-late', object: { name: 'shop/zt' } }]);
});

test('the root namespace is not one to close: its policies are for the whole mesh', () => {
  const { app, chart } = shop();
  new ZeroTrustNamespace(chart, 'zt', { namespace: 'istio-system' });
  expect(problems(app)).toMatchObject([{ rule: 'root-namespace-closed', severity: 'error' }]);
});

test('a gateway of the namespace is closed too, unless a policy is for it', () => {
  const { app, chart } = shop();
  new ZeroTrustNamespace(chart, 'zt');
  new Gateway(chart, 'entry', { metadata: { name: 'entry' }, spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } });
  new Gateway(chart, 'other', { metadata: { name: 'other', namespace: 'edge' }, spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } });
  expect(problems(app)).toMatchObject([{ rule: 'gateway-closed', severity: 'warning', message: 'ZeroTrustNamespace shop/zt closes Gateway shop/entry, which runs in the namespace.' }]);
  new AuthorizationPolicy(chart, 'open', { metadata: { name: 'entry' }, spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'entry' }], rules: [{}] } });
  expect(problems(app)).toEqual([]);
});

test('with an error nothing is written', () => {
  const outdir = temporaryFolder();
  const app = new IstioApp({ name: 'bad', outdir });
  new ZeroTrustNamespace(new Chart(app, 'shop', { namespace: 'shop' }), 'zt').allow({ from, to: unselected }); // for nobody
  let error = new Error('nothing was thrown');
  stderrOf(() => { error = errorOf(() => app.synth()); });
  expect(error).toBeInstanceOf(CheckError);
  expect(error.message).toContain(`zero-trust-findings.test.ts:${lineOf(SOURCE, '// for nobody')}:`);
  expect(filesIn(outdir)).toEqual({});
});
