import type { CommonTrafficPolicy, TrafficPolicy } from './kinds/networking';

const FIELDS = ['tls', 'connectionPool', 'outlierDetection', 'loadBalancer'] as const;

export type CommonField = (typeof FIELDS)[number];

/** What a policy can say for a port as well as for all, in the order in which messages name it. */
export const COMMON_FIELDS: readonly CommonField[] = FIELDS;

/** The common fields that a policy sets. */
export function commonFields(policy: CommonTrafficPolicy | undefined): CommonTrafficPolicy {
  return Object.fromEntries(FIELDS.flatMap((field) => (policy?.[field] === undefined ? [] : [[field, policy[field]]])));
}

/** What a policy says of one port: its settings for the port alone where it has any, else those for all. */
export function policyOfPort(policy: TrafficPolicy | undefined, port: number | undefined): { readonly common: CommonTrafficPolicy; readonly ofPort: boolean } {
  const own = port === undefined ? undefined : policy?.portLevelSettings?.find((each) => each.port?.number === port);
  return { common: commonFields(own ?? policy), ofPort: own !== undefined };
}

/**
 * What holds for a port of a subset: what the subset says replaces what the host says, field by field, and altogether
 * where it has settings for the port.
 * Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy
 */
export function effectivePolicy(ofHost: TrafficPolicy | undefined, ofSubset: TrafficPolicy | undefined, port: number | undefined): CommonTrafficPolicy {
  const subset = policyOfPort(ofSubset, port);
  return subset.ofPort ? subset.common : { ...policyOfPort(ofHost, port).common, ...subset.common };
}
