import { asList, asText, fieldOf } from './values';
import type { Fields } from './values';

/** In policies it stands for the trust domain of the mesh, whatever that is. */
export const ANY_OWN_TRUST_DOMAIN = 'cluster.local';

/**
 * The trust domains whose identities a mesh takes, as a MeshConfig says; undefined where it says nothing of its own.
 * Reference: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig
 */
export function trustDomainsOf(config: Fields): readonly string[] | undefined {
  const texts = (list: unknown): readonly string[] => asList(list).flatMap((item) => asText(item) ?? []);
  const [own, aliases] = [asText(config['trustDomain']), texts(config['trustDomainAliases'])];
  if ((own === undefined || own === '') && aliases.length === 0) return undefined;
  const others = asList(config['caCertificates']).flatMap((certificate) => texts(fieldOf(certificate, 'trustDomains')));
  return [...new Set([own === undefined || own === '' ? ANY_OWN_TRUST_DOMAIN : own, ...aliases, ...others])];
}
