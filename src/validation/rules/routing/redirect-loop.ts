import { formatObject } from '../../../model/finding';
import { fullHost, HostMap } from '../../../model/hosts';
import { HttpEntries, matchAtEntry, ofPath } from '../../../model/http-entries';
import type { HttpEntry } from '../../../model/http-entries';
import type { HttpMatch, HttpRedirect, HttpRoute } from '../../../model/kinds/networking';
import type { Resource } from '../../../model/resource';
import { defineRule } from '../../rule';

const mesh = (match: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http:
    - ${match}redirect: { scheme: https }
`;

export const redirectLoop = defineRule({
  id: 'redirect-loop',
  upstream: [],
  severity: 'error',
  summary: 'A redirect of a VirtualService leads to where it is redirected again',
  why: 'The client asks again, is sent to the same place, and gives up after some twenty redirects without an answer.',
  fix: 'Match only what is to be redirected (a `port`, an `exact` path), or put the route for the new place before the redirect.',
  notes:
    'It speaks where nothing but the path, the port, the gateway and the scheme decides, the new place is one of this VirtualService alone, and no route before the redirect may take it. ' +
    'Whether a server speaks HTTPS is known of Gateways in the input. A server with `httpsRedirect` shows no request to its routes. For HTTPRoutes see [route-redirect-loop](route-redirect-loop.md).',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/Gateway'],
  bad: mesh(''),
  good: mesh('match: [{ port: 80 }]\n      '),
  check(context) {
    const { clusterDomain } = context.settings;
    const virtualServices = context.all('networking.istio.io/VirtualService');
    const entries = new HttpEntries(context.gateways);
    let owners: HostMap<VirtualServiceResource> | undefined;
    for (const virtualService of virtualServices) {
      // After many routes nothing is said, so that many redirects in one VirtualService stay cheap.
      const routes = (virtualService.object.spec?.http ?? []).slice(0, LOOKED_AT_MOST);
      if (routes.every(({ redirect }) => redirect === undefined)) continue;
      owners ??= ownersByHost(virtualServices, clusterDomain);
      for (const [index, { redirect }] of routes.entries()) {
        if (redirect === undefined) continue;
        const loop = new Place(virtualService, routes.slice(0, index + 1), redirect, owners, clusterDomain).loop(entries);
        if (loop === undefined) continue;
        const path = redirect.uri ?? redirect.prefixRewrite;
        const to = path === undefined ? 'to the very place that they asked for' : `to "${path}", which the same route redirects again`;
        context.report(virtualService, ['spec', 'http', index, 'redirect'], `${formatObject(virtualService.ref)} redirects requests for ${loop.host} that come to ${loop.entry.name} ${to}.`);
      }
    }
  },
});

type VirtualServiceResource = Resource<'networking.istio.io/VirtualService'>;

function ownersByHost(virtualServices: readonly VirtualServiceResource[], clusterDomain: string): HostMap<VirtualServiceResource> {
  const owners = new HostMap<VirtualServiceResource>();
  for (const each of virtualServices) {
    for (const text of each.object.spec?.hosts ?? []) {
      const host = fullHost(text, each.namespace, clusterDomain).toLowerCase();
      // Two tell that a host is not of one VirtualService alone.
      if (owners.exact(host).length < 2) owners.add(host, each);
    }
  }
  return owners;
}

/** A redirect of a VirtualService, and where it leads. */
class Place {
  readonly #owner: VirtualServiceResource;
  readonly #earlier: readonly HttpRoute[];
  readonly #matches: readonly HttpMatch[];
  readonly #redirect: HttpRedirect;
  readonly #owners: HostMap<VirtualServiceResource>;
  readonly #clusterDomain: string;

  /** Of the routes the last one has the redirect. */
  constructor(owner: VirtualServiceResource, routes: readonly HttpRoute[], redirect: HttpRedirect, owners: HostMap<VirtualServiceResource>, clusterDomain: string) {
    this.#owner = owner;
    this.#earlier = routes.slice(0, -1);
    this.#matches = matchesOf(routes.at(-1) ?? {});
    this.#redirect = redirect;
    this.#owners = owners;
    this.#clusterDomain = clusterDomain;
  }

  /** A host, and where requests for it come in, for which the redirect leads back to itself. */
  loop(entries: HttpEntries): { readonly host: string; readonly entry: HttpEntry } | undefined {
    for (const host of this.#targets()) {
      if (!this.#owners.covering(host).every((each) => each === this.#owner)) continue;
      for (const entry of entries.of(this.#owner, host)) if (this.#staysAt(entry) && this.#returns(entry)) return { host, entry };
    }
    return undefined;
  }

  #staysAt(entry: HttpEntry): boolean {
    const { scheme, port, authority } = this.#redirect;
    if (scheme !== undefined && scheme.toLowerCase() !== entry.scheme) return false;
    const said = port ?? portOf(authority);
    if (said !== undefined) return said === entry.port;
    // Without a port the usual one of the scheme is meant, or that of the request.
    return scheme === undefined || entry.port === undefined || entry.port === USUAL[entry.scheme ?? 'http'];
  }

  /** The hosts that the redirect leads to, of those that are this VirtualService's. */
  #targets(): readonly string[] {
    const { namespace, object } = this.#owner;
    const { authority } = this.#redirect;
    if (authority === undefined) return (object.spec?.hosts ?? []).slice(0, HOSTS_AT_MOST).map((host) => fullHost(host, namespace, this.#clusterDomain).toLowerCase());
    const host = fullHost(authority.replace(/:\d*$/, ''), namespace, this.#clusterDomain).toLowerCase();
    return this.#owners.covering(host).includes(this.#owner) ? [host] : [];
  }

  /** True when the new request comes to the same redirect, as surely as can be told. */
  #returns(entry: HttpEntry): boolean {
    const { uri, prefixRewrite } = this.#redirect;
    const { namespace } = this.#owner;
    const to = uri ?? prefixRewrite;
    if (to === undefined) return this.#matches.some((match) => matchAtEntry(match, entry, namespace) === 'yes' && !this.#isTaken(match, entry));
    // A `%` may stand for a part of the old path.
    if (!to.startsWith('/') || to.includes('%')) return false;
    const [path = ''] = to.split(/[?#]/);
    // A request for just the prefix tells enough.
    const matches = uri === undefined ? this.#matches.filter((match) => match.uri?.prefix !== undefined) : this.#matches;
    return matches.some((match) => matchAtEntry(match, entry, namespace, path) === 'yes') && this.#earlier.every((route) => matchesOf(route).every((match) => matchAtEntry(match, entry, namespace, path) === 'no'));
  }

  /** True where a route before may take what comes to a match a second time: all of it, or it looks at how the request came in. */
  #isTaken({ uri }: HttpMatch, entry: HttpEntry): boolean {
    const sample = uri?.exact ?? uri?.prefix;
    return this.#earlier.flatMap(matchesOf).some((match) => {
      const verdict = matchAtEntry(match, entry, this.#owner.namespace);
      if (verdict === 'no') return false;
      if (verdict === 'maybe') return looksAtTheWay(match);
      return match.uri === undefined || (uri !== undefined && (sample === undefined || ofPath(match, sample) !== 'no'));
    });
  }
}

const LOOKED_AT_MOST = 50;

/** The first few hosts of a VirtualService tell enough. */
const HOSTS_AT_MOST = 10;

const USUAL = { http: 80, https: 443 } as const;

function portOf(authority: string | undefined): number | undefined {
  const port = /:(\d+)$/.exec(authority ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}

function matchesOf({ match = [] }: HttpRoute): readonly HttpMatch[] {
  return match.length === 0 ? [{}] : match;
}

/** True for a match by which the request before a redirect and the one after it may differ. */
function looksAtTheWay({ port, scheme, authority, headers = {}, withoutHeaders = {} }: HttpMatch): boolean {
  return port !== undefined || scheme !== undefined || authority !== undefined || [headers, withoutHeaders].some((each) => Object.keys(each).some((name) => /^(:|x-|via$|forwarded|cookie$)/i.test(name)));
}
