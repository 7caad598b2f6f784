import { isRuleFailure, type Finding } from '../model/finding';

/** Findings that someone has read and takes responsibility for. What is not said does not limit. */
export interface Ignore {
  /** Id of the rule, as a finding shows it: `subset-not-found`. */
  readonly rule: string;
  /** Why the findings may stand. Required: the next reader needs it. */
  readonly reason: string;
  /** Only objects of this kind. `*` in this field and the next two stands for any text. */
  readonly kind?: string;
  /** Only objects in this namespace. */
  readonly namespace?: string;
  /** Only objects of this name. */
  readonly name?: string;
  /** Only this place of the objects and what is below it: `spec.http[0]`. */
  readonly path?: string;
}

/** As much of a finding as decides whether it is ignored. */
type Ignorable = Pick<Finding, 'rule' | 'object' | 'path'>;

/** What is left of findings, and which ignores no finding needed. */
export interface AfterIgnores<F, I> {
  readonly findings: readonly F[];
  readonly stale: readonly I[];
}

/** Takes ignored findings out. That a rule itself failed is never ignored: nobody has read what it would have found. */
export function withoutIgnored<F extends Ignorable, I extends Ignore>(findings: readonly F[], ignores: readonly I[]): AfterIgnores<F, I> {
  if (ignores.length === 0) return { findings, stale: [] };
  const byRule = new Map<string, I[]>();
  for (const ignore of ignores) byRule.set(ignore.rule, [...(byRule.get(ignore.rule) ?? []), ignore]);
  const needed = new Set<I>();
  const left = findings.filter((finding) => {
    const matching = (byRule.get(finding.rule) ?? []).filter((ignore) => covers(ignore, finding));
    for (const ignore of matching) needed.add(ignore);
    return matching.length === 0;
  });
  return { findings: left, stale: ignores.filter((ignore) => !needed.has(ignore)) };
}

function covers({ kind, namespace, name, path }: Ignore, finding: Ignorable): boolean {
  const { object } = finding;
  if (isRuleFailure(finding)) return false;
  if (path !== undefined && !isBelow(finding.path, path)) return false;
  return [[kind, object.kind], [namespace, object.namespace ?? ''], [name, object.name]].every(([glob, text = '']) => glob === undefined || matchesGlob(glob, text));
}

/** Rule of the finding about an ignore that no finding needed. */
export const STALE_IGNORE = 'stale-ignore';

/** The finding about an ignore that no finding needed. */
export function staleIgnore({ rule, path = '' }: Ignore): Finding {
  return {
    rule: STALE_IGNORE,
    upstream: [],
    severity: 'warning',
    object: { apiVersion: '', kind: 'Ignore', name: rule },
    path,
    message: `"${rule}" is ignored, but there is no such finding in this input.`,
    why: 'An ignore that outlives its finding hides the next one of the same rule.',
    fix: 'Remove the ignore, or correct its rule, kind, namespace, name or path.',
  };
}

/** Whether a place is another one or below it: `spec.http[0].route` below `spec.http[0]`. */
export function isBelow(place: string, above: string): boolean {
  return place === above || (place.startsWith(above) && /^[.[]/.test(place.slice(above.length)));
}

/** `*` stands for any text. The parts between stars are looked for from left to right, so this takes linear time. */
export function matchesGlob(glob: string, text: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return text === glob;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
