import { formatObject } from '../model/finding';
import { parseServiceHost, serviceHost } from '../model/hosts';
import type { HostKnowledge } from '../model/services';
import { listed } from '../model/text';
import { nearest } from '../schema/suggest';
import type { RuleContext } from './context';

/** The namespaces whose proxies use an object for certain: the own one and those named in `exportTo`. */
export function viewersOf(namespace: string, exportTo: readonly string[] | undefined): readonly string[] {
  const named = (exportTo ?? []).filter((entry) => entry !== '*' && entry !== '.' && entry !== '~');
  return [namespace, ...named];
}

/** A namespace with more Services than this gets no proposal, so that many wrong hosts stay cheap. */
const COMPARED_AT_MOST = 200;

/** Why a host that was looked up is not there, as the end of a sentence that begins with `but`. */
export function whyMissing(host: string, knowledge: HostKnowledge, viewers: readonly string[], context: RuleContext): string {
  if (knowledge.state === 'hidden') {
    const owners = [
      ...new Set(knowledge.services.flatMap(({ resource }) => (resource === undefined ? [] : [formatObject(resource.ref)]))),
    ].sort();
    return `${listed(owners)} ${owners.length === 1 ? 'is' : 'are'} not exported to namespace ${listed(viewers)}`;
  }
  const { clusterDomain } = context.settings;
  const parsed = parseServiceHost(host, clusterDomain);
  if (parsed !== undefined) {
    const names = context.services.namesIn(parsed.namespace);
    const meant = names.length > COMPARED_AT_MOST ? undefined : nearest(parsed.name, [...names].sort());
    const hint = meant === undefined ? '' : `; "${meant}" is near`;
    return `namespace ${parsed.namespace} has no Service "${parsed.name}" and no ServiceEntry has that host${hint}`;
  }
  const meant = intendedService(host, context);
  if (meant === undefined) return 'no ServiceEntry has that host';
  return `Istio completes only names without a dot: write "${meant}"`;
}

/** The Service host that `name.namespace` or `name.namespace.svc` was meant to be, when it exists. */
function intendedService(host: string, context: RuleContext): string | undefined {
  const [name = '', namespace = '', svc, ...rest] = host.split('.');
  if (namespace === '' || (svc !== undefined && svc !== 'svc') || rest.length > 0) return undefined;
  const full = serviceHost(name, namespace, context.settings.clusterDomain);
  return context.services.exact(full).length > 0 ? full : undefined;
}
