import { formatObject, type Finding } from '../model/finding';
import type { CheckResult, Report } from './result';
import { oneLine, sameWidth } from './safe-text';
import { summary } from './summary';

export interface TextOptions {
  readonly colours: boolean;
  /** The text of a line of a source file, for the excerpt. */
  readonly line: (file: string, line: number) => string | undefined;
}

const STYLES = { error: '31', warning: '33', info: '36', bold: '1', dim: '2' } as const;
type Style = (text: string, ...styles: readonly (keyof typeof STYLES)[]) => string;

/** Longest piece of a source line that an excerpt shows. */
const EXCERPT_WIDTH = 110;

/** The report for people: each finding with the YAML it is about, why it matters and how to mend it; then one line of sums. */
export function* formatText(result: CheckResult, options: TextOptions): Report {
  const style: Style = options.colours ? (text, ...styles) => `\u001b[${styles.map((name) => STYLES[name]).join(';')}m${text}\u001b[0m` : (text) => text;
  for (const finding of [...result.findings].sort(byPlace)) yield `${describe(finding, options, style)}\n`;
  yield `${summary(result, style)}\n`;
}

/** People read a file from top to bottom; programs get the order of the contract. */
function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.source, b.source];
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

function describe(finding: Finding, options: TextOptions, style: Style): string {
  const place = finding.source === undefined ? '' : `  ${oneLine(finding.source.file)}:${finding.source.line}:${finding.source.column}`;
  const upstream = finding.upstream.length === 0 ? '' : style(`  (${finding.upstream.join(', ')})`, 'dim');
  return [
    `${style(finding.severity, finding.severity, 'bold')} ${style(finding.rule, 'bold')}${place}${upstream}`,
    `  ${oneLine(formatObject(finding.object))}${finding.path === '' ? '' : `: ${oneLine(finding.path)}`}`,
    `  ${oneLine(finding.message)}`,
    ...excerpt(finding, options, style),
    ...(finding.why === '' ? [] : [`  ${style('why:', 'dim')} ${oneLine(finding.why)}`]),
    ...(finding.fix === '' ? [] : [`  ${style('fix:', 'dim')} ${oneLine(finding.fix)}`]),
    '',
  ].join('\n');
}

function excerpt(finding: Finding, options: TextOptions, style: Style): string[] {
  const place = finding.source;
  const text = place === undefined ? undefined : options.line(place.file, place.line);
  if (place === undefined || text === undefined) return [];
  const width = String(place.line).length;
  const shown: string[] = [];
  const before = place.line > 1 ? options.line(place.file, place.line - 1) : undefined;
  if (before !== undefined && before.length <= EXCERPT_WIDTH && before.trim() !== '') shown.push(gutter(place.line - 1, width, before, style));
  const from = text.length <= EXCERPT_WIDTH ? 0 : Math.max(0, place.column - 1 - EXCERPT_WIDTH / 2);
  shown.push(gutter(place.line, width, text.slice(from, from + EXCERPT_WIDTH), style));
  const word = /^(?:"[^"]*"|'[^']*'|[^\s,:[\]{}]+)/.exec(text.slice(place.column - 1, from + EXCERPT_WIDTH))?.[0] ?? ' ';
  const caret = ' '.repeat(Math.max(place.column - 1 - from, 0)) + style('^'.repeat(word.length), finding.severity, 'bold');
  shown.push(`  ${' '.repeat(width)} ${style('|', 'dim')} ${caret}`);
  return shown;
}

function gutter(line: number, width: number, text: string, style: Style): string {
  return `  ${style(`${String(line).padStart(width)} |`, 'dim')} ${sameWidth(text)}`.trimEnd();
}
