import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { PolicyRule } from '../../../model/kinds/security';
import { Memo } from '../../../model/memo';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import { deniesConnectionsByWarning, httpAttributes } from '../../../model/policy-attributes';
import { policyScope } from '../../../model/policy-target';
import { carriesConnections } from '../../../model/protocols';
import type { Resource } from '../../../model/resource';
import { SERVICE_KINDS } from '../../../model/services';
import { canonical } from '../../../model/values';
import { actionOf, decides } from '../../../model/waypoints';
import { WorkloadServices } from '../../../model/workload-ports';
import type { PortMapping, WorkloadPorts } from '../../../model/workload-ports';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { Workload } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = ['security.istio.io/AuthorizationPolicy', ...DATA_PLANE_KINDS, ...SERVICE_KINDS, ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

const mesh = (to: string): string => `
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec:
  selector: { app: cart }
  ports:
    - { name: http, port: 80, targetPort: 9080 }
    - { name: tcp-cache, port: 6379 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: cart, image: cart, ports: [{ containerPort: 9080 }, { containerPort: 6379 }] }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-trials, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  action: DENY
  rules:
    - from: [{ source: { namespaces: [dev] } }]${to}
      when: [{ key: "request.headers[x-trial]", values: ["*"] }]
`;

export const httpPolicyOnTcpPort = defineRule({
  id: 'http-policy-on-tcp-port',
  upstream: [],
  severity: 'warning',
  summary: 'A rule of an AuthorizationPolicy looks at HTTP, and a port that it is for is not HTTP',
  why: 'On a port of TCP a DENY rule counts without what it says of HTTP, so it stops whole connections, and an ALLOW rule with HTTP in it matches nothing.',
  fix: 'Name the ports that speak HTTP in the rule, or let the Service say that this port does: by its name or by appProtocol.',
  notes:
    'A port is taken for TCP where every Service that leads to it says so: by `appProtocol`, by its name, or by a number on which ' +
    'servers speak first. One that says nothing may be HTTP. An ALLOW rule is reported when it names such a port and no other, ' +
    'or has a selector and its workloads have no other. A DENY rule that names no port in any operation, or nothing of its callers but ' +
    'tokens, is left to the warning of istiod (`ineffective-field`), whatever the ports are. A rule with a condition on `destination.port`, policies for the whole mesh, ' +
    'ambient workloads (see `ambient-l7-without-waypoint`) and workloads without a sidecar are left alone.',
  reads: READS,
  bad: mesh(''),
  good: mesh('\n      to: [{ operation: { ports: ["9080"] } }]'),
  check(context) {
    let services: WorkloadServices | undefined;
    const known = new Memo<Protocols | undefined>();
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      const { spec } = policy.object;
      const action = actionOf(policy.object);
      if ((action !== 'DENY' && action !== 'ALLOW') || !decides(policy)) continue;
      const attributes = firstByRule(httpAttributes(policy.object));
      if (attributes.size === 0) continue;
      const scope = policyScope(spec, policy.namespace, context.settings.rootNamespace);
      if (scope.kind === 'mesh' || scope.kind === 'targets' || scope.namespace === undefined) continue;
      const { namespace } = scope;
      const labels = scope.kind === 'workloads' ? scope.labels : undefined;
      const table = (services ??= new WorkloadServices(context.all('core/Service'), context.services, context.settings.clusterDomain));
      const protocols = known.get(canonical(scope), () => protocolsOf(table.portsOf(namespace, workloadsWithSidecar(context, namespace, labels))));
      if (protocols === undefined) continue;
      for (const [index, path] of attributes) {
        const rule = spec?.rules?.[index];
        if (rule === undefined) continue;
        const hit = action === 'DENY' ? deniedConnection(rule, protocols) : neverAllowed(rule, protocols, labels !== undefined);
        if (hit !== undefined) report(context, policy, path, hit);
      }
    }
  },
});

function report(context: RuleContext, policy: Resource<'security.istio.io/AuthorizationPolicy'>, path: Path, { service, target, protocol }: PortMapping): void {
  const owner = service.resource === undefined ? service.host : formatObject(service.resource.ref);
  const then = actionOf(policy.object) === 'DENY' ? 'there the rule counts without that and denies connections' : 'there the rule matches nothing';
  context.report(policy, path, `${formatObject(policy.ref)} looks at HTTP, and port ${target} of its workloads is ${protocol ?? ''} by ${owner}: ${then}.`);
}

