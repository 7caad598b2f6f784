import { DATA_PLANE_KINDS } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { PodTemplate } from '../../../model/kinds/core';
import type { Webhook } from '../../../model/kinds/cluster';
import { queryMatches } from '../../../model/label-query';
import { canonical } from '../../../model/values';
import { defineRule } from '../../rule';

const gateway = (label: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: disabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: ${label === '' ? 'edge' : 'shop'} }
spec:
  selector: { matchLabels: { app: gateway } }
  template:
    metadata: { labels: { app: gateway${label} }, annotations: { inject.istio.io/templates: gateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
`;

export const imageAutoWithoutInjection = defineRule({
  id: 'image-auto-without-injection',
  upstream: ['IST0146', 'IST0147'],
  severity: 'warning',
  summary: 'A container with the image auto is in a Pod that the injector does not see to',
  why: 'The injector replaces the image; where it does not, the Pod never starts, for there is no image of that name.',
  fix: 'Label the Namespace istio-injection=enabled, or the pod template sidecar.istio.io/inject=true.',
  notes:
    'Where webhooks of Istio are in the input they decide, otherwise the labels do as the webhooks of a plain installation read them. ' +
    'A Namespace that is not in the input may be labelled, so without `--complete` nothing is said of it. For a Pod it is an error.',
  reads: ['core/Pod', 'apps/Deployment', ...DATA_PLANE_KINDS, 'admissionregistration.k8s.io/MutatingWebhookConfiguration'],
  bad: gateway(''),
  good: gateway(', sidecar.istio.io/inject: "true"'),
  check(context) {
    const webhooks = context
      .all('admissionregistration.k8s.io/MutatingWebhookConfiguration')
      .flatMap(({ object }) => object.webhooks.filter(({ name = '' }) => name.endsWith('istio.io')));
    const selectors = new Map(webhooks.map((webhook) => [canonical([webhook.namespaceSelector, webhook.objectSelector]), webhook]));
    // Nobody has so many; who has, is not worth comparing all with all.
    if (selectors.size > WEBHOOKS_AT_MOST) return;
    const { namespaces, settings } = context;
    for (const kind of ['core/Pod', 'apps/Deployment'] as const) {
      for (const each of context.all(kind)) {
        const index = each.object.containers.findIndex(({ name, image }) => name === 'istio-proxy' && image === 'auto');
        if (index < 0) continue;
        const namespace = namespaces.get(each.namespace);
        if (isInjected(each.object, namespace?.labels ?? {}, [...selectors.values()])) continue;
        if (namespace === undefined && !settings.complete && each.object.labels[INJECT] !== 'false') continue;
        const pod = kind === 'core/Pod';
        context.report(
          each,
          [...(pod ? ['spec'] : ['spec', 'template', 'spec']), 'containers', index, 'image'],
          `${formatObject(each.ref)} has the image auto for istio-proxy, and no webhook of Istio is for its pods.`,
          pod ? { upstream: ['IST0147'], severity: 'error' } : { upstream: ['IST0146'] },
        );
      }
    }
  },
});

const WEBHOOKS_AT_MOST = 32;
const INJECT = 'sidecar.istio.io/inject';

function isInjected({ labels }: PodTemplate, ofNamespace: Readonly<Record<string, string>>, webhooks: readonly Webhook[]): boolean {
  if (webhooks.length > 0) return webhooks.some(({ namespaceSelector, objectSelector }) => queryMatches(namespaceSelector, ofNamespace) && queryMatches(objectSelector, labels));
  if (labels[INJECT] === 'false' || ofNamespace['istio-injection'] === 'disabled') return false;
  return labels[INJECT] === 'true' || ofNamespace['istio-injection'] === 'enabled' || [labels, ofNamespace].some((each) => (each['istio.io/rev'] ?? '') !== '');
}
