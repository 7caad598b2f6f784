import type { AccessEdge } from '../../constructs/access-edges';
import type { Subject } from '../../constructs/identity';
import { DIGEST_LENGTH, nameDigest } from '../../constructs/name-digest';

const LONGEST = 253;
/** Where a name is put together; a part that has one itself could be read in two ways. */
const SEAMS = /-(?:from|for|at)-|-pods$/;

/**
 * The name of what is written for a service and one of its callers: `reviews-from-productpage`, with the
 * namespace of a caller from elsewhere. `direct`: the caller comes past a waypoint that others use.
 */
export function edgeName(service: string, namespace: string, edge: AccessEdge, subject: Subject | undefined, direct: boolean): string {
  if (subject === undefined) return join([service, 'for', edge.alias ?? '']);
  const own = subject.namespace === namespace;
  const foreign = subject.trustDomain !== undefined;
  const caller = [...(foreign ? [subject.trustDomain] : []), ...(own && !foreign ? [] : [subject.namespace]), subject.serviceAccount].join('.');
  const clear = !foreign && !(own && subject.serviceAccount.includes('.'));
  return join([direct ? `${service}-pods` : service, 'from', caller], clear && !SEAMS.test(service));
}

/** The name of what is written for a service as a whole: `reviews-at-ztunnel`. */
export function serviceName(service: string, what: string): string {
  return join([service, 'at', what]);
}

/** Joins parts; the hash of all parts follows where the text alone could stand for others, or is too long. */
function join(parts: readonly string[], clear = !SEAMS.test(parts[0] ?? '')): string {
  const text = parts.join('-').toLowerCase().replace(/[^a-z0-9.-]/g, '-').replace(/\.(?=[.-])|(?<=[.-])\.|[.-]+$/g, '');
  if (clear && text.length <= LONGEST && text === parts.join('-')) return text;
  return `${text.slice(0, LONGEST - DIGEST_LENGTH - 1).replace(/[.-]+$/, '')}-${nameDigest(parts)}`;
}
