// Kinds of differences between our rules and the analyzers that the objects themselves explain: each reason looks at the
// mesh and says whether it is the reason there, so that it covers no other difference of the same code.

const MATCH = /^spec\.http\[(\d+)\]\.match\[(\d+)\] of .* never decides: spec\.http\[(\d+)\]\.match\[(\d+)\] /;
const TLS_MATCH = /^spec\.tls\[(\d+)\]\.match\[(\d+)\] of .* never decides: spec\.tls\[(\d+)\]\.match\[(\d+)\] /;
const OLD_GATEWAY_NAME = /"([^".]+)\.([^".]+)\.svc\.cluster\.local"$/;
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
      return typeof exact === 'string' && typeof prefix === 'string' && (prefix === '/' || exact.startsWith(prefix));
    },
  },
  {
    difference: 'ours-only IST0131',
    why: 'Both matches have the same prefix, and the later one asks for more; upstream takes a prefix for covered only where it is longer.',
    explains({ object, said }) {
      const [, http, match, earlierHttp, earlierMatch] = MATCH.exec(said) ?? [];
      if (http === undefined) return false;
      const [later, earlier] = [object.spec.http[http].match[match], object.spec.http[earlierHttp].match[earlierMatch]];
      return typeof later.uri?.prefix === 'string' && later.uri.prefix === earlier.uri?.prefix && Object.keys(later).length > Object.keys(earlier).length;
    },
  },
  {
    difference: 'ours-only IST0131',
    why: 'The earlier match is for every method; upstream takes one without a method for a match for GET alone.',
    explains({ object, said }) {
      const [, http, match, earlierHttp, earlierMatch] = MATCH.exec(said) ?? [];
      if (http === undefined) return false;
      const [later, earlier] = [object.spec.http[http].match[match], object.spec.http[earlierHttp].match[earlierMatch]];
      const path = later.uri?.prefix ?? later.uri?.exact;
      const forAll = earlier.method === undefined && later.method !== undefined && later.method.exact !== 'GET';
      return forAll && typeof path === 'string' && typeof earlier.uri?.prefix === 'string' && path.startsWith(earlier.uri.prefix);
    },
  },
  {
    difference: 'ours-only IST0131',
    why: 'The server name of the earlier match is a wildcard that covers those of the later one; upstream compares texts.',
    explains({ object, said }) {
      const [, tls, match, earlierTls, earlierMatch] = TLS_MATCH.exec(said) ?? [];
      if (tls === undefined) return false;
      const [later, earlier] = [object.spec.tls[tls].match[match], object.spec.tls[earlierTls].match[earlierMatch]];
      const covers = (wide, narrow) => wide.startsWith('*') && narrow.endsWith(wide.slice(1));
      return later.sniHosts.length > 0 && later.sniHosts.every((narrow) => earlier.sniHosts.some((wide) => covers(wide, narrow)));
    },
  },
  {
    difference: 'upstream-only IST0101:gateway',
    why: 'Istio takes the full host of a Gateway for its old name; upstream looks for a Gateway that is called so.',
    explains({ objects, said }) {
      const [, name, namespace] = OLD_GATEWAY_NAME.exec(said) ?? [];
      return objects.some(({ kind, metadata }) => kind === 'Gateway' && metadata.name === name && (metadata.namespace ?? 'default') === namespace);
    },
  },
  {
    difference: 'ours-only IST0149',
    why: 'Istio takes the full host of a Gateway for its old name; upstream finds no Gateway by it, and so no pods.',
    explains({ objects, object }) {
      return (object.spec?.gateways ?? []).some((text) => {
        const [, name, namespace] = OLD_GATEWAY_NAME.exec(`"${text}"`) ?? [];
        return objects.some(({ kind, metadata }) => kind === 'Gateway' && metadata.name === name && (metadata.namespace ?? 'default') === namespace);
      });
    },
  },
  {
    difference: 'ours-only IST0173',
    why: 'Two subsets have one name; upstream keeps one of them and is content when that one selects something.',
    explains({ object, said }) {
      const [, name] = /has subset "([^"]*)"/.exec(said) ?? [];
      return (object.spec?.subsets ?? []).filter((subset) => subset.name === name).length > 1;
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
