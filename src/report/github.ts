import { formatObject, type Finding, type Severity } from '../model/finding';
import type { CheckResult, Report } from './result';
import { oneLine } from './safe-text';
import { summary } from './summary';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

export interface GithubOptions {
  /** The path of a file from the root of the repository: annotations find their file by it. */
  readonly path: (file: string) => string;
}

/**
 * The report for the log of a GitHub workflow: one command a finding, which GitHub shows at its line; then one line of sums.
 * Reference: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function* formatGithub(result: CheckResult, options: GithubOptions): Report {
  for (const finding of result.findings) yield `${annotation(finding, options)}\n`;
  yield `${summary(result)}\n`;
}

function annotation(finding: Finding, { path }: GithubOptions): string {
  const { source, rule, upstream } = finding;
  const title = upstream.length === 0 ? rule : `${rule} (${upstream.join(', ')})`;
  const place = source === undefined ? [] : [`file=${property(path(source.file))}`, `line=${source.line}`, `col=${source.column}`];
  const where = `${formatObject(finding.object)}${finding.path === '' ? '' : `: ${finding.path}`}`;
  const lines = [where, finding.message, ...(finding.why === '' ? [] : [`Why: ${finding.why}`]), ...(finding.fix === '' ? [] : [`Fix: ${finding.fix}`])];
  return `::${COMMANDS[finding.severity]} ${[...place, `title=${property(title)}`].join(',')}::${data(lines.map(oneLine).join('\n'))}`;
}

/** The value of a property: it ends at a comma or a colon. */
function property(text: string): string {
  return data(oneLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** What stands behind the last `::`: it ends with the line. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
