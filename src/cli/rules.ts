import { oneLine } from '../report/safe-text';
import { RULES } from '../validation/rules';
import type { RuleInfo } from '../validation/rule';
import { InputError, type Io } from './io';

/**
 * Prints all rules, one a line, or everything there is to know of one.
 * @throws InputError for an id that no rule has.
 */
export function runRules(id: string | undefined, io: Io): number {
  const rules = [...RULES].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (id === undefined) {
    const width = Math.max(...rules.map((rule) => rule.id.length));
    for (const rule of rules) io.stdout.write(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`);
    return 0;
  }
  const rule = rules.find((candidate) => candidate.id === id) ?? rules.find((candidate) => candidate.upstream.includes(id.toUpperCase()));
  if (rule === undefined) throw new InputError(`no rule ${oneLine(id)}; cdk8s-istio rules lists them all`);
  io.stdout.write(describe(rule));
  return 0;
}

function describe(rule: RuleInfo): string {
  return [
    `${rule.id} (${[rule.severity, ...rule.upstream].join(', ')})`,
    '',
    rule.summary,
    '',
    `Why:  ${rule.why}`,
    `Fix:  ${rule.fix}`,
    ...(rule.notes === undefined ? [] : ['', rule.notes]),
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
