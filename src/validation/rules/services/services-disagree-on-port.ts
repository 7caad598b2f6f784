import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { MultiMap } from '../../../model/multi-map';
import type { Resource } from '../../../model/resource';
import { listed, listedBriefly } from '../../../model/text';
import { defineRule } from '../../rule';

const mesh = (target: number): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews } }
    spec: { containers: [{ name: reviews, image: reviews }] }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80, targetPort: 9080 }]
---
apiVersion: v1
kind: Service
metadata: { name: reviews-admin, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: tcp-admin, port: 81, targetPort: ${target} }]
`;

export const servicesDisagreeOnPort = defineRule({
  id: 'services-disagree-on-port',
  upstream: ['IST0116', 'IST0137'],
  severity: 'warning',
  summary: 'Services of one Deployment use a port differently',
  why: 'The sidecar has one listener for each port of the workload, so only what one of the Services says of it takes effect.',
  fix: 'Use one port for one purpose: the same protocol in all Services, and the same number in front of a port of the workload.',
  notes:
    'Reported are a port number that has two transport protocols, and a target port behind two port numbers. Only Deployments whose ' +
    'pods have a sidecar are looked at.',
  reads: ['apps/Deployment', 'core/Service', ...DATA_PLANE_KINDS],
  bad: mesh(9080),
  good: mesh(9081),
  check(context) {
    const { namespaces, servicesByPod: services } = context;
    const disagreements = new Map<readonly ServiceResource[], readonly Disagreement[]>();
    for (const deployment of context.all('apps/Deployment')) {
      const list = services.of(deployment.namespace, deployment.object.labels);
      if (!haveSeveralPorts(list)) continue;
      const found = disagreements.get(list) ?? disagreementsOf(list);
      disagreements.set(list, found);
      if (found.length === 0) continue;
      const plane = dataPlaneOfWorkload(deployment.object, dataPlaneOfNamespace(namespaces.get(deployment.namespace), context.settings));
      if (plane.kind !== 'sidecar' || (context.settings.complete && !plane.certain) || isWaypoint(deployment)) continue;
      for (const { code, message } of found) context.report(deployment, ['spec', 'template'], `${formatObject(deployment.ref)}: ${message}`, { upstream: [code] });
    }
  },
});

type ServiceResource = Resource<'core/Service'>;

function isWaypoint({ labels }: Resource): boolean {
  return labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller';
}

/** One port agrees with itself. */
function haveSeveralPorts(services: readonly ServiceResource[]): boolean {
  return services.length > 1 || (services[0]?.object.ports.length ?? 0) > 1;
}

interface Disagreement {
  readonly code: string;
  readonly message: string;
}

function disagreementsOf(services: readonly ServiceResource[]): readonly Disagreement[] {
  const byNumber = new MultiMap<number, Use>();
  const byTarget = new MultiMap<string, Use>();
  for (const service of services) {
    for (const { port, protocol = 'TCP', targetPort } of service.object.ports) {
      if (port === undefined) continue;
      const use = { port, protocol, owner: formatObject(service.ref) };
      byNumber.add(port, use);
      byTarget.add(`${targetPort === undefined || targetPort === 0 || targetPort === '' ? port : targetPort}`, use);
    }
  }
  const found: Disagreement[] = [];
  for (const [port, uses] of byNumber.entries()) {
    const protocols = distinct(uses.map(({ protocol }) => protocol));
    if (protocols.length > 1) found.push({ code: 'IST0116', message: `port ${port} of its Services is for ${listed(protocols)} (${owners(uses)}).` });
  }
  for (const [target, uses] of byTarget.entries()) {
    const ports = distinct(uses.map(({ port }) => `${port}`));
    if (ports.length > 1) found.push({ code: 'IST0137', message: `its port ${target} is behind the ports ${listedBriefly(ports)} (${owners(uses)}).` });
  }
  return found;
}

interface Use {
  readonly port: number;
  readonly protocol: string;
  readonly owner: string;
}

function owners(uses: readonly Use[]): string {
  return listedBriefly(distinct(uses.map(({ owner }) => owner)));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
