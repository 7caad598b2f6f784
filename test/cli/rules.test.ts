import { CATALOGUE } from '../../src/validation/rules';
import { command } from './harness';

test('all rules are listed in the order of their ids', async () => {
  const { code, stdout, stderr } = await command(['rules']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n').map((line) => line.split(' ')[0])).toEqual(CATALOGUE.map(({ id }) => id).sort());
});

test.each(CATALOGUE.map(({ id }) => id))('rules %s says everything there is to know', async (id) => {
  const rule = CATALOGUE.find((candidate) => candidate.id === id);
  const { code, stdout } = await command(['rules', id]);
  expect(code).toBe(0);
  for (const text of [rule?.summary, rule?.why, rule?.fix, 'Bad:', 'Good:']) expect(stdout).toContain(text);
});

test('an upstream code gives its rules, in any case of letters', async () => {
  const { stdout } = await command(['rules', 'ist0101']);
  expect(stdout).toContain('subset-not-found');
  expect(stdout).toContain('host-not-found');
});

test('an unknown id is one line and code 2', async () => {
  expect(await command(['rules', 'no-such\u001b[31m'])).toEqual({ code: 2, stdout: '', stderr: 'cdk8s-istio: no rule no-such\\u001b[31m; cdk8s-istio rules lists them all\n' });
});
