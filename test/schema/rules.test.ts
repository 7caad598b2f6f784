import { formatPath } from '../../src/model/path';
import { Rules } from '../../src/schema/rules';
import type { CelRule } from '../../src/schema/facts';
import type { Run } from '../../src/schema/violation';

function told(rule: CelRule, self: unknown): string[] {
  const run: Run = { violations: [], path: ['spec'], untold: 0, names: { placesOf: () => [] } };
  Rules.of([rule])?.run(self, run);
  return run.violations.map(({ path, message, fix }) => `${formatPath(path)}: ${message} ${fix}`);
}

test.each<readonly [string, CelRule, unknown, readonly string[]]>([
  ['a rule without words is shown', { rule: 'self.x ==\n  1' }, { x: 2 }, ['spec: This breaks a rule of the API: self.x == 1. Change it so that the rule holds.']],
  ['and so is why it could not be evaluated', { rule: 'self.x == 1' }, {}, ['spec: This breaks a rule of the API: self.x == 1. It could not be evaluated: there is no x. Change it so that the rule holds.']],
  ['a rule that holds', { rule: 'self.x == 1' }, { x: 1 }, []],
  ['a rule names the field it is about', { rule: 'self.x == 1', fieldPath: ".x['a.b'].c" }, { x: 2 }, ['spec.x["a.b"].c: This breaks a rule of the API: self.x == 1. Change it so that the rule holds.']],
  ['a rule about a change does not run when an object is made', { rule: 'self == oldSelf' }, 1, []],
  ['rules say nothing of null', { rule: 'self == 1' }, null, []],
])('%s', (_, rule, self, expected) => {
  expect(told(rule, self)).toEqual(expected);
});

test('schemas without rules are not walked', () => {
  expect(Rules.of([], { fields: new Map(), items: undefined })).toBeUndefined();
});
