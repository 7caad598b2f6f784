import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import '../../src/jest';
import { Mesh } from '../../src/synth/mesh';
import { defineRule } from '../../src/validation/rule';
import { BROKEN, fine, messageOf, virtualService } from '../synth/support';

function tree(spec: object): { app: App; chart: Chart } {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  virtualService(chart, 'vs', spec);
  return { app, chart };
}

const manifest = (spec: object): object => ({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a', namespace: 'shop' }, spec });
const WARNED = { hosts: ['a.example.com'], http: [{ directResponse: { status: 200 } }, { directResponse: { status: 200 } }] };
const OURS = defineRule({ id: 'ours', severity: 'info', check: (context) => context.objects.forEach((object) => context.report(object, [], 'seen')) });

test('of an App, a Chart and any construct', () => {
  const [good, bad] = [tree(fine('a')), tree(BROKEN)];
  expect(good.app).toHaveNoFindings();
  expect(good.chart).toHaveNoFindings();
  expect(bad.app).not.toHaveNoFindings();
  expect(bad.app).toHaveFinding('subset-not-found');
  expect(bad.chart.node.findChild('vs')).toHaveFinding('subset-not-found', { severity: 'error', kind: 'VirtualService', namespace: 'shop', name: 'vs', path: 'spec.http[0].route[0].destination.subset', message: 'subset "v9"' });
  expect(new Construct(bad.app, 'other')).toHaveNoFindings();
});

test('of a manifest, a list of them, and what cdk8s renders', () => {
  expect(manifest(fine('a'))).toHaveNoFindings();
  expect([manifest(BROKEN)]).toHaveFinding('subset-not-found', { message: /v9/ });
  expect(Testing.synth(tree(fine('a')).chart)).toHaveNoFindings();
  expect([]).toHaveNoFindings();
  expect(manifest(BROKEN)).toHaveNoFindings({ declared: { subsets: [{ host: 'reviews.shop.svc.cluster.local', subsets: ['v9'] }] } });
  expect(manifest(fine('a'))).toHaveFinding('ours', { message: 'seen' }, { rules: [OURS] });
});

test('only findings of some severity count, where that is said', () => {
  expect(manifest(WARNED)).toHaveFinding('unreachable-route', { severity: 'warning' });
  expect(manifest(WARNED)).not.toHaveNoFindings({ atLeast: 'warning' });
  expect(manifest(WARNED)).toHaveNoFindings({ atLeast: 'error' });
  expect(tree(WARNED).app).toHaveNoFindings({ atLeast: 'error' });
});

test('own rules of a tree are known', () => {
  const { app } = tree(fine('a'));
  expect(messageOf(() => expect(app).not.toHaveFinding('ours'))).toBe('toHaveFinding: there is no rule "ours"; "cdk8s-istio rules" lists them all');
  Mesh.configure(app, { rules: [OURS] });
  expect(app).toHaveFinding('ours', { severity: 'info' });
});

describe('the message says what was found', () => {
  const SUBSET = `error subset-not-found (IST0101, KIA1107): VirtualService shop/vs, spec.http[0].route[0].destination.subset`;

  test('when there should be nothing', () => {
    expect(messageOf(() => expect(tree(BROKEN).app).toHaveNoFindings())).toMatch(new RegExp(`^expected no findings, but there is one:\n\n${SUBSET.replace(/[()[\]]/g, '\\$&')}\n    VirtualService.*\n    Why: .*\n    Fix: .*\n    at construct shop/vs$`));
    expect(messageOf(() => expect(manifest(BROKEN)).toHaveNoFindings({ atLeast: 'error' }))).toMatch(/^expected no findings that are errors, but there is one:\n\nerror subset-not-found: VirtualService shop\/a, spec\.http\[0\][^\n]*\n {4}VirtualService[^\n]*\n {4}Fix: /);
    expect(messageOf(() => expect([manifest(BROKEN), { ...manifest(BROKEN), kind: 'VirtualServices' }]).toHaveNoFindings())).toMatch(/^expected no findings, but there are \d:/);
  });

  test('when there should be something', () => {
    expect(messageOf(() => expect(manifest(fine('a'))).not.toHaveNoFindings())).toBe('expected findings, but there are none');
    expect(messageOf(() => expect(manifest(fine('a'))).toHaveFinding('subset-not-found', { path: 'spec' }))).toBe('expected a finding of subset-not-found with path "spec", but nothing was found at all');
    expect(messageOf(() => expect(manifest(BROKEN)).toHaveFinding('subset-not-found', { message: /v8/ }))).toMatch(/^expected a finding of subset-not-found with message \/v8\/, but what was found is:\n\nerror subset-not-found/);
    expect(messageOf(() => expect(manifest(BROKEN)).not.toHaveFinding('subset-not-found'))).toMatch(/^expected no finding of subset-not-found, but there is:\n\nerror subset-not-found/);
  });

  test('of many findings the first', () => {
    const many = Array.from({ length: 30 }, (_, index) => manifest({ ...BROKEN, hosts: [`a${index}.example.com`] })).map((object, index) => ({ ...object, metadata: { name: `a${index}`, namespace: 'shop' } }));
    expect(messageOf(() => expect(many).toHaveNoFindings())).toMatch(/but there are 30:[^]*\n\n\.\.\. and 10 more$/);
  });
});

/** Options that no TypeScript program can give. */
const asJavaScript = (options: object): object => options;

test.each<[string, () => void, string]>([
  ['a misspelt rule', () => expect(manifest(fine('a'))).not.toHaveFinding('subset-not-fond'), 'toHaveFinding: there is no rule "subset-not-fond"; did you mean "subset-not-found"?'],
  ['a text', () => expect('kind: VirtualService').toHaveNoFindings(), 'toHaveNoFindings: expect() takes an App, a Chart, any construct, a manifest or a list of manifests, not string'],
  ['nothing', () => expect(null).not.toHaveNoFindings(), 'toHaveNoFindings: expect() takes an App, a Chart, any construct, a manifest or a list of manifests, not null'],
  ['options for a construct', () => expect(new App()).toHaveNoFindings({ istio: '1.30' }), 'toHaveNoFindings: options are for manifests; for constructs say istio in Mesh.configure'],
  ['a severity that is none', () => expect([]).toHaveNoFindings(asJavaScript({ atLeast: 'fatal' })), 'toHaveNoFindings: atLeast must be error, warning or info, not "fatal"'],
  ['a wrong option', () => expect([]).toHaveNoFindings(asJavaScript({ istoi: '1' })), 'checkManifests: there is no option "istoi"'],
])('%s fails the test, with .not too', (_, use, message) => {
  expect(messageOf(use)).toContain(message);
});
