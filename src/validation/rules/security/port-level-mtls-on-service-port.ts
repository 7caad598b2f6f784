import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { Resource } from '../../../model/resource';
import { isEmptySelector } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import { mappedElsewhere, WorkloadServices } from '../../../model/workload-ports';
import type { PortMapping } from '../../../model/workload-ports';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = ['security.istio.io/PeerAuthentication', ...SERVICE_KINDS, ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

const mesh = (port: number): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80, targetPort: 9080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews } }
    spec: { containers: [{ name: reviews, image: reviews, ports: [{ containerPort: 9080 }] }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  mtls: { mode: STRICT }
  portLevelMtls: { "${port}": { mode: PERMISSIVE } }
`;

export const portLevelMtlsOnServicePort = defineRule({
  id: 'port-level-mtls-on-service-port',
  upstream: [],
  severity: 'warning',
  summary: 'A PeerAuthentication is for a port of the Service, and the workload listens on another',
  why: 'The keys of portLevelMtls are ports of the workload, so this one is for no connection and the mode of the whole workload holds.',
  fix: 'Write the port of the container, which the Service has as targetPort.',
  notes:
    'Reported is a port that a Service of these workloads has and maps to another one, as long as no Service maps a port to it and ' +
    'no container declares it. Names of ports are looked up in the containers; where a name is not found, nothing is said. Workloads ' +
    'that are not in the input are taken to be those that a Service selects by the labels of the policy.',
  reads: READS,
  bad: mesh(80),
  good: mesh(9080),
  check(context) {
    const { rootNamespace } = context.settings;
    let services: WorkloadServices | undefined;
    for (const policy of context.all('security.istio.io/PeerAuthentication')) {
      const selector = policy.object.spec?.selector?.matchLabels;
      const ports = Object.entries(policy.object.spec?.portLevelMtls ?? {}).filter(([, { mode }]) => mode !== undefined && mode !== 'UNSET');
      // In the root namespace a policy with a selector is for nobody.
      if (selector === undefined || isEmptySelector(selector) || ports.length === 0 || policy.namespace === rootNamespace) continue;
      const { workloads } = context;
      services ??= new WorkloadServices(context.all('core/Service'), context.services, context.settings.clusterDomain);
      const selected = workloads.matching(selector, policy.namespace);
      const reached = selected.length === 0 && !workloads.knows(policy.namespace) ? [{ labels: selector }] : selected;
      const known = services.portsOf(policy.namespace, reached);
      if (known === undefined) continue;
      for (const [key] of ports) {
        const mapping = mappedElsewhere(known, Number(key));
        if (mapping === undefined) continue;
        report(context, policy, key, mapping);
      }
    }
  },
});

function report(context: RuleContext, policy: Resource<'security.istio.io/PeerAuthentication'>, key: string, { service, target }: PortMapping): void {
  const name = service.resource === undefined ? service.host : formatObject(service.resource.ref);
  context.report(
    policy,
    ['spec', 'portLevelMtls', key],
    `${formatObject(policy.ref)} has a mode for port ${key}, which is a port of ${name}; the workloads that it selects listen on ${target} for it.`,
    { fix: `Write ${target} in place of ${key}: portLevelMtls is about ports of the workload.` },
  );
}
