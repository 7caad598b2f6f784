import { formatObject, type Finding, type ObjectRef, type Severity } from '../model/finding';
import type { CheckResult, Report, RuleSummary } from './result';
import { printable, wellFormed } from './safe-text';

export interface SarifOptions {
  /** Version of the tool. */
  readonly version: string;
  /** What is known of rules; those without findings are left out. */
  readonly rules: readonly RuleSummary[];
  /** The path of a file from the root of the repository, or an absolute one. */
  readonly path: (file: string) => string;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * The report for code scanning: SARIF 2.1.0, one result a finding, with places in files and the objects they are about.
 * Reference: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function* formatSarif(result: CheckResult, options: SarifOptions): Report {
  const rules = usedRules(result.findings, options.rules);
  const numbers = new Map(rules.map(({ id }, index) => [id, index]));
  const driver = { name: 'cdk8s-istio', version: options.version, rules: rules.map(ruleOf) };
  const invocation = { executionSuccessful: (result.unread ?? 0) === 0 };
  yield `{\n  "$schema": ${JSON.stringify(SCHEMA)},\n  "version": "2.1.0",\n  "runs": [\n    {\n`;
  yield `      "tool": ${JSON.stringify({ driver })},\n      "columnKind": "utf16CodeUnits",\n      "invocations": ${JSON.stringify([invocation])},\n      "results": [`;
  let first = true;
  for (const finding of result.findings) {
    yield `${first ? '' : ','}\n        ${JSON.stringify(resultOf(finding, numbers.get(finding.rule) ?? 0, options))}`;
    first = false;
  }
  yield `${first ? '' : '\n      '}]\n    }\n  ]\n}\n`;
}

/** The rules of the findings, each once, by id. A rule that nothing is known of is what its first finding says. */
function usedRules(findings: readonly Finding[], known: readonly RuleSummary[]): RuleSummary[] {
  const all = new Map(known.map((rule) => [rule.id, rule]));
  const used = new Map<string, RuleSummary>();
  for (const { rule, severity, message, why, fix } of findings) {
    if (!used.has(rule)) used.set(rule, all.get(rule) ?? { id: rule, severity, summary: message, why, fix });
  }
  return [...used.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function ruleOf({ id, severity, summary, why, fix }: RuleSummary): object {
  return {
    id,
    shortDescription: { text: message(summary) },
    fullDescription: { text: message(`${summary}. ${why}`.trim()) },
    help: { text: message(fix === '' ? summary : fix) },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(finding: Finding, ruleIndex: number, options: SarifOptions): object {
  const { rule, upstream, severity, object, path, source, why, fix } = finding;
  const text = [finding.message, ...(why === '' ? [] : [`Why: ${why}`]), ...(fix === '' ? [] : [`Fix: ${fix}`])].join('\n');
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message(text) },
    locations: [
      {
        ...(source === undefined
          ? {}
          : { physicalLocation: { artifactLocation: locationOf(options.path(source.file)), region: { startLine: source.line, startColumn: source.column } } }),
        logicalLocations: [{ name: printable(object.name), fullyQualifiedName: printable(`${object.apiVersion} ${formatObject(object)}${path === '' ? '' : `: ${path}`}`.trim()), kind: 'object' }],
      },
    ],
    // A result is the same one in the next run when its rule, object and path are, wherever its line went.
    partialFingerprints: { 'cdk8sIstio/v1': JSON.stringify([rule, identity(object), path]) },
    properties: { upstream, object, path },
  };
}

function identity({ apiVersion, kind, namespace, name }: ObjectRef): readonly (string | null)[] {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return [group, kind, namespace ?? null, name];
}

function locationOf(path: string): object {
  const uri = path.split(/[\\/]/).map((segment) => encodeURIComponent(wellFormed(segment))).join('/');
  if (path.startsWith('/')) return { uri: `file://${uri}` };
  if (/^[A-Za-z]:[\\/]/.test(path)) return { uri: `file:///${uri}` };
  return { uri, uriBaseId: '%SRCROOT%' };
}

/** A plain text message: `{0}` would be an argument and `[a](b)` a link, and neither is meant by a text of a manifest. */
function message(text: string): string {
  return printable(text).replace(/\{(\d+)\}/g, '{{$1}}').replaceAll('](', '] (');
}
