import { isSystemNamespace } from '../../../model/control-plane';
import { formatObject } from '../../../model/finding';
import { listed } from '../../../model/text';
import { defineRule } from '../../rule';

const namespace = (labels: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
`;

const INJECTION = 'istio-injection';
const REVISION = 'istio.io/rev';
const MODE = 'istio.io/dataplane-mode';

export const namespaceLabelsContradict = defineRule({
  id: 'namespace-labels-contradict',
  upstream: ['IST0123', 'KIA1311'],
  severity: 'warning',
  summary: 'A Namespace has several labels that each say how its workloads join the mesh',
  why: 'Only one of them takes effect: istio-injection goes before istio.io/rev, and a sidecar before ambient.',
  fix: 'Keep the one that is meant.',
  notes: 'A Namespace with istio-injection=disabled is left alone: nothing is injected, whatever the others say.',
  reads: ['core/Namespace'],
  bad: namespace('istio-injection: enabled, istio.io/rev: canary'),
  good: namespace('istio.io/rev: canary'),
  check(context) {
    for (const each of context.all('core/Namespace')) {
      if (each.name === context.settings.rootNamespace || isSystemNamespace(each.name)) continue;
      const injection = each.labels[INJECTION];
      const names = [INJECTION, ...(injection === undefined || injection === 'enabled' ? [REVISION, MODE] : [])].filter((name) =>
        Object.hasOwn(each.labels, name),
      );
      if (names.length < 2) continue;
      const both = each.labels[MODE] === 'ambient' && names.includes(MODE) && (injection === 'enabled' || (each.labels[REVISION] ?? '') !== '');
      context.report(each, ['metadata', 'labels'], `${formatObject(each.ref)} has ${listed(names.map((name) => `${name}=${each.labels[name] ?? ''}`))}.`, {
        // Kiali says it of each workload, and only of a sidecar next to ambient.
        upstream: both ? ['IST0123', 'KIA1311'] : ['IST0123'],
      });
    }
  },
});