/** The first HTTP attribute of each rule that has any. */
function firstByRule(paths: readonly Path[]): ReadonlyMap<number, Path> {
  const first = new Map<number, Path>();
  for (const path of paths) {
    const index = path[2];
    if (typeof index === 'number' && !first.has(index)) first.set(index, path);
  }
  return first;
}

function workloadsWithSidecar(context: RuleContext, namespace: string, labels: Readonly<Record<string, string>> | undefined): readonly Pick<Workload, 'labels' | 'pod'>[] {
  const { namespaces, settings, workloads } = context;
  const plane = dataPlaneOfNamespace(namespaces.get(namespace), settings);
  const selected = workloads.matching(labels, namespace);
  if (selected.length === 0 && labels !== undefined && !workloads.knows(namespace)) return plane.kind === 'sidecar' ? [{ labels }] : [];
  return selected.filter(({ pod }) => dataPlaneOfWorkload(pod, plane).kind === 'sidecar' && !leavesPortsOut(pod));
}

/** True where annotations take ports away from the sidecar. */
function leavesPortsOut(pod: Workload['pod']): boolean {
  return ['excludeInboundPorts', 'includeInboundPorts'].some((name) => pod?.annotations[`traffic.sidecar.istio.io/${name}`] !== undefined);
}

interface Protocols {
  /** Ports of TCP, the lowest first, with one of the Services that say so. */
  readonly tcp: ReadonlyMap<number, PortMapping>;
  /** True when the workloads have no port but these. */
  readonly only: boolean;
}

function protocolsOf(ports: WorkloadPorts | undefined): Protocols | undefined {
  if (ports === undefined) return undefined;
  const byTarget = new MultiMap<number, PortMapping>();
  for (const mappings of ports.servicePorts.lists()) for (const mapping of mappings) byTarget.add(mapping.target, mapping);
  const tcp = new Map<number, PortMapping>();
  for (const [target, mappings] of [...byTarget.entries()].sort(([a], [b]) => a - b)) {
    if (mappings.every(({ protocol }) => carriesConnections(protocol))) tcp.set(target, mappings.reduce((a, b) => (b.service.host < a.service.host ? b : a)));
  }
  return tcp.size === 0 ? undefined : { tcp, only: ports.certain && [...ports.targets].every((target) => tcp.has(target)) };
}

const looksAtHttp = (rule: PolicyRule): boolean => httpAttributes({ spec: { rules: [rule] } }).length > 0;

/** A port of TCP for which a DENY rule is as well, without a word of it. */
function deniedConnection(rule: PolicyRule, { tcp }: Protocols): PortMapping | undefined {
  const { from, to, when } = rule;
  if (deniesConnectionsByWarning(rule)) return undefined;
  if ((when ?? []).some(({ key }) => key === 'destination.port')) return undefined;
  if ((to ?? []).length === 0) return first(tcp);
  // What is the same for all operations.
  const all = looksAtHttp({ from, when });
  for (const { operation } of to ?? []) {
    if (!all && !looksAtHttp({ to: [{ operation }] })) continue;
    const [ports, notPorts] = [operation?.ports ?? [], new Set(operation?.notPorts ?? [])];
    const candidates = ports.length > 0 ? ports.flatMap((port) => tcp.get(Number(port)) ?? []) : [...tcp.values()];
    const hit = candidates.find(({ target }) => !notPorts.has(String(target)));
    if (hit !== undefined) return hit;
  }
  return undefined;
}

/** A port of TCP that an ALLOW rule names, or that is all its workloads have, where the rule always looks at HTTP. */
function neverAllowed({ from = [], to = [], when = [] }: PolicyRule, { tcp, only }: Protocols, selects: boolean): PortMapping | undefined {
  if (when.some(({ key }) => key === 'destination.port')) return undefined;
  const always =
    looksAtHttp({ when }) ||
    (from.length > 0 && from.every((each) => looksAtHttp({ from: [each] }))) ||
    (to.length > 0 && to.every((each) => looksAtHttp({ to: [each] })));
  if (!always) return undefined;
  const named = to.map(({ operation }) => operation?.ports ?? []);
  if (named.length === 0 || named.some((ports) => ports.length === 0)) return only && selects ? first(tcp) : undefined;
  const mappings = named.flat().map((port) => tcp.get(Number(port)));
  return mappings.every((mapping) => mapping !== undefined) ? mappings[0] : undefined;
}

function first(tcp: Protocols['tcp']): PortMapping | undefined {
  const [mapping] = tcp.values();
  return mapping;
}
