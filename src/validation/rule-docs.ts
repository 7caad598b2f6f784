import { compareText } from '../model/values';
import type { RuleInfo } from './rule';
import { CATALOGUE, RETIRED_RULES } from './rules';
import { OPEN_CODES, UNCLAIMED_CODES } from './upstream-codes';

/** The page of one rule. */
export function ruleDoc(info: RuleInfo): string {
  const head = [
    `# ${info.id}`,
    `${info.summary}.`,
    [
      `- Severity: ${info.severity}`,
      `- Upstream codes: ${info.upstream.length === 0 ? 'none, no other tool has this check' : info.upstream.join(', ')}`,
      ...(info.acknowledgeable === false ? ['- It cannot be acknowledged'] : []),
    ].join('\n'),
    `**Why:** ${info.why}`,
    `**Mend:** ${info.fix}`,
  ];
  const settings =
    info.settings === undefined ? [] : [`Both examples are checked with these settings: \`${JSON.stringify(info.settings)}\`.`];
  const program = info.inProgram === true ? ['Both examples are checked as part of a program.'] : [];
  return (
    [
      ...head,
      ...(info.notes === undefined ? [] : [info.notes]),
      ...(info.baseline === undefined ? [] : ['## What was written last', yaml(info.baseline)]),
      '## Bad',
      ...settings,
      ...program,
      yaml(info.bad),
      '## Good',
      yaml(info.good),
    ].join('\n\n') + '\n'
  );
}

/** The list of all rules. */
function index(): string {
  const rows = sorted().map(
    ({ id, severity, upstream, summary }) => `| [${id}](${id}.md) | ${severity} | ${upstream.join(', ')} | ${summary} |`,
  );
  const retired = RETIRED_RULES.length === 0 ? [] : [`Retired, and never used again: ${RETIRED_RULES.join(', ')}.`];
  return (
    [
      '# Rules',
      'Every finding has the id of one of these rules. The pages are made from the rules themselves ' +
        '(`node scripts/docs-rules.mjs`), and the tests run both examples of each.',
      'Upstream codes: `IST` as `istioctl analyze` reports them (`IST0106` is an error of the webhook of istiod), `KIA` as ' +
        'Kiali does, `API` for what the API server rejects by the schema of the kind. The annotation ' +
        '`galley.istio.io/analyze-suppress` on an object, with a list of `IST` codes or `*`, leaves out the findings ' +
        'that stand for them, as in `istioctl analyze`.',
      ['| Rule | Severity | Upstream | Finds |', '| --- | --- | --- | --- |', ...rows].join('\n'),
      ...retired,
      '## Messages of istioctl and Kiali that no rule stands for',
      ['| Code | Why not |', '| --- | --- |', ...Object.entries(UNCLAIMED_CODES).map(([code, reason]) => `| ${code} | ${reason} |`)].join('\n'),
      ...(OPEN_CODES.length === 0 ? [] : [`Not yet: ${OPEN_CODES.join(', ')}.`]),
    ].join('\n\n') + '\n'
  );
}

/** Every page of docs/rules by its file name. */
export function ruleDocs(): ReadonlyMap<string, string> {
  return new Map([['README.md', index()], ...sorted().map((info): [string, string] => [`${info.id}.md`, ruleDoc(info)])]);
}

function sorted(): readonly RuleInfo[] {
  return [...CATALOGUE].sort((a, b) => compareText(a.id, b.id));
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text.trim()}\n\`\`\``;
}
