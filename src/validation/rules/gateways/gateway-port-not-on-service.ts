import { formatObject } from '../../../model/finding';
import { Memo } from '../../../model/memo';
import { serviceHost } from '../../../model/hosts';
import { formatLabels, selectorMatches } from '../../../model/selectors';
import type { ServicesByPod } from '../../../model/services-by-pod';
import { ASSUMED_INGRESS, SERVICE_KINDS } from '../../../model/services';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const mesh = (port: number): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: edge }
spec:
  selector: { matchLabels: { app: gateway } }
  template:
    metadata: { labels: { app: gateway, sidecar.istio.io/inject: "true" }, annotations: { inject.istio.io/templates: gateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: gateway, namespace: edge }
spec:
  selector: { app: gateway }
  ports: [{ name: http, port: 80, targetPort: 8080, protocol: TCP }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { app: gateway }
  servers:
    - port: { number: ${port}, name: http, protocol: HTTP }
      hosts: [shop.example.com]
`;

export const gatewayPortNotOnService = defineRule({
  id: 'gateway-port-not-on-service',
  upstream: ['IST0162'],
  severity: 'warning',
  summary: 'A Gateway listens on a port that no Service of its pods has',
  why: 'Nobody gets to such a port from outside of the pod: the load balancer in front of it only knows the ports of the Service.',
  fix: 'Add the port to the Service, or use one that it has.',
  notes:
    'The port of a server is that of the pod; the port of the Service in front of it is taken for it, too. Without `--complete` it is ' +
    'reported only where the pods and the Services of their namespace are in the input.',
  reads: ['networking.istio.io/Gateway', ...SERVICE_KINDS, ...WORKLOAD_KINDS],
  bad: mesh(8443),
  good: mesh(8080),
  check(context) {
    const offered = new Memo<ReadonlySet<number> | undefined>();
    const gateways = context.all('networking.istio.io/Gateway');
    if (gateways.length === 0) return;
    for (const gateway of gateways) {
      const { selector = {}, servers = [] } = gateway.object.spec ?? {};
      const ports = offered.get(formatLabels(selector), () => offeredPorts(context, context.servicesByPod, selector));
      if (ports === undefined) continue;
      for (const [index, { port }] of servers.entries()) {
        if (port?.number === undefined || ports.has(port.number)) continue;
        context.report(
          gateway,
          ['spec', 'servers', index, 'port', 'number'],
          `${formatObject(gateway.ref)} listens on port ${port.number}, and no Service of the pods with ${formatLabels(selector)} leads there.`,
        );
      }
    }
  },
});

/** Ports by which the selected pods can be reached; undefined where that cannot be told. */
function offeredPorts(context: RuleContext, services: ServicesByPod, selector: Readonly<Record<string, string>>): ReadonlySet<number> | undefined {
  const { complete } = context.settings;
  const workloads = context.workloads.matchingAnywhere(selector);
  const ports = new Set<number>();
  const assumed = context.services
    .exact(serviceHost(ASSUMED_INGRESS.service, ASSUMED_INGRESS.namespace, context.settings.clusterDomain))
    .some(({ resource }) => resource === undefined);
  // Names of target ports, by the Services of a pod: many pods have the same.
  const targets = new Map<readonly unknown[], Set<string>>();
  for (const { namespace, labels, pod, ref } of workloads) {
    if (pod === undefined) {
      // What is declared or outside of Kubernetes may listen on anything; so may the assumed gateway, unless this is all there is.
      if (ref !== undefined || !complete || namespace !== ASSUMED_INGRESS.namespace) return undefined;
      for (const port of ASSUMED_INGRESS.ports) ports.add(port);
      continue;
    }
    if (!complete && context.services.namesIn(namespace).length === 0) return undefined;
    if (assumed && namespace === ASSUMED_INGRESS.namespace && selectorMatches(ASSUMED_INGRESS.labels, labels)) {
      for (const port of ASSUMED_INGRESS.ports) ports.add(port);
    }
    const list = services.of(namespace, labels);
    const before = targets.get(list);
    const names = before ?? new Set<string>();
    targets.set(list, names);
    if (before === undefined) {
      for (const service of list) {
        for (const { port, targetPort = port, protocol = 'TCP' } of service.object.ports) {
          if (protocol !== 'TCP' || port === undefined) continue;
          ports.add(port);
          if (typeof targetPort === 'number') ports.add(targetPort);
          else if (targetPort !== undefined) names.add(targetPort);
        }
      }
    }
    for (const { name, containerPort } of pod.containers.flatMap((container) => container.ports)) {
      if (name !== undefined && containerPort !== undefined && names.has(name)) ports.add(containerPort);
    }
  }
  return workloads.length === 0 ? undefined : ports;
}
