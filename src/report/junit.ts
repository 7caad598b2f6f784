import { formatObject, type Finding, type Severity } from '../model/finding';
import { isAtLeast, type CheckResult, type Report } from './result';
import { oneLine, wellFormed } from './safe-text';
import { summary } from './summary';

export interface JunitOptions {
  /** The least severity that counts as a failed test; what is below passes and keeps its text. */
  readonly failOn: Severity;
}

/** The name of the suite of findings that stand in no file, and of the test that stands for the whole. */
const TOOL = 'cdk8s-istio check';

/**
 * The report as test results: one suite a file, one test case a finding; without findings one test that passes.
 * Reference: https://github.com/testmoapp/junitxml
 */
export function* formatJunit(result: CheckResult, { failOn }: JunitOptions): Report {
  const failed = ({ severity }: Finding): boolean => isAtLeast(severity, failOn);
  const unread = result.unread ?? 0;
  const suites = [...byFile(result.findings)];
  const tests = result.findings.length + 1;
  const errors = unread === 0 ? 0 : 1;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${attributes({ name: TOOL, tests, failures: result.findings.filter(failed).length, errors, time: 0 })}>\n`;
  for (const [file, findings] of suites) {
    yield `  <testsuite${attributes({ name: file, tests: findings.length, failures: findings.filter(failed).length, errors: 0, time: 0 })}>\n`;
    for (const finding of findings) yield testCase(finding, failed(finding));
    yield '  </testsuite>\n';
  }
  yield `  <testsuite${attributes({ name: TOOL, tests: 1, failures: 0, errors, time: 0 })}>\n`;
  yield `    <testcase${attributes({ name: 'the input is read', classname: TOOL, time: 0 })}>\n`;
  if (unread > 0) yield `      <error${attributes({ message: `${unread} ${unread === 1 ? 'problem' : 'problems'} in reading the input: see stderr`, type: 'unread' })}/>\n`;
  yield `      <system-out>${text(summary(result))}</system-out>\n    </testcase>\n  </testsuite>\n</testsuites>\n`;
}

function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const file = finding.source?.file ?? 'without a file';
    const known = files.get(file);
    if (known === undefined) files.set(file, [finding]);
    else known.push(finding);
  }
  return files;
}

function testCase(finding: Finding, failed: boolean): string {
  const { rule, severity, source, object, path, message, why, fix } = finding;
  const where = `${formatObject(object)}${path === '' ? '' : `: ${path}`}`;
  const place = source === undefined ? '' : `${source.file}:${source.line}:${source.column}`;
  const details = [place, where, message, why === '' ? '' : `Why: ${why}`, fix === '' ? '' : `Fix: ${fix}`].filter((line) => line !== '').map(oneLine);
  const body = text(details.join('\n'));
  const answer = failed ? `<failure${attributes({ message, type: severity })}>${body}</failure>` : `<system-out>${text(`${severity}: `)}${body}</system-out>`;
  const at = source === undefined ? '' : attributes({ file: source.file, line: source.line });
  return `    <testcase${attributes({ name: `${rule}: ${where}`, classname: rule, time: 0 })}${at}>\n      ${answer}\n    </testcase>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${text(oneLine(String(value))).replaceAll('"', '&quot;')}"`)
    .join('');
}

/** Text in XML 1.0, which has no character for halves of a pair and for two others; controls are made visible before. */
function text(value: string): string {
  const visible = (char: string): string => `\\u${char.charCodeAt(0).toString(16)}`;
  return wellFormed(value, visible)
    .replace(/[\ufffe\uffff]/g, visible)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
