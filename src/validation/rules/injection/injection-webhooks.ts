import { formatObject } from '../../../model/finding';
import { serviceHost } from '../../../model/hosts';
import type { LabelQuery } from '../../../model/label-query';
import { queryMatches } from '../../../model/label-query';
import type { Webhook } from '../../../model/kinds/cluster';
import type { Resource } from '../../../model/resource';
import { SERVICE_KINDS } from '../../../model/services';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { defineRule } from '../../rule';

const webhook = (name: string, revision: string): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: ${name}, labels: { istio.io/rev: ${revision} } }
webhooks:
  - name: rev.namespace.sidecar-injector.istio.io
    clientConfig: { url: "https://istiod.example.com:15017/inject" }
    namespaceSelector: { matchLabels: { istio.io/rev: ${revision} } }
    admissionReviewVersions: [v1]
    sideEffects: None
`;

export const injectionWebhooks = defineRule({
  id: 'injection-webhooks',
  upstream: ['IST0139'],
  severity: 'error',
  summary: 'Webhooks that inject sidecars overlap, or call a Service that does not exist',
  why: 'Two injectors add two proxies to one Pod, and a webhook that cannot be called keeps Pods from being made.',
  fix: 'Give the webhooks selectors of which at most one fits, such as one revision each; have them call a Service that is there.',
  notes:
    'Tried are the labels istio-injection and sidecar.istio.io/inject with their two values and without, each with every revision that ' +
    'the webhooks name; of more than sixteen revisions only the first by name.',
  reads: ['admissionregistration.k8s.io/MutatingWebhookConfiguration', ...SERVICE_KINDS],
  bad: `${webhook('istio-sidecar-injector', 'stable')}---${webhook('istio-sidecar-injector-canary', 'stable')}`,
  good: `${webhook('istio-sidecar-injector', 'stable')}---${webhook('istio-sidecar-injector-canary', 'canary')}`,
  check(context) {
    const configurations = [...context.all('admissionregistration.k8s.io/MutatingWebhookConfiguration')].sort((a, b) => compareText(a.name, b.name)).filter(isOfIstio);
    const hooks = configurations.flatMap((owner) => owner.object.webhooks.map((hook, index) => ({ owner, hook, index })));
    const { services, settings } = context;
    for (const [{ owner, hook, index }, others] of overlaps(hooks)) {
      const names = listed(firstFew(others.map((other) => `${other.hook.name ?? ''} of ${formatObject(other.owner.ref)}`)));
      context.report(owner, ['webhooks', index], `${formatObject(owner.ref)} has ${hook.name ?? 'a webhook'} for Pods that ${names} ${others.length === 1 ? 'is' : 'are'} for, too.`);
    }
    for (const { owner, hook, index } of hooks) {
      const { name = '', namespace = '' } = hook.service ?? {};
      if (hook.service === undefined || services.lookup(serviceHost(name, namespace, settings.clusterDomain), [namespace]).state !== 'missing') continue;
      context.report(owner, ['webhooks', index, 'clientConfig', 'service'], `${formatObject(owner.ref)} calls Service ${namespace}/${name}, which does not exist.`);
    }
  },
});

type Configuration = Resource<'admissionregistration.k8s.io/MutatingWebhookConfiguration'>;
type Labels = Readonly<Record<string, string>>;

interface Hook {
  readonly owner: Configuration;
  readonly hook: Webhook;
  readonly index: number;
}

const REVISION = 'istio.io/rev';
const REVISIONS_AT_MOST = 16;

function isOfIstio(configuration: Configuration): boolean {
  return revisionsOf(configuration).length > 0 || configuration.object.webhooks.some(({ name = '' }) => name.endsWith('istio.io'));
}

function revisionsOf({ labels, object }: Configuration): readonly string[] {
  const selected = object.webhooks.flatMap(({ namespaceSelector, objectSelector }) => [...revisionsIn(namespaceSelector), ...revisionsIn(objectSelector)]);
  return [...(Object.hasOwn(labels, REVISION) ? [labels[REVISION] ?? ''] : []), ...selected];
}

function revisionsIn(query: LabelQuery | undefined): readonly string[] {
  const exact = query?.matchLabels[REVISION];
  const listedOnes = (query?.matchExpressions ?? []).flatMap(({ key, values }) => (key === REVISION ? values : []));
  return exact === undefined ? listedOnes : [exact, ...listedOnes];
}

/** Each webhook that is for the same Pods as another, with the others. */
function overlaps(hooks: readonly Hook[]): ReadonlyMap<Hook, readonly Hook[]> {
  const found = new Map<Hook, readonly Hook[]>();
  const configurations = new Set(hooks.map(({ owner }) => owner));
  const revisions = [...new Set([...configurations].flatMap(revisionsOf))].sort(compareText).slice(0, REVISIONS_AT_MOST);
  const objects = labelSets('sidecar.istio.io/inject', ['true', 'false'], revisions);
  for (const namespace of labelSets('istio-injection', ['enabled', 'disabled'], revisions)) {
    const ofNamespace = hooks.filter(({ hook }) => queryMatches(hook.namespaceSelector, namespace));
    if (ofNamespace.length < 2) continue;
    for (const labels of objects) {
      const matching = ofNamespace.filter(({ hook }) => queryMatches(hook.objectSelector, labels));
      const [first, second] = matching;
      if (first === undefined || second === undefined) continue;
      for (const each of matching) if (!found.has(each)) found.set(each, [each === first ? second : first]);
    }
  }
  return found;
}

/** No label, or one of these values; each without a revision and with each of them. */
function labelSets(label: string, values: readonly string[], revisions: readonly string[]): readonly Labels[] {
  const bases: readonly Labels[] = [{}, ...values.map((value) => ({ [label]: value }))];
  return [...bases, ...revisions.flatMap((revision) => bases.map((base) => ({ ...base, [REVISION]: revision })))];
}
