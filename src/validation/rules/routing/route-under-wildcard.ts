import { formatObject } from '../../../model/finding';
import { isWildcard, parseServiceHost } from '../../../model/hosts';
import { SERVICE_KINDS } from '../../../model/services';
import { firstFew, listed } from '../../../model/text';
import { callersOf } from '../../missing-host';
import { defineRule } from '../../rule';

const mesh = (hosts: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: partners, namespace: shop }
spec:
  hosts: ${hosts}
  location: MESH_EXTERNAL
  resolution: NONE
  ports: [{ number: 80, name: http, protocol: HTTP }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pay, namespace: shop }
spec:
  hosts: [pay.example.com]
  http:
    - route:
        - destination: { host: pay.example.com }
`;

export const routeUnderWildcard = defineRule({
  id: 'route-under-wildcard',
  upstream: [],
  severity: 'error',
  summary: 'A route or mirror goes to a host that only a ServiceEntry with a wildcard has',
  why: 'Envoy has a cluster for the wildcard and none for a host below it, so it answers with 503, although the host is reached where no route names it.',
  fix: 'Add the host itself to a ServiceEntry.',
  notes:
    '`istioctl analyze` is content with the wildcard. Hosts of Kubernetes Services are left alone: the Service may be elsewhere. So is a wildcard that ' +
    'is only declared.',
  reads: ['networking.istio.io/VirtualService', ...SERVICE_KINDS],
  bad: mesh('["*.example.com"]'),
  good: mesh('["*.example.com", pay.example.com]'),
  check(context) {
    const entries = context.all('networking.istio.io/ServiceEntry');
    if (!entries.some(({ object }) => (object.spec?.hosts ?? []).some(isWildcard))) return;
    const { routes, settings: { clusterDomain } } = context;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const { destination, host: full, path, mirror } of routes.of(virtualService)) {
        const { host } = destination;
        if (host === undefined || host === '' || isWildcard(host) || host.includes(':')) continue;
        if (parseServiceHost(full, clusterDomain) !== undefined || full.endsWith('.clusterset.local')) continue;
        const covering = context.services.onlyCovering(full, callersOf(virtualService, context.settings).namespaces);
        if (covering.length === 0) continue;
        const owners = [...new Set(covering.flatMap(({ owners }) => owners))].sort();
        const hosts = [...new Set(covering.flatMap(({ all }) => all.map(({ host }) => host)))];
        context.report(
          virtualService,
          [...path, 'host'],
          `${formatObject(virtualService.ref)} ${mirror ? 'mirrors' : 'sends'} traffic to ${full}, but ${listed(firstFew(owners))} ${owners.length === 1 ? 'has' : 'have'} only ${listed(firstFew(hosts))}.`,
        );
      }
    }
  },
});
