import { formatObject } from '../../../model/finding';
import { isWildcard } from '../../../model/hosts';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { SERVICE_KINDS } from '../../../model/services';
import { listedBriefly } from '../../../model/text';
import type { RuleContext } from '../../context';
import { whyMissing } from '../../missing-host';
import { defineRule } from '../../rule';

const mesh = (host: string): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: blog }
spec:
  egress: [{ hosts: ["./*", "${host}"] }]
`;

export const sidecarEgressHostNotFound = defineRule({
  id: 'sidecar-egress-host-not-found',
  upstream: ['KIA1004'],
  severity: 'warning',
  summary: 'A Sidecar lets its workloads reach a host that is not in the mesh',
  why: 'The entry imports nothing, so the host that is meant is not among those that the proxies know.',
  fix: 'Correct the namespace or host of the entry (`namespace/host`), or take it out.',
  notes:
    'A host of a Service counts as missing where the input holds other Services of its namespace, or with `--complete`; any other host needs a ' +
    'ServiceEntry. Wildcards and entries that exclude (`~`) are left alone. The namespace of an entry is that of the Service or ServiceEntry, ' +
    'and an entry with another one imports nothing: Kiali does not look at it.',
  reads: ['networking.istio.io/Sidecar', ...SERVICE_KINDS],
  bad: mesh('shop/review.shop.svc.cluster.local'),
  good: mesh('shop/reviews.shop.svc.cluster.local'),
  check(context) {
    for (const sidecar of context.all('networking.istio.io/Sidecar')) {
      for (const [index, { hosts = [] }] of (sidecar.object.spec?.egress ?? []).entries()) {
        for (const [position, text] of hosts.entries()) checkHost(context, sidecar, text, ['spec', 'egress', index, 'hosts', position]);
      }
    }
  },
});

function checkHost(context: RuleContext, sidecar: Resource<'networking.istio.io/Sidecar'>, text: string, path: Path): void {
  const slash = text.indexOf('/');
  const host = text.slice(slash + 1);
  // A name without a dot is none that the webhook of istiod takes.
  if (slash < 0 || text.startsWith('~') || host === '~' || isWildcard(host) || !host.includes('.')) return;
  const knowledge = context.services.lookup(host, [sidecar.namespace]);
  if (knowledge.state === 'missing' || knowledge.state === 'hidden') {
    context.report(sidecar, path, `${formatObject(sidecar.ref)} lets its workloads reach ${host}, but ${whyMissing(host, knowledge, context)}.`);
    return;
  }
  const written = text.slice(0, slash);
  const namespace = written === '.' ? sidecar.namespace : written;
  const owners = context.services.exact(host).map((service) => service.namespace);
  // Those without a namespace are declared.
  if (namespace === '*' || owners.length === 0 || owners.some((owner) => owner === '' || owner === namespace)) return;
  context.report(
    sidecar,
    path,
    `${formatObject(sidecar.ref)} lets its workloads reach ${host} of namespace ${namespace}, but that host is of ${owners.length === 1 ? 'namespace' : 'the namespaces'} ${listedBriefly([...new Set(owners)].sort())}.`,
    { upstream: [] },
  );
}
