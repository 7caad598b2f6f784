import { isControlPlane, isSystemNamespace } from '../../../model/control-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { Path } from '../../../model/path';
import { POD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const deployment = (user: number): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews } }
    spec:
      securityContext: { runAsUser: ${user} }
      containers: [{ name: reviews, image: reviews }]
`;

/** The user that the proxy runs as. */
const PROXY_USER = 1337;
const OF_ISTIO: readonly string[] = ['istio-proxy', 'istio-operator'];

export const proxyUserTaken = defineRule({
  id: 'proxy-user-taken',
  upstream: ['IST0144'],
  severity: 'warning',
  summary: 'A container runs as the user of the proxy, 1337',
  why: 'What this user sends is taken for traffic of the proxy itself, so it goes out past the sidecar: without mTLS, routes and policies.',
  fix: 'Run it as another user.',
  reads: POD_KINDS,
  bad: deployment(1337),
  good: deployment(1000),
  check(context) {
    for (const kind of POD_KINDS) {
      for (const each of context.all(kind)) {
        if (isControlPlane(each) || isSystemNamespace(each.namespace)) continue;
        const { runAsUser, containers } = each.object;
        const at = podSpec(kind);
        if (runAsUser === PROXY_USER) context.report(each, [...at, 'securityContext', 'runAsUser'], `${formatObject(each.ref)} runs its containers as user ${PROXY_USER}.`);
        for (const [index, container] of containers.entries()) {
          if (container.runAsUser !== PROXY_USER || OF_ISTIO.includes(container.name ?? '')) continue;
          context.report(
            each,
            [...at, 'containers', index, 'securityContext', 'runAsUser'],
            `${formatObject(each.ref)} runs container ${container.name ?? ''} as user ${PROXY_USER}.`,
          );
        }
      }
    }
  },
});

function podSpec(kind: Kind): Path {
  if (kind === 'core/Pod') return ['spec'];
  return kind === 'batch/CronJob' ? ['spec', 'jobTemplate', 'spec', 'template', 'spec'] : ['spec', 'template', 'spec'];
}
