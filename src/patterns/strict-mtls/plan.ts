import { formatLabels } from '../../model/selectors';
import { MultiMap } from '../../model/multi-map';
import { canonical, compareText } from '../../model/values';
import type { MtlsException } from './exception';
import { exceptionName } from './names';
import { PolicyIndex, type PlannedPolicy } from './policy-index';
import type { ResolvedException } from './resolve';

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
  const index = new PolicyIndex(policies);
  return policies.flatMap((narrow) => {
    const wide = index.selecting(narrow.namespace, narrow.labels ?? {}).find((other) => other !== narrow);
    const [first, second] = [wide, narrow].map((policy) => policy?.whole ?? [...(policy?.ports.values() ?? [])][0]);
    if (wide === undefined || first === undefined || second === undefined) return [];
    const what =
      `workloads with ${formatLabels(narrow.labels ?? {})} in ${narrow.namespace} are among those with ${formatLabels(wide.labels ?? {})}, ` +
      'and istiod takes only the older of two policies for one workload';
    return [{ first, second, what }];
  });
}
