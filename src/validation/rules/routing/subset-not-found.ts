import { formatObject } from '../../../model/finding';
import { fullHost, parseServiceHost } from '../../../model/hosts';
import type { Resource } from '../../../model/resource';
import type { SubsetsOfHost } from '../../../model/subsets';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { defineRule } from '../../rule';

const WITHOUT_RULE =
  'Add a DestinationRule with the subset; where one lives elsewhere, check it together with these objects or declare its subsets (`declared.subsets`).';

export const subsetNotFound = defineRule({
  id: 'subset-not-found',
  upstream: ['IST0101', 'KIA1107'],
  severity: 'error',
  summary: 'A route or mirror names a subset that no DestinationRule of the host defines',
  why: 'Envoy has no cluster for such a subset and answers with 503.',
  fix: 'Add the subset to the DestinationRule, or route to one that exists.',
  notes:
    'A DestinationRule counts when its host is the destination or a wildcard that covers it, in whichever namespace it is. ' +
    '`istioctl analyze` finds DestinationRules of external hosts only in the namespace of the VirtualService and never by ' +
    'wildcard; this rule does. Versions that a `MeshService` is given count as no DestinationRule: they say what labels the pods ' +
    'have, not that someone defines the subsets. Subsets of a DestinationRule that lives elsewhere can be declared ' +
    '(`declared.subsets` of `Mesh.configure`).',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule'],
  bad: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - route:
        - destination: { host: reviews.shop.svc.cluster.local, subset: v3 }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews.shop.svc.cluster.local
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - route:
        - destination: { host: reviews.shop.svc.cluster.local, subset: v2 }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews.shop.svc.cluster.local
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
`,
  check(context) {
    const { routes, settings, subsets } = context;
    const { clusterDomain } = settings;
    let written: Rules | undefined;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const { destination, host: full, path, mirror } of routes.of(virtualService)) {
        const { host, subset } = destination;
        if (host === undefined || subset === undefined || subset === '') continue;
        if (subsets.has(full, subset)) continue;
        const known = subsets.covering(full);
        // Only where a subset is missing does anyone ask for the rules by the host that they write.
        const meant = known.length > 0 ? undefined : seeminglyMeant(full, clusterDomain, (written ??= firstByWrittenHost(context.all('networking.istio.io/DestinationRule'))));
        context.report(
          virtualService,
          [...path, 'subset'],
          `${formatObject(virtualService.ref)} ${mirror ? 'mirrors' : 'sends'} traffic to subset "${subset}" of ${full}, but ${whatThereIs(known)}${meant === undefined ? '' : `; ${saidBy(meant, clusterDomain)}`}.`,
          known.length === 0 ? { fix: meant === undefined ? WITHOUT_RULE : fixOf(full) } : {},
        );
      }
    }
  },
});

type Rules = ReadonlyMap<string, Resource<'networking.istio.io/DestinationRule'>>;

/** DestinationRules by their host as it is written; of several the first by name, in whichever order they come. */
function firstByWrittenHost(rules: readonly Resource<'networking.istio.io/DestinationRule'>[]): Rules {
  const first = new Map<string, Resource<'networking.istio.io/DestinationRule'>>();
  for (const rule of rules) {
    const host = rule.object.spec?.host ?? '';
    const before = first.get(host);
    if (before === undefined || compareText(formatObject(rule.ref), formatObject(before.ref)) < 0) first.set(host, rule);
  }
  return first;
}

/** A rule whose host is not this one, but is written like a short form of it. */
function seeminglyMeant(full: string, clusterDomain: string, written: Rules): Resource<'networking.istio.io/DestinationRule'> | undefined {
  const parsed = parseServiceHost(full, clusterDomain);
  if (parsed === undefined) return undefined;
  const { name, namespace } = parsed;
  return [name, `${name}.${namespace}`, `${name}.${namespace}.svc`]
    .flatMap((host) => written.get(host) ?? [])
    .sort((a, b) => compareText(formatObject(a.ref), formatObject(b.ref)))[0];
}

function saidBy(rule: Resource<'networking.istio.io/DestinationRule'>, clusterDomain: string): string {
  const host = rule.object.spec?.host ?? '';
  const full = fullHost(host, rule.namespace, clusterDomain);
  return `${formatObject(rule.ref)} says "${host}", ${full === host ? 'which Istio does not complete' : `which is ${full} there`}`;
}

function fixOf(full: string): string {
  return `Write the full host ${full} in that DestinationRule if it is meant, else the full host of the one that is meant in the route.`;
}

/** One more than a message names, so that it can say that there are others. */
const LOOKED_AT_MOST = 4;
const LISTED_AT_MOST = 8;

function whatThereIs(known: readonly SubsetsOfHost[]): string {
  const there = known
    .flatMap(({ rules }) => rules.slice(0, LOOKED_AT_MOST))
    .map(({ name, subsets }) => (subsets.length === 0 ? `${name} has no subsets` : `${name} has only ${named(subsets)}`));
  const declared = known.flatMap((each) => [...each.declared]);
  if (declared.length > 0) there.push(`${named(declared)} ${declared.length === 1 ? 'is' : 'are'} all that is declared`);
  return there.length === 0 ? 'no DestinationRule has that host' : listed(firstFew(there));
}

function named(subsets: readonly string[]): string {
  return `the ${subsets.length === 1 ? 'subset' : 'subsets'} ${listed(firstFew(subsets.slice(0, LISTED_AT_MOST + 1).map((name) => `"${name}"`), LISTED_AT_MOST))}`;
}
