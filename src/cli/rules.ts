import { oneLine } from '../report/safe-text';
import { CATALOGUE } from '../validation/rules';
import type { RuleInfo } from '../validation/rule';
import { InputError, type Io } from './io';

/**
 * Prints all rules, one a line; the rules of an upstream code (`IST0101`); or everything there is to know of one rule.
 * @throws InputError for an id that no rule has.
 */
export function runRules(id: string | undefined, io: Io): number {
  const rules = [...CATALOGUE].sort((a, b) => (a.id < b.id ? -1 : 1));
  const wanted = id === undefined ? rules : rules.filter((rule) => rule.id === id || rule.upstream.includes(id.toUpperCase()));
  const [only] = wanted;
  if (only === undefined) throw new InputError(`no rule ${oneLine(id ?? '')}; cdk8s-istio rules lists them all`);
  io.stdout.write(wanted.length === 1 ? describe(only) : list(wanted));
  return 0;
}

function list(rules: readonly RuleInfo[]): string {
  const width = Math.max(...rules.map((rule) => rule.id.length));
  return rules.map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`).join('');
}

function describe(rule: RuleInfo): string {
  return [
    `${rule.id} (${[rule.severity, ...rule.upstream].join(', ')})`,
    '',
    rule.summary,
    '',
    `Why:  ${rule.why}`,
    `Fix:  ${rule.fix}`,
    ...(rule.acknowledgeable === false ? ['', 'It cannot be acknowledged.'] : []),
    ...(rule.notes === undefined ? [] : ['', rule.notes]),
    ...(rule.baseline === undefined ? [] : ['', 'What was written last:', indent(rule.baseline)]),
    '',
    'Bad:',
    indent(rule.bad),
    '',
    'Good:',
    indent(rule.good),
    '',
  ].join('\n');
}

function indent(yaml: string): string {
  return yaml.trim().split('\n').map((line) => (line === '' ? '' : `    ${line}`)).join('\n');
}
