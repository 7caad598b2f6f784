import { dataPlaneOfNamespace } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { MESH_GATEWAY } from '../../../model/gateways';
import { fullHost, parseServiceHost } from '../../../model/hosts';
import type { Resource } from '../../../model/resource';
import type { MeshSettings } from '../../../model/settings';
import { SidecarImports } from '../../../model/sidecar-imports';
import { firstFew, listed } from '../../../model/text';
import { visibilityOf } from '../../../model/visibility';
import { defineRule } from '../../rule';

const mesh = (hosts: string): string => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec:
  egress: [{ hosts: ${hosts} }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pay, namespace: shop }
spec:
  hosts: [pay.bank.svc.cluster.local]
  exportTo: ["."]
  http:
    - timeout: 2s
      route: [{ destination: { host: pay.bank.svc.cluster.local } }]
`;

export const virtualServiceHiddenBySidecar = defineRule({
  id: 'virtual-service-hidden-by-sidecar',
  upstream: [],
  severity: 'warning',
  summary: 'A VirtualService is for workloads whose Sidecar does not let them know of it',
  why: 'An egress host `bank/*` lets in objects that are in `bank`: a VirtualService elsewhere for a host of `bank` is not used, and its routes, timeouts and faults have no effect.',
  fix: 'Add the host with the namespace of the VirtualService (`./*`) to the egress of the Sidecar.',
  notes:
    'Destinations of a VirtualService need no egress host of their own: Istio adds them. Looked at are VirtualServices for the mesh alone, in the namespaces ' +
    'that `exportTo` names; of one that is exported to all, its own namespace, where its hosts are Services of others. One that any ' +
    'Sidecar of such a namespace lets in is left alone, and so is a namespace with several Sidecars for all of its workloads.',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/Sidecar', 'core/Namespace'],
  bad: mesh('["bank/*"]'),
  good: mesh('["bank/*", "./*"]'),
  check(context) {
    const sidecars = context.all('networking.istio.io/Sidecar');
    if (sidecars.length === 0) return;
    const { clusterDomain, rootNamespace } = context.settings;
    const imports = new SidecarImports(sidecars, rootNamespace);
    const isAmbient = (namespace: string): boolean => dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings).kind === 'ambient';
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const { gateways = [], hosts: written = [] } = virtualService.object.spec ?? {};
      if (written.length === 0 || gateways.some((name) => name !== MESH_GATEWAY)) continue;
      const hosts = written.map((host) => fullHost(host, virtualService.namespace, clusterDomain));
      const users = usersOf(virtualService, hosts, context.settings);
      if (users.length === 0 || users.length > LOOKED_AT_MOST || !users.every((user) => !isAmbient(user) && imports.hides(hosts, virtualService.namespace, user))) continue;
      const names = [...new Set(users.flatMap((user) => imports.forNamespace(user) ?? []).map(({ ref }) => formatObject(ref)))];
      context.report(
        virtualService,
        ['spec', 'hosts'],
        `${formatObject(virtualService.ref)} is for ${listed(firstFew(hosts))}, but ${listed(firstFew(names))} ${names.length === 1 ? 'lets' : 'let'} nothing of these in from namespace ${virtualService.namespace}.`,
      );
    }
  },
});

/** A VirtualService for more namespaces than this is left alone, so that many of many hosts stay cheap. */
const LOOKED_AT_MOST = 64;

/** The namespaces for whose workloads it is meant, as far as that is certain. */
function usersOf({ namespace, object }: Resource<'networking.istio.io/VirtualService'>, hosts: readonly string[], { clusterDomain, defaultExportTo }: MeshSettings): readonly string[] {
  const visibility = visibilityOf(object.spec?.exportTo, namespace, defaultExportTo?.virtualServices);
  if (visibility !== '*') return [...visibility];
  const ofOthers = hosts.every((host) => (parseServiceHost(host, clusterDomain)?.namespace ?? namespace) !== namespace);
  return ofOthers ? [namespace] : [];
}
