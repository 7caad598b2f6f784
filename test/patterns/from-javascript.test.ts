import { App, Chart } from 'cdk8s';
import { HttpMatch } from '../../src/constructs/http-match';
import { Identity } from '../../src/constructs/identity';
import { MeshService } from '../../src/constructs/mesh-service';
import { CanaryRelease } from '../../src/patterns/canary-release';
import { MtlsException } from '../../src/patterns/strict-mtls/exception';
import { StrictMtlsMesh } from '../../src/patterns/strict-mtls-mesh';
import { ZeroTrustNamespace } from '../../src/patterns/zero-trust-namespace';
import { errorOf } from '../synth/support';

/** What a program says that no compiler has read. */
type Loose = (...args: readonly unknown[]) => unknown;
const loose = (target: object, method: string): Loose => (...args) => Reflect.apply(Reflect.get(target, method), target, args);
const make = (construct: new (...args: never[]) => unknown): Loose => (...args) => Reflect.construct(construct, args);

const REVIEWS = { name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }], selector: { app: 'reviews' } };
const reviews = MeshService.of(REVIEWS, { versions: { v1: { version: 'v1' }, v2: { version: 'v2' } } });
const chart = (): Chart => new Chart(new App(), 'shop', { namespace: 'shop' });
const zone = (): ZeroTrustNamespace => new ZeroTrustNamespace(chart(), 'zero');
const account = Identity.of({ namespace: 'shop', serviceAccount: 'a' });

test.each<[string, () => unknown, string]>([
  ['CanaryRelease without props', () => make(CanaryRelease)(chart(), 'c'), 'CanaryRelease: give { service, stable, canary, percent }, not undefined'],
  ['CanaryRelease without a service', () => make(CanaryRelease)(chart(), 'c', {}), 'CanaryRelease: give in "service" the service: what MeshService.of returns, not undefined'],
  ['CanaryRelease of a description', () => make(CanaryRelease)(chart(), 'c', { service: REVIEWS, stable: 'v1' }), 'CanaryRelease: give in "service" the service: what MeshService.of returns, not another object'],
  ['allow of nothing', () => loose(zone(), 'allow')(), 'allow: give { from, to }, not undefined'],
  ['allow to nothing', () => loose(zone(), 'allow')({ from: account }), 'allow: give in "to" a service of the namespace: what MeshService.of returns, not undefined'],
  ['allow from nobody', () => loose(zone(), 'allow')({ to: reviews }), 'allow: give in "from" who may call: an Identity, a service with one, or a list of them, not undefined'],
  ['allow to a name', () => loose(zone(), 'allow')({ from: account, to: 'reviews' }), 'allow: give in "to" a service of the namespace: what MeshService.of returns, not "reviews"'],
  ['allowGateway of nothing', () => loose(zone(), 'allowGateway')(), 'allowGateway: give { from, to }, not undefined'],
  ['allowScraper of nothing', () => loose(zone(), 'allowScraper')(null), 'allowScraper: give { from, to, ports }, not null'],
  ['allowPlaintext of nothing', () => loose(zone(), 'allowPlaintext')(), 'allowPlaintext: give { name, to, ports }, not undefined'],
  ['allowPlaintext without a name', () => loose(zone(), 'allowPlaintext')({ to: reviews }), 'allowPlaintext: give in "name" what comes in, not undefined'],
  ['grantAccess of nothing', () => loose(reviews, 'grantAccess')(chart()), 'grantAccess: give { from }, not undefined'],
  ['grantAccess from nobody', () => loose(reviews, 'grantAccess')(chart(), {}), 'grantAccess: give in "from" who may call: an Identity, a service with one, or a list of them, not undefined'],
  ['subset of no name', () => loose(reviews, 'subset')(), 'MeshService: give subset the name of a version, not undefined'],
  ['onPort of nothing', () => loose(reviews.destination(), 'onPort')(), 'undefined is not a port: give a whole number from 1 to 65535'],
  ['an exception of no workload', () => loose(MtlsException, 'workload')(), 'MtlsException.workload: give a MeshService or { namespace, labels }, not undefined'],
  ['an exception without labels', () => loose(MtlsException, 'workload')({ namespace: 'shop', labels: undefined }, { reason: 'x' }), 'MtlsException.workload: give in "labels" those of the pods, not undefined'],
  ['an exception of a description', () => loose(MtlsException, 'port')(REVIEWS, 80, { reason: 'x' }), 'MtlsException.port: give { namespace, labels } or a service: what MeshService.of returns, not another object'],
  ['an exception of no service', () => loose(MtlsException, 'servicePort')(undefined, 80, { reason: 'x' }), 'MtlsException.servicePort: give first a service: what MeshService.of returns, not undefined'],
  ['an exception without a reason', () => loose(MtlsException, 'namespace')('shop'), 'MtlsException: give { reason } last, not undefined'],
  ['an identity of nothing', () => loose(Identity, 'of')(), 'Identity.of: give { namespace, serviceAccount }, not undefined'],
  ['an identity without an account', () => loose(Identity, 'of')({ namespace: 'shop' }), 'Identity.of: give in "serviceAccount" its name, or a ServiceAccount, not undefined'],
  ['an identity without a namespace', () => loose(Identity, 'of')({ serviceAccount: 'a' }), 'Identity.of: give in "namespace" its name, not undefined'],
  ['a header without a name', () => loose(HttpMatch, 'header')(), 'HttpMatch: give the name of the header, not undefined'],
  ['a cookie without a value', () => loose(HttpMatch, 'cookie')('a'), 'HttpMatch.cookie: give the value of the cookie, not undefined'],
  ['a parameter without a name', () => loose(HttpMatch, 'queryParam')(), 'HttpMatch.queryParam: give the name of the parameter, not undefined'],
  ['a path that is no text', () => loose(HttpMatch.path(), 'exact')(5), 'exact: give the text, not 5'],
  ['a prefix that is not there', () => loose(HttpMatch.path(), 'prefix')(), 'prefix: give the text, not undefined'],
  ['labels that are not there', () => loose(HttpMatch, 'sourceLabels')(), 'HttpMatch.sourceLabels: give the labels, not undefined'],
  ['a namespace that is a list', () => loose(HttpMatch, 'sourceNamespace')(['a']), 'HttpMatch.sourceNamespace: give the namespace, not a list'],
  ['and of nothing', () => loose(HttpMatch.method('GET'), 'and')(), 'and: give another match, not undefined'],
])('%s is one clear error at the line of the program', (_name, run, message) => {
  const error = errorOf(run);
  expect([error.name, error.message]).toEqual(['RangeError', message]);
  expect(error.stack?.split('\n')[1]).toContain(__filename);
});

test('StrictMtlsMesh and ZeroTrustNamespace need no props', () => {
  expect(() => [new StrictMtlsMesh(chart(), 'mtls'), zone()]).not.toThrow();
});
