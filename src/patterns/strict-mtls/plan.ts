import { formatLabels, selectorMatches } from '../../model/selectors';
import { MultiMap } from '../../model/multi-map';
import { canonical, compareText } from '../../model/values';
import type { MtlsException } from './exception';
import { exceptionName } from './names';
import type { ResolvedException } from './resolve';

/** The one PeerAuthentication for some workloads, or for a namespace, that holds all exceptions for them. */
export interface PlannedPolicy {
  readonly namespace: string;
  readonly name: string;
  /** Absent: the whole namespace. */
  readonly labels?: Readonly<Record<string, string>>;
  /** For all ports. */
  readonly whole?: MtlsException;
  /** By port of the container. */
  readonly ports: ReadonlyMap<number, MtlsException>;
}

/** Two exceptions that cannot both hold, and why. */
export interface Contradiction {
  readonly first: MtlsException;
  readonly second: MtlsException;
  readonly what: string;
}

export interface ExceptionPlan {
  /** By namespace and name. */
  readonly policies: readonly PlannedPolicy[];
  readonly contradictions: readonly Contradiction[];
}

/** Name of the policy of a whole namespace, and of the mesh. */
export const WIDE_NAME = 'default';

/** Name of the policy for the workloads with these labels, or for a whole namespace. */
export function policyName(labels: Readonly<Record<string, string>> | undefined): string {
  return labels === undefined ? WIDE_NAME : exceptionName(labels);
}

/**
 * Puts exceptions for the same workloads into one policy: of two PeerAuthentications that select one workload istiod
 * takes the oldest and passes over the other. The order of the exceptions plays no part.
 */
export function planExceptions(exceptions: readonly ResolvedException[]): ExceptionPlan {
  const groups = new MultiMap<string, ResolvedException>();
  for (const one of exceptions) groups.add(canonical([one.namespace, one.labels ?? null]), one);
  const contradictions: Contradiction[] = [];
  const policies = [...groups.lists()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [policyOf(first, group, contradictions)];
  });
  policies.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
  return { policies, contradictions: [...contradictions, ...overlaps(policies)] };
}

function policyOf({ namespace, labels }: ResolvedException, group: readonly ResolvedException[], contradictions: Contradiction[]): PlannedPolicy {
  const chosen = new Map<number | undefined, MtlsException>();
  for (const { exception, port } of group) {
    const other = chosen.get(port);
    if (other === undefined) chosen.set(port, exception);
    else if (other.mode !== exception.mode || other.reason !== exception.reason) {
      const where = labels === undefined ? `namespace ${namespace}` : `${formatLabels(labels)} in ${namespace}${port === undefined ? '' : `, port ${port}`}`;
      const difference = other.mode === exception.mode ? 'with different reasons' : `one with mode ${other.mode}, one with ${exception.mode}`;
      contradictions.push({ first: other, second: exception, what: `there are two exceptions for ${where}, ${difference}` });
    }
  }
  const whole = chosen.get(undefined);
  const ports = [...chosen].flatMap(([port, exception]): [number, MtlsException][] => (port === undefined ? [] : [[port, exception]]));
  return {
    namespace,
    name: policyName(labels),
    ...(labels === undefined ? {} : { labels }),
    ...(whole === undefined ? {} : { whole }),
    ports: new Map(ports.sort(([a], [b]) => a - b)),
  };
}

/** Selectors of which one has all labels of another: every workload of the narrower one would have two policies. */
function overlaps(policies: readonly PlannedPolicy[]): readonly Contradiction[] {
  const pairs = ({ namespace, labels = {} }: PlannedPolicy): string[] => Object.entries(labels).map((pair) => JSON.stringify([namespace, ...pair])).sort();
  const counts = new Map<string, number>();
  for (const pair of policies.flatMap(pairs)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  // By the pair that fewest have, so that a label they all share does not make everybody meet everybody.
  const byPair = new MultiMap<string, PlannedPolicy>();
  for (const policy of policies) {
    const [rarest] = pairs(policy).sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    if (rarest !== undefined) byPair.add(rarest, policy);
  }
  return policies.flatMap((narrow) => {
    const wide = pairs(narrow)
      .flatMap((pair) => byPair.get(pair))
      .find((other) => other !== narrow && selectorMatches(other.labels, narrow.labels ?? {}));
    const [first, second] = [wide, narrow].map((policy) => policy?.whole ?? [...(policy?.ports.values() ?? [])][0]);
    if (wide === undefined || first === undefined || second === undefined) return [];
    const what =
      `workloads with ${formatLabels(narrow.labels ?? {})} in ${narrow.namespace} are among those with ${formatLabels(wide.labels ?? {})}, ` +
      'and istiod takes only the older of two policies for one workload';
    return [{ first, second, what }];
  });
}
