import { containerPortOf } from '../../../model/container-ports';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import { MultiMap } from '../../../model/multi-map';
import type { Resource } from '../../../model/resource';
import { SelectorIndex } from '../../../model/selector-index';
import { isEmptySelector } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import type { KnownService } from '../../../model/services-of-host';
import { compareText } from '../../../model/values';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { Workload } from '../../../model/workloads';
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
    let byNamespace: ReturnType<typeof servicesBySelector> | undefined;
    for (const policy of context.all('security.istio.io/PeerAuthentication')) {
      const selector = policy.object.spec?.selector?.matchLabels;
      const ports = Object.entries(policy.object.spec?.portLevelMtls ?? {}).filter(([, { mode }]) => mode !== undefined && mode !== 'UNSET');
      // In the root namespace a policy with a selector is for nobody.
      if (selector === undefined || isEmptySelector(selector) || ports.length === 0 || policy.namespace === rootNamespace) continue;
      const services = (byNamespace ??= servicesBySelector(context)).get(policy.namespace);
      if (services === undefined) continue;
      const { workloads } = context;
      const selected = workloads.matching(selector, policy.namespace);
      const reached = selected.length === 0 && !workloads.knows(policy.namespace) ? [{ labels: selector }] : selected;
      const { targets, certain, servicePorts } = portsOf(reached, services);
      if (!certain) continue;
      for (const [key] of ports) {
        const port = Number(key);
        const [mapping] = [...servicePorts.get(port)].sort((a, b) => compareText(a.service.host, b.service.host) || a.target - b.target);
        if (mapping === undefined || targets.has(port)) continue;
        report(context, policy, key, mapping);
      }
    }
  },
});

interface Mapping {
  readonly service: KnownService;
  readonly target: number;
}

function report(context: RuleContext, policy: Resource<'security.istio.io/PeerAuthentication'>, key: string, { service, target }: Mapping): void {
  const name = service.resource === undefined ? service.host : formatObject(service.resource.ref);
  context.report(
    policy,
    ['spec', 'portLevelMtls', key],
    `${formatObject(policy.ref)} has a mode for port ${key}, which is a port of ${name}; the workloads that it selects listen on ${target} for it.`,
    { fix: `Write ${target} in place of ${key}: portLevelMtls is about ports of the workload.` },
  );
}

function servicesBySelector(context: RuleContext): ReadonlyMap<string, SelectorIndex<KnownService>> {
  const byNamespace = new MultiMap<string, KnownService>();
  for (const { namespace, name, object } of context.all('core/Service')) {
    const host = `${name}.${namespace}.svc.${context.settings.clusterDomain}`;
    if (isEmptySelector(object.selector)) continue;
    for (const service of context.services.exact(host)) if (service.resource?.kind === 'core/Service') byNamespace.add(namespace, service);
  }
  const found = new Map<string, SelectorIndex<KnownService>>();
  for (const [namespace, services] of byNamespace.entries()) {
    found.set(namespace, new SelectorIndex(services.map((service) => [service.selector, service] as const)));
  }
  return found;
}

/** What is known of the ports of some workloads. */
interface Ports {
  /** Ports of the workloads: those that Services map to, and those that containers declare. */
  readonly targets: ReadonlySet<number>;
  /** False where a Service maps to a name that cannot be looked up. */
  readonly certain: boolean;
  /** Ports of the Services, with what they are mapped to. */
  readonly servicePorts: MultiMap<number, Mapping>;
}

function portsOf(workloads: readonly Pick<Workload, 'labels' | 'pod'>[], services: SelectorIndex<KnownService>): Ports {
  const targets = new Set<number>();
  const servicePorts = new MultiMap<number, Mapping>();
  let certain = true;
  for (const { labels, pod } of workloads) {
    for (const { containerPort } of (pod?.containers ?? []).flatMap(({ ports }) => ports)) if (containerPort !== undefined) targets.add(containerPort);
    for (const service of services.matching(labels)) {
      for (const port of service.ports ?? []) {
        if (port.protocol === 'UDP') continue;
        const target = containerPortOf(port, pod);
        if (target === undefined) certain = false;
        else {
          targets.add(target);
          servicePorts.add(port.number, { service, target });
        }
      }
    }
  }
  return { targets, certain, servicePorts };
}
