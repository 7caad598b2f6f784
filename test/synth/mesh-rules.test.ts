import { App, Chart } from 'cdk8s';
import { VirtualService } from '../../imports/networking';
import { Mesh } from '../../src/synth/mesh';
import { IstioValidation } from '../../src/synth/plugin';
import { defineRule } from '../../src/validation/rule';
import { BROKEN, errorOf, fine, lineOf, messageOf, stderrOf, temporaryFolder, virtualService } from './support';

const OURS = defineRule({
  id: 'timeout-required',
  severity: 'error',
  fix: 'Set a timeout.',
  check(context) {
    for (const object of context.all(VirtualService)) {
      (object.manifest.spec.http ?? []).forEach((route, index) => {
        if (route.timeout === undefined) context.report(object, ['spec', 'http', index], 'No timeout.');
      });
    }
  },
});
const FAILING = defineRule({ id: 'failing', severity: 'info', check: () => void [].reduce((before) => before) });

function tree(spec: object = fine('a')): { app: App; chart: Chart } {
  const app = new App({ outdir: temporaryFolder() });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  virtualService(chart, 'vs', spec);
  return { app, chart };
}

const found = (app: App): string[] => Mesh.findings(app).map(({ severity, rule, construct }) => `${severity} ${rule} ${construct}`);

test('an own rule stops a synth like one of ours', () => {
  const { app } = tree();
  Mesh.configure(app, { rules: [OURS] });
  expect(Mesh.findings(app)).toMatchObject([{ rule: 'timeout-required', severity: 'error', construct: 'shop/vs', path: 'spec.http[0]', why: '', fix: 'Set a timeout.' }]);
  expect(messageOf(() => app.synth())).toBe('1 error, nothing was written:\n\nerror timeout-required: VirtualService shop/vs, spec.http[0]\n    No timeout.\n    Fix: Set a timeout.\n    at construct shop/vs');
});

test('a setting makes a warning of an error, or nothing', () => {
  const [warned, off] = [tree(BROKEN), tree(BROKEN)];
  Mesh.configure(warned.app, { rules: [{ rule: 'subset-not-found', severity: 'warning', reason: 'subsets come later' }] });
  Mesh.configure(off.app, { rules: [{ rule: 'subset-not-found', severity: 'off', reason: 'subsets come later' }] });
  expect([found(warned.app), found(off.app)]).toEqual([['warning subset-not-found shop/vs'], []]);
  expect(stderrOf(() => warned.app.synth())).toContain('warning subset-not-found');
  expect(stderrOf(() => off.app.synth())).toBe('');
});

test('rules count from the moment that they are said', () => {
  const { app } = tree();
  expect(found(app)).toEqual([]);
  Mesh.configure(app, { rules: [OURS] });
  expect(found(app)).toEqual(['error timeout-required shop/vs']);
});

test('findings of own rules can be acknowledged, by their id', () => {
  const { app, chart } = tree();
  Mesh.configure(app, { rules: [OURS] });
  Mesh.acknowledge(chart, { rule: 'timeout-required', reason: 'legacy' });
  expect(found(app)).toEqual([]);
  Mesh.acknowledge(chart, { rule: 'timeout-requierd', reason: 'legacy' });
  expect(Mesh.findings(app)).toMatchObject([{ rule: 'invalid-acknowledgement', message: 'There is no rule "timeout-requierd"; did you mean "timeout-required"?' }]);
});

test('a rule that fails is an error at the line that said the rules, whatever is acknowledged', () => {
  const { app } = tree();
  Mesh.configure(app, { rules: [FAILING, OURS] }); // said here
  Mesh.acknowledge(app, { rule: 'failing', reason: 'no' });
  expect(Mesh.findings(app)).toMatchObject([
    { rule: 'failing', severity: 'error', source: { file: 'test/synth/mesh-rules.test.ts', line: lineOf(__filename, '// said here') }, message: expect.stringContaining('The rule failing failed: ') },
    { rule: 'timeout-required' },
    { rule: 'stale-acknowledgement' },
  ]);
});

