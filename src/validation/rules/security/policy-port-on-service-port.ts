import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { PolicyAction, PolicyRule } from '../../../model/kinds/security';
import { Memo } from '../../../model/memo';
import type { Path } from '../../../model/path';
import { policyScope } from '../../../model/policy-target';
import { SERVICE_KINDS } from '../../../model/services';
import { canonical } from '../../../model/values';
import { actionOf } from '../../../model/waypoints';
import { mappedElsewhere, WorkloadServices } from '../../../model/workload-ports';
import type { WorkloadPorts } from '../../../model/workload-ports';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const READS = ['security.istio.io/AuthorizationPolicy', ...SERVICE_KINDS, ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

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
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - to: [{ operation: { methods: [GET], ports: ["${port}"] } }]
`;

export const policyPortOnServicePort = defineRule({
  id: 'policy-port-on-service-port',
  upstream: [],
  severity: 'warning',
  summary: 'An AuthorizationPolicy is for a port of the Service, and the workload listens on another',
  why: 'Ports of an AuthorizationPolicy are those of the workload, so this one is for no request.',
  fix: 'Write the port of the container, which the Service has as targetPort.',
  notes:
    'Looked at are `ports` and `notPorts`, and conditions on `destination.port`. Reported is a port that a Service of these ' +
    'workloads has and maps to another one, as long as no Service maps a port to it and no container declares it. Names of ports ' +
    'are looked up in the containers; where a name is not found, nothing is said. Workloads that are not in the input are taken to ' +
    'be those that a Service selects by the labels of the policy. Policies with `targetRefs` and those for the whole mesh are left alone.',
  reads: READS,
  bad: mesh(80),
  good: mesh(9080),
  check(context) {
    const { settings, workloads } = context;
    let services: WorkloadServices | undefined;
    const known = new Memo<WorkloadPorts | undefined>();
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      const named = namedPorts(policy.object.spec?.rules ?? []);
      if (named.length === 0) continue;
      const scope = policyScope(policy.object.spec, policy.namespace, settings.rootNamespace);
      if (scope.kind === 'mesh' || scope.kind === 'targets' || scope.namespace === undefined) continue;
      const { namespace } = scope;
      const labels = scope.kind === 'workloads' ? scope.labels : undefined;
      const table = (services ??= new WorkloadServices(context.all('core/Service'), context.services, settings.clusterDomain));
      const ports = known.get(canonical(scope), () => {
        const selected = workloads.matching(labels, namespace);
        return table.portsOf(namespace, selected.length === 0 && labels !== undefined && !workloads.knows(namespace) ? [{ labels }] : selected);
      });
      if (ports === undefined) continue;
      for (const { path, port } of named) {
        const mapping = mappedElsewhere(ports, Number(port));
        if (mapping === undefined) continue;
        const { service, target } = mapping;
        context.report(
          policy,
          path,
          `${formatObject(policy.ref)} names port ${port}, which is a port of ${service.resource === undefined ? service.host : formatObject(service.resource.ref)}; its workloads listen on ${target} for it.`,
          { why: `${CONSEQUENCE[actionOf(policy.object)]}: ports of an AuthorizationPolicy are those of the workload.`, fix: `Write ${target} in place of ${port}.` },
        );
      }
    }
  },
});

const CONSEQUENCE: { readonly [Action in PolicyAction]: string } = {
  ALLOW: 'What the rule was to let through is denied',
  DENY: 'What the rule was to stop gets through',
  AUDIT: 'What the rule was to record is not recorded',
  CUSTOM: 'What the rule was to hand to the external authorizer is not handed to it',
};

interface NamedPort {
  readonly path: Path;
  readonly port: string;
}

function namedPorts(rules: readonly PolicyRule[]): readonly NamedPort[] {
  const found: NamedPort[] = [];
  const add = (path: Path, ports: readonly string[] | undefined): void => {
    for (const [index, port] of (ports ?? []).entries()) found.push({ path: [...path, index], port });
  };
  for (const [index, { to, when }] of rules.entries()) {
    for (const [position, { operation }] of (to ?? []).entries()) {
      for (const field of ['ports', 'notPorts'] as const) add(['spec', 'rules', index, 'to', position, 'operation', field], operation?.[field]);
    }
    for (const [position, { key, values, notValues }] of (when ?? []).entries()) {
      if (key !== 'destination.port') continue;
      add(['spec', 'rules', index, 'when', position, 'values'], values);
      add(['spec', 'rules', index, 'when', position, 'notValues'], notValues);
    }
  }
  return found;
}
