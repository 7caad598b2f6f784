// Kinds of differences between our rules and the analyzers that the objects themselves explain: each reason looks at the
// mesh and says whether it is the reason there, so that it covers no other difference of the same code.

const MATCH = /^spec\.http\[(\d+)\]\.match\[(\d+)\] of .* never decides: spec\.http\[(\d+)\]\.match\[(\d+)\] /;
const TLS_MATCH = /^spec\.tls\[(\d+)\]\.match\[(\d+)\] of .* never decides: spec\.tls\[(\d+)\]\.match\[(\d+)\] /;
const TLS_ROUTE = /^Route spec\.tls\[(\d+)\] of .* is never used: spec\.tls\[(\d+)\]\.match\[(\d+)\] /;
const OLD_GATEWAY_NAME = /"([^".]+)\.([^".]+)\.svc\.cluster\.local"$/;
const RIVALS = /^The VirtualServices (\S+) associated with mesh gateway define the same host ([^/\s]*)\/(\S+) /;
const RIVAL_GATEWAYS = /^Conflict with gateways (\S+) \(workload selector .*, port (\d+), hosts /;
const SHARED_PORT = / (?:both|all) serve \S+ on port (\d+) of the pods with /;
const SKIPPED = / to (\S+) without a subset, and the routes of VirtualService ([^/]+)\/(\S+) do not apply there\.$/;
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
    difference: 'ours-only IST0131',
    why: 'The server name of an earlier match is a wildcard that covers all server names of the route; upstream compares texts.',
    explains({ object, said }) {
      const [, tls, earlierTls, earlierMatch] = TLS_ROUTE.exec(said) ?? [];
      if (tls === undefined) return false;
      const wide = object.spec.tls[earlierTls].match[earlierMatch].sniHosts.filter((name) => name.startsWith('*'));
      const names = object.spec.tls[tls].match.flatMap(({ sniHosts }) => sniHosts);
      return names.length > 0 && names.every((name) => wide.some((each) => name.endsWith(each.slice(1))));
    },
  },
  {
    difference: 'upstream-only IST0109',
    why: 'None of the others is for the same host at the same place in the order by which istiod takes one: of two hosts that overlap by a wildcard both stay in effect, and of two places only the first counts, which the info at that one says.',
    explains({ objects, object, said }) {
      const [, names, scope] = RIVALS.exec(said) ?? [];
      if (names === undefined) return false;
      return !othersNamed('VirtualService', names, objects, object).some((other) => sharesHost(object, other) && place(object, scope) === place(other, scope));
    },
  },
  {
    difference: 'upstream-only IST0145',
    why: 'None of the others serves one of its hosts there. Hosts that begin with ./ are those of the own namespace, which upstream compares as they are written; and the hosts of a Gateway that it has compared count for it as hosts of the other.',
    explains({ objects, object, said }) {
      const [, names, port] = RIVAL_GATEWAYS.exec(said) ?? [];
      if (names === undefined) return false;
      const own = new Set(serversOf(object, port).flat());
      return !othersNamed('Gateway', names, objects, object).some((other) => serversOf(other, port).flat().some((each) => own.has(each)));
    },
  },
  {
    difference: 'ours-only IST0145',
    why: 'The other Gateway has several servers for the port; upstream keeps the hosts of the last of them alone.',
    explains({ objects, object, said }) {
      const [, port] = SHARED_PORT.exec(said) ?? [];
      if (port === undefined) return false;
      const own = new Set(serversOf(object, port).flat());
      const rivals = objects.filter((each) => each.kind === 'Gateway' && each !== object && serversOf(each, port).flat().some((host) => own.has(host)));
      return rivals.length > 0 && rivals.every((each) => !serversOf(each, port).at(-1).some((host) => own.has(host)));
    },
  },
  ...['ours-only IST0161', 'ours-only IST0101:credential'].map((difference) => ({
    difference,
    why: 'The pods of the gateway are in several namespaces, each of which needs the Secret; upstream looks for it in one of them.',
    explains: ({ objects, object }) => new Set(podsOf(objects, object.spec.selector ?? {})).size > 1,
  })),
  {
    difference: 'upstream-only IST0101:host',
    why: 'A host that is empty is no host, which the webhook rejects; upstream looks for a service that is called so.',
    explains: ({ said }) => said.endsWith(' ""'),
  },
  {
    difference: 'upstream-only IST0174',
    why: 'A host that is empty is no host, which the webhook rejects; upstream looks for a service that is called so.',
    explains: ({ object }) => object.spec.host === '',
  },
  {
    difference: 'ours-only IST0140',
    why: 'The hosts are the same, written in full at one place and short at the other; upstream compares them as they are written.',
    explains({ objects, object, said }) {
      const [, host, namespace, name] = SKIPPED.exec(said) ?? [];
      const other = objects.find((each) => each.kind === 'VirtualService' && namespaceOf(each) === namespace && each.metadata.name === name);
      if (other === undefined) return false;
      const routed = (from) => (from.spec.http ?? []).flatMap(({ route }) => route ?? []).map(({ destination }) => destination).filter((each) => fullHost(each.host, from) === host);
      const chosen = routed(other).filter(({ subset }) => subset !== undefined).map((each) => each.host);
      return !routed(object).some(({ host: text, subset }) => subset === undefined && chosen.includes(text) && other.spec.hosts.includes(text));
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

function namespaceOf({ metadata }) {
  return metadata.namespace ?? 'default';
}

/** The servers of a Gateway for a port: the hosts of each, as istiod reads them, with the address that it binds. */
function serversOf(gateway, port) {
  const host = (text) => text.replace(/^\.\//, `${namespaceOf(gateway)}/`).replace(/^\*\//, '');
  return (gateway.spec.servers ?? []).filter((server) => String(server.port?.number) === port).map(({ hosts, bind = '' }) => hosts.map((text) => `${bind} ${host(text)}`));
}

/** Namespaces of the pods that a selector finds, that of the ingress gateway among them which upstream assumes. */
function podsOf(objects, selector) {
  const pods = objects.map((each) => ({ labels: each.kind === 'Pod' ? each.metadata.labels : each.spec?.template?.metadata?.labels, namespace: namespaceOf(each) }));
  const all = [...pods, { labels: { istio: 'ingressgateway' }, namespace: 'istio-system' }];
  return all.filter(({ labels }) => labels !== undefined && Object.entries(selector).every(([key, value]) => labels[key] === value)).map(({ namespace }) => namespace);
}

/** The objects of a list of names, the object itself aside. */
function othersNamed(kind, names, objects, object) {
  const listed = new Set(names.split(','));
  return objects.filter((each) => each.kind === kind && each !== object && listed.has(`${namespaceOf(each)}/${each.metadata.name}`));
}

function fullHost(host, holder) {
  return host.includes('.') || host.startsWith('*') ? host : `${host}.${namespaceOf(holder)}.svc.cluster.local`;
}

function sharesHost(one, other) {
  const hosts = new Set(one.spec.hosts.map((host) => fullHost(host, one)));
  return other.spec.hosts.some((host) => hosts.has(fullHost(host, other)));
}

/** Where a VirtualService stands among those that a namespace sees: its own ones, those exported to it by name, those exported to all. */
function place({ spec, metadata }, scope) {
  const exportTo = spec.exportTo ?? [];
  if (exportTo.length === 0 || exportTo.includes('*')) return 'all';
  return namespaceOf({ metadata }) === scope ? 'own' : 'named';
}

/** True when one of the reasons explains the difference in this mesh; `said` is the message of the side that has one. */
export function isExplained(difference, mesh) {
  return REASONS.some((reason) => reason.difference === difference && reason.explains(mesh));
}
