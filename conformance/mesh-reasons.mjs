// Kinds of differences between our rules and the analyzers that the objects themselves explain: each reason looks at the
// mesh and says whether it is the reason there, so that it covers no other difference of the same code.

const MATCH = /^spec\.http\[(\d+)\]\.match\[(\d+)\] of .* never decides: spec\.http\[(\d+)\]\.match\[(\d+)\] /;
const SUBSET = /"([^"+]+)\+([^"+]+)"$/;

const REASONS = [
  {
    difference: 'upstream-only IST0101:subset',
    why: 'A DestinationRule for a wildcard has the subset, which Istio uses for every host that it covers; upstream looks for the host as it is written.',
    explains({ objects, object, said }) {
      const [, host, subset] = SUBSET.exec(said) ?? [];
      if (host === undefined) return false;
      const full = host.includes('.') ? host : `${host}.${object.metadata.namespace ?? 'default'}.svc.cluster.local`;
      return objects.some(({ kind, spec }) => kind === 'DestinationRule' && spec.host.startsWith('*') && full.endsWith(spec.host.slice(1)) && (spec.subsets ?? []).some(({ name }) => name === subset));
    },
  },
  {
    difference: 'ours-only IST0131',
    why: 'A prefix takes every request before the exact path is tried; upstream compares prefixes with prefixes only.',
    explains({ object, said }) {
      const [, http, match, earlierHttp, earlierMatch] = MATCH.exec(said) ?? [];
      if (http === undefined) return false;
      const exact = object.spec.http[http].match[match].uri?.exact;
      const prefix = object.spec.http[earlierHttp].match[earlierMatch].uri?.prefix;
      return typeof exact === 'string' && typeof prefix === 'string' && exact.startsWith(prefix);
    },
  },
  {
    difference: 'upstream-only IST0127',
    why: 'The Namespace is not in the input, so nobody said that its workloads are not in the mesh; upstream takes it for one without injection.',
    explains({ objects, object }) {
      const wanted = Object.entries(object.spec?.selector?.matchLabels ?? {});
      return (
        !objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === object.metadata.namespace) &&
        objects.some(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === object.metadata.namespace && wanted.every(([key, value]) => metadata.labels?.[key] === value))
      );
    },
  },
];

/** True when one of the reasons explains the difference in this mesh; `said` is the message of the side that has one. */
export function isExplained(difference, mesh) {
  return REASONS.some((reason) => reason.difference === difference && reason.explains(mesh));
}
