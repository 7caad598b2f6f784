import { checkManifests, type CheckManifestsOptions } from '../../src/synth/check-manifests';
import { defineRule } from '../../src/validation/rule';
import { BROKEN, errorOf, fine } from './support';

const object = (spec: object, metadata: object = { name: 'a', namespace: 'shop' }, more: object = {}): object => ({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec, ...more });
const told = (objects: readonly unknown[], options?: CheckManifestsOptions): string[] =>
  checkManifests(objects, options).map(({ severity, rule, object: { kind, name }, path, index }) => `${severity} ${rule} ${kind} ${name} ${path} ${index ?? ''}`);
const SUBSET = 'spec.http[0].route[0].destination.subset';

test('a finding has everything, and the position of its object', () => {
  expect(checkManifests([object(fine('b'), { name: 'b', namespace: 'shop' }), object(BROKEN)])).toEqual([
    {
      rule: 'subset-not-found',
      upstream: ['IST0101', 'KIA1107'],
      severity: 'error',
      index: 1,
      object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'a' },
      path: SUBSET,
      message: expect.stringContaining('v9'),
      why: expect.any(String),
      fix: expect.any(String),
    },
  ]);
});

test('nothing wrong, nothing given, nothing there', () => {
  expect([told([object(fine('a'))]), told([]), told([null, undefined])]).toEqual([[], [], []]);
});

test('a List is unpacked, and paths count from it', () => {
  const list = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualServiceList', items: [object(fine('b'), { name: 'b' }), { metadata: { name: 'a' }, spec: BROKEN }] };
  expect(told([null, { apiVersion: 'v1', kind: 'List', items: [list] }])).toEqual([`error subset-not-found VirtualService a items[0].items[1].${SUBSET} 1`]);
  const circle = { apiVersion: 'v1', kind: 'List', items: [] as unknown[] };
  circle.items.push(circle);
  expect(told([circle])).toEqual([]);
});

test('what is no object is a finding', () => {
  expect(told([5, { kind: 'A' }]).map((line) => line.split(' ', 2))).toEqual([['error', 'not-an-object'], ['error', 'not-an-object']]);
});

test('an object without a namespace is in "default", or where the options say', () => {
  const bare = [object(BROKEN, { name: 'a' })];
  expect(told(bare, { declared: { subsets: [{ host: 'reviews.shop.svc.cluster.local', subsets: ['v9'] }] } })).toEqual([]);
  expect(told([object({ ...BROKEN, gateways: ['public'] }, { name: 'a' })], { declared: { gateways: ['edge/public'] }, defaultNamespace: 'edge' })).toEqual([expect.stringContaining('subset-not-found')]);
});

test('the ingress gateway of an installation is taken as there, unless the options say no', () => {
  const gateway = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'istio-system' }, spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['a.example.com'] }] } };
  expect([told([gateway], { complete: true }).length, told([gateway], { complete: true, assumeIngressGateway: false }).length]).toEqual([0, 1]);
});

test('own rules run, settings have effect', () => {
  const ours = defineRule({ id: 'ours', severity: 'info', check: (context) => context.objects.forEach((one) => context.report(one, ['kind'], 'seen')) });
  expect(told([object(BROKEN)], { rules: [ours, { rule: 'subset-not-found', severity: 'off', reason: 'later' }] })).toEqual(['info ours VirtualService a kind 0']);
});

test('ignored findings are left out; a stale ignore is a warning', () => {
  const reason = 'later';
  expect(told([object(BROKEN)], { ignore: [{ rule: 'subset-not-found', reason, kind: 'Virtual*', path: 'spec.http' }] })).toEqual([]);
  expect(told([object(BROKEN)], { ignore: [{ rule: 'subset-not-found', reason, name: 'b' }] })).toEqual([`error subset-not-found VirtualService a ${SUBSET} 0`, 'warning stale-ignore Ignore subset-not-found  ']);
});

test('what was written last is compared with', () => {
  const subsets = (...names: string[]): object => ({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'a', namespace: 'shop' }, spec: { host: 'reviews.shop.svc.cluster.local', subsets: names.map((name) => ({ name, labels: { version: name } })) } });
  const now = [subsets('v1'), object(fine('b'), { name: 'b', namespace: 'shop' })];
  const before = [{ apiVersion: 'v1', kind: 'List', items: [subsets('v1', 'v9'), object(BROKEN)] }];
  expect(told(now)).toEqual([]);
  expect(told(now, { baseline: before }).map((line) => line.split(' ', 2))).toEqual([['error', expect.stringMatching(/^subset-/)]]);
});

test('the objects stay as they were', () => {
  const given = Object.freeze([Object.freeze(object(BROKEN))]);
  const before = JSON.stringify(given);
  told(given);
  expect(JSON.stringify(given)).toBe(before);
});

test.each<[string, unknown, unknown, string]>([
  ['no list', {}, {}, 'give a list of objects'],
  ['an unknown option', [], { istoi: '1.31' }, 'there is no option "istoi"; known are istio,'],
  ['a wrong option', [], { istio: '1.2' }, 'istio must be one of'],
  ['a flag that is none', [], { assumeIngressGateway: 1 }, 'assumeIngressGateway must be true or false'],
  ['a baseline that is a folder', [], { baseline: 'dist' }, 'baseline must be a list of objects'],
  ['rules that are no list', [], { rules: {} }, 'rules must be a list'],
  ['a setting of no rule', [], { rules: [{ rule: 'subset', severity: 'off', reason: 'x' }] }, 'rules[0]: there is no rule "subset"'],
  ['ignores that are no list', [], { ignore: {} }, 'ignore must be a list'],
  ['an ignore without a reason', [], { ignore: [{ rule: 'subset-not-found' }] }, 'ignore[0]: say in "reason" why subset-not-found may stand'],
  ['an ignore with an unknown field', [], { ignore: [{ rule: 'subset-not-found', reason: 'x', file: 'a' }] }, 'ignore[0]: there is no field "file"; known are rule, reason, kind, namespace, name, path'],
  ['an ignore of no rule', [], { ignore: [{ rule: 'subset-not-fond', reason: 'x' }] }, 'ignore[0]: there is no rule "subset-not-fond"; did you mean "subset-not-found"?'],
  ['an ignore of what no API server takes', [], { ignore: [{ rule: 'unknown-field', reason: 'x' }] }, 'ignore[0]: findings of "unknown-field" cannot be left out'],
])('%s is an error of use, at the line of the caller', (_, objects, options, message) => {
  const error = errorOf(() => Reflect.apply(checkManifests, undefined, [objects, options]));
  expect(error).toBeInstanceOf(RangeError);
  expect(error.message).toContain(`checkManifests: ${message}`);
  expect(error.stack?.split('\n').find((line) => line.startsWith('    at '))).toMatch(/check-manifests\.test\.ts/);
});
