import { formatPath } from '../../../model/path';
import { asList, asText, fieldOf, isFields, type Fields } from '../../../model/values';
import { meshDocuments } from '../../mesh-documents';
import { defineRule } from '../../rule';

const mesh = (registry: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: ""
  meshNetworks: |
    networks:
      east:
        endpoints: [{ fromRegistry: Kubernetes }]
        gateways: [{ address: 192.0.2.1, port: 15443 }]
      west:
        endpoints: [{ fromRegistry: ${registry} }]
        gateways: [{ address: 198.51.100.1, port: 15443 }]
---
apiVersion: v1
kind: Secret
metadata: { name: istio-remote-secret-west, namespace: istio-system, labels: { istio/multiCluster: "true" } }
type: Opaque
data: { west-1: YXBpVmVyc2lvbjogdjE= }
`;

/** What istiod itself can be a registry as. */
const OWN = ['Mock', 'Kubernetes', 'External'];

export const networkRegistryNotFound = defineRule({
  id: 'network-registry-not-found',
  upstream: ['IST0126'],
  severity: 'error',
  summary: 'A network of the mesh has the endpoints of a cluster that istiod does not know',
  why: 'No endpoint belongs to the network then: calls to the other cluster go to addresses that cannot be reached, and not through its gateway.',
  fix: 'Use the name by which a remote secret gives istiod access to the cluster, or make that secret (`istioctl create-remote-secret`).',
  notes:
    'Networks stand in `meshNetworks` of the ConfigMap `istio`, or `istio-<revision>`, in the namespace of Istio. A cluster is known by the keys of ' +
    'the Secrets with the label `istio/multiCluster: "true"`, and its own by `CLUSTER_ID` of the Deployment istiod; without that it is `Kubernetes`. ' +
    'Such Secrets are seldom among manifests, so it is reported only with `--complete`.',
  reads: ['core/ConfigMap', 'core/Secret', 'apps/Deployment'],
  settings: { complete: true },
  bad: mesh('west-2'),
  good: mesh('west-1'),
  check(context) {
    if (!context.settings.complete) return;
    const known = new Set(OWN);
    for (const { labels, object } of context.all('core/Secret')) if (labels['istio/multiCluster'] === 'true') for (const key of Object.keys(object.data)) known.add(key);
    for (const { labels, object } of context.all('apps/Deployment')) if (labels.app === 'istiod') for (const { env } of object.containers) known.add(env['CLUSTER_ID'] ?? '');
    for (const each of context.all('core/ConfigMap')) {
      const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: each.name }, data: each.object.data };
      for (const { what, path, value } of meshDocuments(configMap, each.namespace, context.settings.rootNamespace)) {
        if (what !== 'mesh networks' || value === undefined) continue;
        for (const { network, index, registry } of registriesOf(value)) {
          if (known.has(registry)) continue;
          const place = formatPath(['networks', network, 'endpoints', index, 'fromRegistry']);
          context.report(each, path, `In the mesh networks, at ${place}: no remote secret gives istiod access to a cluster ${registry}.`);
        }
      }
    }
  },
});

/** The registries that networks take their endpoints from. */
function registriesOf(value: Fields): readonly { readonly network: string; readonly index: number; readonly registry: string }[] {
  const networks = fieldOf(value, 'networks');
  return Object.entries(isFields(networks) ? networks : {}).flatMap(([network, settings]) =>
    asList(fieldOf(settings, 'endpoints')).flatMap((endpoint, index) => {
      const registry = asText(fieldOf(endpoint, 'fromRegistry') ?? fieldOf(endpoint, 'from_registry'));
      return registry === undefined ? [] : [{ network, index, registry }];
    }),
  );
}
