import { isSystemNamespace } from '../../../model/control-plane';
import { formatObject } from '../../../model/finding';
import type { Resource } from '../../../model/resource';
import { fieldAt } from '../../../model/values';
import { defineRule } from '../../rule';

const namespace = (labels: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop${labels} }
`;

export const namespaceNotInjected = defineRule({
  id: 'namespace-not-injected',
  upstream: ['IST0102', 'IST0148'],
  severity: 'info',
  summary: 'A Namespace does not say whether its workloads are in the mesh',
  why: 'Without a label workloads get no proxy, unless Istio is installed to add one everywhere, and policies and mTLS do not apply to them.',
  fix: 'Label it istio-injection=enabled, istio.io/rev or istio.io/dataplane-mode=ambient; istio-injection=disabled says that it is meant.',
  notes:
    'The namespace of istiod is left alone, and all are where the setting `dataPlane` says that the mesh is ambient. Where the ConfigMap ' +
    'of the injector is in the input and turns injection on for all namespaces, that is what the message says.',
  reads: ['core/Namespace', 'core/ConfigMap'],
  bad: namespace(''),
  good: namespace(', labels: { istio-injection: enabled }'),
  check(context) {
    const byDefault = context.all('core/ConfigMap').some(injectsEverywhere);
    const { rootNamespace, dataPlane } = context.settings;
    for (const each of context.all('core/Namespace')) {
      if (each.name === rootNamespace || isSystemNamespace(each.name) || dataPlane === 'ambient' || saysSo(each.labels)) continue;
      context.report(
        each,
        ['metadata'],
        byDefault
          ? `${formatObject(each.ref)} does not say whether its workloads get a sidecar, and this Istio adds one by default.`
          : `${formatObject(each.ref)} has no label that puts its workloads into the mesh.`,
        byDefault
          ? { upstream: ['IST0148'], why: 'Whoever reads the Namespace does not see that its workloads are in the mesh.', fix: 'Label it istio-injection=enabled, or disabled.' }
          : { upstream: ['IST0102'] },
      );
    }
  },
});

function saysSo(labels: Readonly<Record<string, string>>): boolean {
  return labels['istio.io/dataplane-mode'] === 'ambient' || (labels['istio-injection'] ?? '') !== '' || Object.hasOwn(labels, 'istio.io/rev');
}

/** True for the values of the injector that add a sidecar to namespaces that say nothing. */
function injectsEverywhere({ name, object }: Resource<'core/ConfigMap'>): boolean {
  if (name !== 'istio-sidecar-injector') return false;
  try {
    return fieldAt(JSON.parse(object.data.values ?? ''), 'sidecarInjectorWebhook', 'enableNamespacesByDefault') === true;
  } catch {
    return false;
  }
}
