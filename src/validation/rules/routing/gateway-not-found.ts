import { formatObject } from '../../../model/finding';
import { gatewayKey, isReservedGateway } from '../../../model/gateways';
import type { Kind } from '../../../model/kinds';
import type { HttpRoute, StreamRoute } from '../../../model/kinds/networking';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { compareText } from '../../../model/values';
import { defineRule } from '../../rule';

type VirtualServiceResource = Resource<'networking.istio.io/VirtualService'>;

const READS = [
  'networking.istio.io/VirtualService',
  'networking.istio.io/Gateway',
  'gateway.networking.k8s.io/Gateway',
] as const satisfies readonly Kind[];

export const gatewayNotFound = defineRule({
  id: 'gateway-not-found',
  upstream: ['IST0101', 'IST0132', 'KIA1102'],
  severity: 'error',
  summary: 'A VirtualService names a gateway that does not exist',
  why: 'The routes take effect at no such gateway: requests that come in there get 404, whatever the VirtualService does elsewhere.',
  fix: 'Correct the name (`namespace/name` for a gateway of another namespace), add the Gateway, or declare it if it lives elsewhere.',
  notes:
    'Gateways of matches count as well as those of the spec. A name that only a Gateway API Gateway has is not reported, as in ' +
    '`istioctl analyze`; Kiali reports it. Of a gateway of the spec `istioctl analyze` also says that it has none of the hosts (IST0132).',
  reads: READS,
  bad: `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
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
  http:
    - directResponse: { status: 200 }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [edge/public]
  http:
    - directResponse: { status: 200 }
`,
  check(context) {
    const known = new Set<string>([
      ...context.gateways.keys(),
      ...context.all('gateway.networking.k8s.io/Gateway').map(({ namespace, name }) => `${namespace}/${name}`),
      ...(context.settings.declared.gateways ?? []),
    ]);
    // The Gateway that could be meant by a name written without its namespace: of several, the first by namespace.
    const namespaceOf = new Map<string, string>();
    for (const key of context.gateways.keys()) {
      const [namespace = '', name = ''] = key.split('/');
      const before = namespaceOf.get(name);
      if (before === undefined || compareText(namespace, before) < 0) namespaceOf.set(name, namespace);
    }
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const { text, path } of namedGateways(virtualService)) {
        const key = gatewayKey(text, virtualService.namespace);
        if (isReservedGateway(text) || known.has(key)) continue;
        const elsewhere = text.includes('/') ? undefined : namespaceOf.get(text);
        const hint = elsewhere === undefined ? '' : ` Gateway ${elsewhere}/${text} exists: write "${elsewhere}/${text}".`;
        context.report(
          virtualService,
          path,
          `${formatObject(virtualService.ref)} is bound to gateway "${text}", but there is no Gateway ${key}.${hint}`,
          path[1] === 'gateways' ? {} : { upstream: ['IST0101', 'KIA1102'] },
        );
      }
    }
  },
});

interface NamedGateway {
  readonly text: string;
  readonly path: Path;
}

function namedGateways({ object }: VirtualServiceResource): readonly NamedGateway[] {
  const named: NamedGateway[] = [];
  const { gateways, http, tls, tcp } = object.spec ?? {};
  gateways?.forEach((text, index) => named.push({ text, path: ['spec', 'gateways', index] }));
  const add = (protocol: string, routes: readonly (HttpRoute | StreamRoute)[] | undefined): void => {
    routes?.forEach(({ match }, route) =>
      match?.forEach((each, position) =>
        each.gateways?.forEach((text, index) => named.push({ text, path: ['spec', protocol, route, 'match', position, 'gateways', index] })),
      ),
    );
  };
  add('http', http);
  add('tls', tls);
  add('tcp', tcp);
  return named;
}
