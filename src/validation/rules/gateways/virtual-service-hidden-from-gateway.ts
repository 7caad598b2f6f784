import { formatObject } from '../../../model/finding';
import { gatewayKey, isReservedGateway } from '../../../model/gateways';
import { Memo } from '../../../model/memo';
import { formatLabels, isEmptySelector } from '../../../model/selectors';
import { firstFew, listed } from '../../../model/text';
import { isVisible, visibilityOf } from '../../../model/visibility';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const mesh = (exportTo: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: edge }
spec:
  selector: { matchLabels: { app: edge } }
  template:
    metadata:
      labels: { app: edge }
      annotations: { inject.istio.io/templates: gateway }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { app: edge }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  exportTo: ${exportTo}
  http: [{ directResponse: { status: 200 } }]
`;

export const virtualServiceHiddenFromGateway = defineRule({
  id: 'virtual-service-hidden-from-gateway',
  upstream: [],
  severity: 'error',
  summary: 'A VirtualService is bound to a Gateway and not exported to the namespace in which its pods run',
  why: 'A proxy uses the VirtualServices that its own namespace sees, wherever the Gateway is, so the pods answer 404 to these hosts.',
  fix: 'Add the namespace of the pods to `exportTo`, or leave `exportTo` out.',
  notes:
    'It needs to know where the pods of the gateway run: pods are in the input, and the namespaces to which the VirtualService is exported have none of ' +
    'them. Besides its own namespace, one counts as having none where the input holds workloads of it.',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/Gateway', ...WORKLOAD_KINDS],
  bad: mesh('["."]'),
  good: mesh('[".", edge]'),
  check(context) {
    const { gateways } = context;
    if (gateways.size === 0) return;
    const places = new Memo<readonly string[]>();
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const { gateways: names = [], exportTo } = virtualService.object.spec ?? {};
      const visibility = visibilityOf(exportTo, virtualService.namespace, context.settings.defaultExportTo?.virtualServices);
      if (visibility === '*' || visibility.size === 0) continue;
      for (const [index, text] of names.entries()) {
        if (isReservedGateway(text)) continue;
        const key = gatewayKey(text, virtualService.namespace);
        const gateway = gateways.get(key);
        const selector = gateway?.object.spec?.selector;
        if (gateway === undefined || isEmptySelector(selector)) continue;
        // Where no object of the input says it, the pods may be elsewhere.
        const namespaces = places.get(key, () => [
          ...new Set(context.workloads.matchingAnywhere(selector).flatMap(({ namespace, ref }) => (ref === undefined ? [] : [namespace]))),
        ]);
        if (namespaces.length === 0 || namespaces.some((namespace) => isVisible(visibility, namespace))) continue;
        if (![...visibility].every((viewer) => viewer === virtualService.namespace || context.workloads.knows(viewer))) continue;
        context.report(
          virtualService,
          ['spec', 'gateways', index],
          `${formatObject(virtualService.ref)} is exported to ${listed(firstFew([...visibility].sort()))} only, and the pods of ${formatObject(gateway.ref)} (${formatLabels(selector ?? {})}) run in ${listed(firstFew([...namespaces].sort()))}.`,
        );
      }
    }
  },
});
