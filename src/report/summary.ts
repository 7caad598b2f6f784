import type { Severity } from '../model/finding';
import type { CheckResult } from './result';

/** One sentence of sums: `2 errors, 1 warning in 40 objects.` `style` may mark the count of a severity. */
export function summary(result: CheckResult, style: (text: string, severity: Severity) => string = (text) => text): string {
  const { unread = 0, ignored = 0 } = result;
  const scope = [
    `${result.objects} ${result.objects === 1 ? 'object' : 'objects'}`,
    ...(ignored === 0 ? [] : [`${ignored} ignored`]),
    ...(unread === 0 ? [] : [`${unread} ${unread === 1 ? 'problem' : 'problems'} in reading the input`]),
  ].join('; ');
  if (result.findings.length === 0) return `No findings in ${scope}.`;
  const counts = (['error', 'warning', 'info'] as const).map((severity) => [severity, result.findings.filter((finding) => finding.severity === severity).length] as const);
  return `${counts.filter(([, count]) => count > 0).map(([severity, count]) => style(plural(severity, count), severity)).join(', ')} in ${scope}.`;
}

function plural(severity: Severity, count: number): string {
  return severity === 'info' ? `${count} info` : `${count} ${severity}${count === 1 ? '' : 's'}`;
}
