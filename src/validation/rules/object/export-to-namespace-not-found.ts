import { isSystemNamespace } from '../../../model/control-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import { nearest } from '../../../schema/suggest';
import { defineRule } from '../../rule';

const EXPORTED = ['networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule', 'networking.istio.io/ServiceEntry'] as const satisfies readonly Kind[];
const READS = [...EXPORTED, 'core/Namespace', 'core/Service'] as const satisfies readonly Kind[];

const example = (namespace: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: bank, labels: { istio-injection: enabled } }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop }
spec:
  hosts: [payments.example.com]
  exportTo: [".", ${namespace}]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  resolution: DNS
`;

export const exportToNamespaceNotFound = defineRule({
  id: 'export-to-namespace-not-found',
  upstream: ['KIA0005'],
  severity: 'warning',
  summary: 'An object is exported to a namespace that does not exist',
  why: 'The proxies that were to use the object do not see it.',
  fix: 'Correct the name of the namespace.',
  notes:
    'Namespaces may be made elsewhere, so it is reported only with `--complete`, and where the input holds Namespaces at all. One that ' +
    'holds Services counts too. Kiali also reports `~`, which means that nobody sees the object.',
  reads: READS,
  settings: { complete: true },
  bad: example('bakn'),
  good: example('bank'),
  check(context) {
    const { settings, namespaces } = context;
    const objects = EXPORTED.flatMap((kind) => context.all(kind));
    if (!settings.complete || namespaces.size === 0) return;
    let known: ReadonlySet<string> | undefined;
    for (const owner of objects) {
      for (const [index, name] of (owner.object.spec?.exportTo ?? []).entries()) {
        if (name === '' || name === '.' || name === '*' || name === '~' || isSystemNamespace(name) || name === settings.rootNamespace) continue;
        known ??= new Set([...namespaces.keys(), ...[...context.all('core/Service'), ...objects].map(({ namespace }) => namespace), ...(settings.declared.workloads ?? []).map(({ namespace }) => namespace)]);
        if (known.has(name)) continue;
        const meant = namespaces.size > COMPARED_AT_MOST ? undefined : nearest(name, [...namespaces.keys()].sort());
        context.report(owner, ['spec', 'exportTo', index], `${formatObject(owner.ref)} is exported to namespace "${name}", and there is none.${meant === undefined ? '' : ` Is "${meant}" meant?`}`);
      }
    }
  },
});

/** With more namespaces than this there is no proposal, so that many wrong names stay cheap. */
const COMPARED_AT_MOST = 50;