test('a rule that fails belongs to every part of the tree: none was checked by it', () => {
  const { app, chart } = tree();
  Mesh.configure(app, { rules: [FAILING] });
  expect(Mesh.findings(chart).map(({ rule }) => rule)).toEqual(['failing']);
});

test.each<[string, object, string]>([
  ['no rule', { rule: 'subset-not-fond', severity: 'off', reason: 'x' }, 'rules[0] of Mesh.configure: there is no rule "subset-not-fond"; did you mean "subset-not-found"?'],
  ['what cannot be written', { rule: 'not-writable', severity: 'off', reason: 'x' }, 'rules[0] of Mesh.configure: findings of "not-writable" cannot be left out: no API server takes such an object, whatever the reason.'],
  ['a taken id', { ...OURS, id: 'service-unresolved' }, 'rules[0] of Mesh.configure: the id "service-unresolved" is taken; give your rule another one, like "our-service-unresolved".'],
])('%s is a finding at the line of the Mesh.configure', (_, entry, message) => {
  const { app } = tree();
  Reflect.apply(Mesh.configure, Mesh, [app, { rules: [entry] }]); // as JavaScript may
  expect(Mesh.findings(app)).toMatchObject([{ rule: 'invalid-rule-setting', severity: 'error', message, source: { file: 'test/synth/mesh-rules.test.ts' } }]);
});

test('a setting of what constructs say of themselves has effect', () => {
  const { app } = tree();
  Mesh.configure(app, { rules: [{ rule: 'service-unresolved', severity: 'info', reason: 'x' }] });
  expect(found(app)).toEqual([]);
});

test.each<[unknown, string]>([
  ['timeout', 'Mesh.configure: rules must be a list of rules made with defineRule and of { rule, severity, reason }'],
  [[OURS, 5], 'Mesh.configure: rules[1] must be a rule made with defineRule, or { rule, severity, reason }'],
])('rules %j are an error of use', (rules, message) => {
  const { app } = tree();
  const error = errorOf(() => Reflect.apply(Mesh.configure, Mesh, [app, { rules }]));
  expect([error instanceof RangeError, error.message]).toEqual([true, message]);
  expect(error.stack).toMatch(/\n {4}at .*mesh-rules\.test\.ts:/);
});

test('the same rules may be said twice, others may not', () => {
  const { app } = tree();
  const setting = { rule: 'subset-not-found', severity: 'info', reason: 'x' } as const;
  Mesh.configure(app, { istio: '1.30', rules: [OURS, setting] });
  Mesh.configure(app, { rules: [OURS, { ...setting }] });
  expect(messageOf(() => Mesh.configure(app, { rules: [OURS] }))).toMatch(/^Mesh\.configure was called twice for one App, with different rules:\n {2}first: .*mesh-rules\.test\.ts:\d+:\d+\n {2}second: .*mesh-rules\.test\.ts/);
});

test('the plugin of cdk8s synth heeds settings, and refuses wrong ones', async () => {
  const run = async (rules: readonly object[]): Promise<string[]> => {
    const names: string[] = [];
    const manifest = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a', namespace: 'shop' }, spec: BROKEN };
    const plugin: IstioValidation = Reflect.construct(IstioValidation, [{ rules }]);
    await plugin.validate({ manifests: ['a'], parseManifest: () => [manifest], report: { addViolation: ({ ruleName }) => names.push(ruleName), submit: () => undefined } });
    return names;
  };
  expect(await run([{ rule: 'subset-not-found', severity: 'info', reason: 'x' }])).toEqual(['subset-not-found (info)']);
  await expect(run([{ rule: 'subset', severity: 'info', reason: 'x' }])).rejects.toThrow('IstioValidation: rules[0]: there is no rule "subset"');
});
