import type * as networking from '../../imports/networking';
import type { ObjectRef } from '../model/finding';
import type { Path } from '../model/path';
import { compareText } from '../model/values';
import type { Contribution, PolicyParts } from './host-contribution';
import { disagreement } from './host-problems';
import { mergeFields, wire } from './merge';
import type { Problem } from './problems';

/** The content of the DestinationRule of one host. */
export interface PolicyPlan {
  readonly subsets?: readonly networking.Subset[];
  readonly trafficPolicy?: networking.TrafficPolicy;
  readonly problems: readonly Problem[];
}

/** Merges what all contributors want. The order in which they came plays no part. */
export function planPolicy(policies: readonly Contribution<void, PolicyParts>[], destinationRule: ObjectRef): PolicyPlan {
  const policy = mergeFields(policies.map(({ by, parts }) => ({ by, value: wire(parts()) })));
  const names = Object.keys(policy.value.subsets ?? {}).sort(compareText);
  return {
    ...(names.length === 0 ? {} : { subsets: names.map((name) => ({ name, ...policy.value.subsets?.[name] })) }),
    trafficPolicy: policy.value.trafficPolicy,
    problems: policy.disagreements.map((one) => disagreement(destinationRule, subsetPath(one.path, names), one)),
  };
}

/** Policies name subsets; the object lists them. */
function subsetPath(place: Path, names: readonly string[]): Path {
  const [field, name, ...rest] = place;
  return field === 'subsets' && typeof name === 'string' ? ['spec', 'subsets', names.indexOf(name), ...rest] : ['spec', ...place];
}
