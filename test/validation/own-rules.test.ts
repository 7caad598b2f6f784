import { AuthorizationPolicy } from '../../imports/security';
import { VirtualService } from '../../imports/networking';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { formatPath } from '../../src/model/path';
import type { OwnRuleContext } from '../../src/validation/own-rule-context';
import { defineRule, type OwnRule } from '../../src/validation/rule';
import { readRuleSettings, type RuleEntry } from '../../src/validation/rule-settings';
import { check } from '../../src/validation/validate';
import { Service } from './own-rule-kinds';
import { documents } from './run';

const route = (name: string, http: string, more = '') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop, labels: { team: a }${more} }
spec: { hosts: [${name}.example.com], http: [${http}] }
`;
const DIRECT = '{ directResponse: { status: 200 } }';
const MESH = `${route('b', `{ match: [{ uri: { prefix: /a } }], directResponse: { status: 200 } }, { directResponse: { status: 200 }, timeout: 2s }`)}---${route('a', DIRECT)}---
apiVersion: v1
kind: Service
metadata: { name: pay, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
`;

const TIMEOUT = defineRule({
  id: 'timeout-required',
  severity: 'warning',
  why: 'A call without a timeout can wait for ever.',
  fix: 'Set a timeout.',
  check(context) {
    for (const virtualService of context.all(VirtualService)) {
      (virtualService.manifest.spec.http ?? []).forEach((http, index) => {
        if (http.timeout === undefined) context.report(virtualService, ['spec', 'http', index], `${virtualService.name} waits.`);
      });
    }
  },
});

function rule(body: (context: OwnRuleContext) => unknown, changes: Partial<OwnRule> = {}): OwnRule {
  return defineRule({ id: 'ours', severity: 'error', check: (context) => void body(context), ...changes });
}

function run(yaml: string, ...entries: readonly RuleEntry[]): readonly string[] {
  const { settings, problems } = readRuleSettings(entries);
  expect(problems).toEqual([]);
  return check(documents(yaml), { settings: DEFAULT_SETTINGS, rules: settings }).map(
    ({ severity, rule: id, object, path, message }) => `${severity} ${id} ${object.kind} ${object.name} ${formatPath(path)}: ${message}`,
  );
}

test('an own rule reports like one of ours', () => {
  const { settings } = readRuleSettings([TIMEOUT]);
  const [first, ...more] = check(documents(MESH), { settings: DEFAULT_SETTINGS, rules: settings });
  expect(first).toEqual({
    rule: 'timeout-required',
    upstream: [],
    severity: 'warning',
    input: 1,
    object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'a' },
    path: ['spec', 'http', 0],
    message: 'a waits.',
    why: 'A call without a timeout can wait for ever.',
    fix: 'Set a timeout.',
  });
  expect(more.map(({ object, path }) => [object.name, path])).toEqual([['b', ['spec', 'http', 0]]]);
});

test('a finding may differ from what its rule says', () => {
  const { settings } = readRuleSettings([rule((context) => context.all(VirtualService).forEach((object) => context.report(object, [], 'x', { severity: 'info', why: 'w', fix: 'f' })))]);
  expect(check(documents(route('a', DIRECT)), { settings: DEFAULT_SETTINGS, rules: settings })).toMatchObject([{ severity: 'info', why: 'w', fix: 'f', path: [] }]);
});

test('objects of every kind are seen, in an order of their own', () => {
  const seen: string[] = [];
  run(MESH, rule(({ objects }) => seen.push(...objects.map(({ namespace, kind, name, labels }) => `${namespace} ${kind} ${name} ${labels['team'] ?? ''}`))));
  expect(seen).toEqual(['shop Service pay ', 'shop VirtualService a a', 'shop VirtualService b a']);
});

test('a kind of another group or tool is asked for by its class', () => {
  const seen: unknown[] = [];
  run(MESH, rule((context) => seen.push(context.all(Service).map(({ name }) => name), context.all(AuthorizationPolicy))));
  expect(seen).toEqual([['pay'], []]);
});

test('an object that the API server rejects is not shown as what it is not', () => {
  const seen: string[] = [];
  const found = run(route('a', '{ directResponse: { status: "200" } }'), rule((context) => seen.push(...context.all(VirtualService).map(({ name }) => name), ...context.objects.map(({ name }) => `any ${name}`))));
  expect([seen, found]).toEqual([['any a'], [expect.stringContaining('error invalid-type')]]);
});

test('what a rule sees cannot be changed', () => {
  const inputs = documents(MESH);
  const before = JSON.stringify(inputs);
  const { settings } = readRuleSettings([
    rule((context) => {
      const [object] = context.objects;
      Reflect.set(object?.manifest ?? {}, 'kind', 'Other');
      Reflect.set((object?.manifest as { metadata: object }).metadata, 'name', 'other');
      Reflect.set(context.settings, 'complete', true);
      Reflect.apply(Array.prototype.push, context.objects, [1]);
    }),
  ]);
  const found = check(inputs, { settings: DEFAULT_SETTINGS, rules: settings });
  expect([JSON.stringify(inputs), DEFAULT_SETTINGS.complete]).toEqual([before, false]);
  expect(found).toMatchObject([{ rule: 'ours', message: expect.stringContaining('The rule ours failed: ') }]);
});

test('the order of the input does not matter', () => {
  const inputs = documents(MESH);
  const { settings } = readRuleSettings([TIMEOUT, rule((context) => context.report(context.objects[0] ?? fail(), [], 'the first'))]);
  const told = (given: readonly unknown[]) => check(given, { settings: DEFAULT_SETTINGS, rules: settings }).map(({ input: _, ...finding }) => finding);
  expect(told([...inputs].reverse())).toEqual(told(inputs));
});

function fail(): never {
  throw new Error('nothing there');
}

describe('a rule that fails is a finding with its name', () => {
  const failure = (message: string) => expect.stringMatching(new RegExp(`^error ours Rule ours : The rule ours failed: ${message}`));
  test.each<[string, (context: OwnRuleContext) => unknown, string]>([
    ['throws', () => fail(), 'nothing there \\(.*own-rules\\.test\\.ts:\\d+:\\d+\\)$'],
    ['throws a text', () => { throw 'no'; }, 'no$'],
    ['throws nothing', () => { throw undefined; }, 'undefined$'],
    ['reads what is not there', (context) => (context as unknown as { a: { b: 1 } }).a.b, 'Cannot read properties of undefined'],
    ['reports no object', (context) => Reflect.apply(context.report, context, [{}, [], 'x']), 'report\\(\\): the object must be one that the context gave out'],
    ['reports a path that is a text', (context) => Reflect.apply(context.report, context, [context.objects[0], 'spec', 'x']), 'report\\(\\): the path must be a list'],
    ['reports no message', (context) => Reflect.apply(context.report, context, [context.objects[0], [], '']), 'report\\(\\): the message must be a text'],
    ['reports a severity that is none', (context) => Reflect.apply(context.report, context, [context.objects[0], [], 'x', { severity: 'fatal' }]), 'report\\(\\): the severity must be'],
    ['asks for a kind by name', (context) => Reflect.apply(context.all, context, ['VirtualService']), 'all\\(\\) takes the class of a kind'],
  ])('one that %s', (_, body, message) => {
    const throwing = rule(() => undefined, { check: (context) => void body(context) });
    expect(run(MESH, throwing, TIMEOUT)).toEqual([failure(message), expect.stringContaining('timeout-required'), expect.stringContaining('timeout-required')]);
  });

  test('one that answers later', async () => {
    const { settings } = readRuleSettings([{ id: 'ours', severity: 'error', check: async () => fail() }]);
    expect(check([], { settings: DEFAULT_SETTINGS, rules: settings })).toMatchObject([{ message: expect.stringContaining('check() returned a promise') }]);
    await Promise.resolve();
  });

  test('what it said before stays, and no setting takes the failure out', () => {
    const half = rule((context) => {
      context.report(context.objects[0] ?? fail(), [], 'before');
      fail();
    });
    expect(run(MESH, half, { rule: 'ours', severity: 'info', reason: 'new' })).toEqual([failure('nothing there'), 'info ours Service pay : before']);
  });
});

describe('settings of rules', () => {
  const BROKEN = route('a', '{ route: [{ destination: { host: a, subset: v9 } }], timeOut: 1s }');

  test('change what the findings of a rule count as, or take them out', () => {
    expect(run(BROKEN).map((line) => line.split(' ', 2))).toEqual([['error', 'subset-not-found'], ['error', 'unknown-field']]);
    expect(run(BROKEN, { rule: 'subset-not-found', severity: 'info', reason: 'later' }).map((line) => line.split(' ', 2))).toEqual([['info', 'subset-not-found'], ['error', 'unknown-field']]);
    expect(run(BROKEN, { rule: 'subset-not-found', severity: 'off', reason: 'later' }).map((line) => line.split(' ', 2))).toEqual([['error', 'unknown-field']]);
    expect(run(MESH, TIMEOUT, { rule: 'timeout-required', severity: 'off', reason: 'later' })).toEqual([]);
  });

  test.each<[string, readonly unknown[], readonly string[]]>([
    ['an id that is not kebab-case', [rule(fail, { id: 'Ours' })], ['the id of a rule must be kebab-case, like "timeout-required", not "Ours"']],
    ['an id of ours', [rule(fail, { id: 'unreachable-route' })], ['the id "unreachable-route" is taken; give your rule another one, like "our-unreachable-route"']],
    ['an id of an API rule', [rule(fail, { id: 'unknown-field' })], ['the id "unknown-field" is taken; give your rule another one, like "our-unknown-field"']],
    ['two rules with one id', [rule(fail), rule(fail)], ['the id "ours" is taken; give your rule another one, like "our-ours"']],
    ['a severity that is none', [Object.assign(rule(fail), { severity: 'off' })], ['rule ours: severity must be error, warning or info, not "off"']],
    ['a fix that is no text', [Object.assign(rule(fail), { fix: 1 })], ['rule ours: fix must be a text']],
    ['no rule', [{ rule: 'unreachable-rout', severity: 'off', reason: 'x' }], ['there is no rule "unreachable-rout"; did you mean "unreachable-route"?']],
    ['what the API server rejects', [{ rule: 'unknown-field', severity: 'off', reason: 'x' }], ['findings of "unknown-field" cannot be left out: no API server takes such an object, whatever the reason']],
    ['no reason', [{ rule: 'unreachable-route', severity: 'off', reason: ' ' }], ['say in "reason" why unreachable-route is off']],
    ['a rule twice', [1, 2].map(() => ({ rule: 'unreachable-route', severity: 'info', reason: 'x' })), ['the severity of "unreachable-route" is set twice']],
    ['anything else', [5], ['an entry must be a rule made with defineRule, or { rule, severity, reason } with a severity of error, warning, info or off, not 5']],
  ])('%s is a problem without effect', (_, entries, messages) => {
    const { problems, settings } = readRuleSettings(entries);
    expect(problems.map(({ message }) => message)).toEqual(messages);
    expect(settings.own.length + settings.severities.size).toBe(entries.length - messages.length);
  });

  test('one rule given twice is one', () => {
    expect(run(route('a', DIRECT), TIMEOUT, TIMEOUT)).toHaveLength(1);
  });
});

test('values without end are no danger to a rule', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 100_000; level++) deep = { a: deep };
  let bomb: unknown = ['x'];
  for (let level = 0; level < 80; level++) bomb = [bomb, bomb];
  const circle: Record<string, unknown> = {};
  circle['circle'] = circle;
  const inputs = [deep, bomb, circle].map((data, index) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `c${index}`, namespace: 'shop' }, data }));
  const seen: number[] = [];
  const { settings } = readRuleSettings([rule((context) => seen.push(context.objects.length))]);
  expect(check(inputs, { settings: DEFAULT_SETTINGS, rules: settings })).toEqual([]);
  expect(seen).toEqual([3]);
});
