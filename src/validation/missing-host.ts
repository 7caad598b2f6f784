import { parseServiceHost, serviceHost } from '../model/hosts';
import type { HostKnowledge } from '../model/services';
import type { Resource } from '../model/resource';
import type { MeshSettings } from '../model/settings';
import { firstFew, listed } from '../model/text';
import { visibilityOf } from '../model/visibility';
import type { Visibility } from '../model/visibility';
import { nearest } from '../schema/suggest';
import type { RuleContext } from './context';

/**
 * The namespaces whose proxies use an object for certain: those named in `exportTo`, and the own one where all see it or
 * it is named. None for an object that is shown to nobody.
 */
export function viewersOf(visibility: Visibility, namespace: string): readonly string[] {
  return visibility === '*' ? [namespace] : [...visibility];
}

/** Who sends requests along the routes of a VirtualService. */
export interface Callers {
  readonly namespaces: readonly string[];
  /**
   * All of them do. Not so for a delegate, a VirtualService without hosts: it is used where the VirtualServices are that
   * delegate to it, and its `exportTo` only says which may.
   */
  readonly certain: boolean;
}

export function callersOf({ namespace, object }: Resource<'networking.istio.io/VirtualService'>, { defaultExportTo }: MeshSettings): Callers {
  const viewers = viewersOf(visibilityOf(object.spec?.exportTo, namespace, defaultExportTo?.virtualServices), namespace);
  if ((object.spec?.hosts ?? []).length > 0) return { namespaces: viewers, certain: true };
  return { namespaces: [...new Set([namespace, ...viewers])], certain: false };
}

/** A namespace with more Services than this gets no proposal, so that many wrong hosts stay cheap. */
const COMPARED_AT_MOST = 200;

/** Why a host that was looked up is not there, as the end of a sentence that begins with `but`. */
export function whyMissing(host: string, knowledge: HostKnowledge, context: RuleContext): string {
  if (knowledge.state === 'hidden') {
    const { owners, from } = knowledge;
    const where = `${from.length === 1 ? 'namespace' : 'the namespaces'} ${listed(firstFew(from))}`;
    return `${listed(firstFew(owners))} ${owners.length === 1 ? 'is' : 'are'} not exported to ${where}`;
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
