import { formatObject } from '../model/finding';
import type { Kind } from '../model/kinds';
import { MultiMap } from '../model/multi-map';
import type { Path } from '../model/path';
import type { Resource } from '../model/resource';
import { SelectorGroups } from '../model/selector-groups';
import { formatLabels, isEmptySelector } from '../model/selectors';
import { firstFew, listed } from '../model/text';
import { compareText } from '../model/values';
import type { Workload } from '../model/workloads';
import type { RuleContext } from './context';

type Labels = Readonly<Record<string, string>>;

/** Objects of one kind of which Istio takes only one for a workload. */
export interface Rivals<R extends Resource> {
  /** Those for a whole namespace. */
  readonly wide: readonly R[];
  /** Those for workloads of their namespace with certain labels. */
  readonly narrow: readonly R[];
  readonly labelsOf: (rival: R) => Labels | undefined;
  readonly codes: { readonly wide: readonly string[]; readonly narrow: readonly string[] };
  /** Where the labels are. */
  readonly path: Path;
  /** Workloads that do not count. */
  readonly leavesOut?: (workload: Workload) => boolean;
}

/** Reports each that has a rival: for the same namespace, or for a workload that both select. */
export function reportRivals<R extends Resource<Kind>>(context: RuleContext, rivals: Rivals<R>): void {
  for (const [namespace, list] of byNamespace(rivals.wide)) {
    if (list.length < 2) continue;
    for (const each of list) {
      const message = `${formatObject(each.ref)} applies to the whole namespace ${namespace}, and so ${othersThan(each, list)}.`;
      context.report(each, ['spec'], message, { upstream: rivals.codes.wide });
    }
  }
  for (const [each, { workload, list }] of contested(context, rivals)) {
    const whom = workload.ref === undefined ? `a workload with ${formatLabels(workload.labels)}` : formatObject(workload.ref);
    context.report(each, rivals.path, `${formatObject(each.ref)} selects ${whom}, and so ${othersThan(each, list)}.`, { upstream: rivals.codes.narrow });
  }
}

interface Contest<R> {
  readonly workload: Workload;
  readonly list: readonly R[];
}

/** For each that has a rival at some workload: the first such workload by name. */
function contested<R extends Resource<Kind>>(context: RuleContext, { narrow, labelsOf, leavesOut }: Rivals<R>): ReadonlyMap<R, Contest<R>> {
  const { workloads } = context;
  const found = new Map<R, Contest<R>>();
  for (const [namespace, list] of byNamespace(narrow)) {
    const selectors = new SelectorGroups<R>();
    for (const each of list) if (!isEmptySelector(labelsOf(each))) selectors.add(labelsOf(each) ?? {}, each);
    const seen = new Set<string>();
    for (const workload of [...workloads.matching(undefined, namespace)].sort(byName)) {
      if (leavesOut?.(workload) === true) continue;
      const groups = selectors.matching(workload.labels);
      // Workloads that the same selectors match tell nothing new.
      const key = groups.map(({ selector }) => formatLabels(selector)).join(' ');
      if (groups.length === 0 || seen.has(key)) continue;
      seen.add(key);
      const rivals = groups.flatMap(({ values }) => values).sort((a, b) => compareText(a.name, b.name));
      if (rivals.length < 2) continue;
      for (const each of rivals) if (!found.has(each)) found.set(each, { workload, list: rivals });
    }
  }
  return found;
}

/** Lists by namespace, each sorted by name. */
function byNamespace<R extends Resource<Kind>>(resources: readonly R[]): Iterable<[string, readonly R[]]> {
  const lists = new MultiMap<string, R>();
  for (const each of [...resources].sort((a, b) => compareText(a.name, b.name))) lists.add(each.namespace, each);
  return lists.entries();
}

function byName(a: Workload, b: Workload): number {
  return compareText(nameOf(a), nameOf(b));
}

function nameOf({ ref, labels }: Workload): string {
  return ref === undefined ? formatLabels(labels) : `${ref.kind} ${ref.name}`;
}

const NAMED_AT_MOST = 3;

/** `does X`, `do X and Y`: the others. No more of them than are named are looked at. */
function othersThan<R extends Resource<Kind>>(each: R, list: readonly R[]): string {
  const names: string[] = [];
  for (const other of list) {
    if (other === each) continue;
    names.push(formatObject(other.ref));
    if (names.length > NAMED_AT_MOST) break;
  }
  return `${names.length === 1 ? 'does' : 'do'} ${listed(firstFew(names, NAMED_AT_MOST))}`;
}
