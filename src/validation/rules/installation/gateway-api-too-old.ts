import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const definition = (version: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: grpcroutes.gateway.networking.k8s.io
  annotations: { gateway.networking.k8s.io/bundle-version: ${version} }
spec:
  group: gateway.networking.k8s.io
  names: { kind: GRPCRoute, listKind: GRPCRouteList, plural: grpcroutes, singular: grpcroute }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`;

/** The first release of the Gateway API whose objects Istio reads, by CRD. */
const MINIMUM: ReadonlyMap<string, readonly [number, number, number]> = new Map([
  ['grpcroutes.gateway.networking.k8s.io', [1, 1, 0]],
  ['backendtlspolicies.gateway.networking.k8s.io', [1, 4, 0]],
  ['tlsroutes.gateway.networking.k8s.io', [1, 5, 0]],
  ['tcproutes.gateway.networking.k8s.io', [1, 6, 0]],
]);

export const gatewayApiTooOld = defineRule({
  id: 'gateway-api-too-old',
  upstream: ['IST0176'],
  severity: 'warning',
  summary: 'A CRD of the Gateway API is of an older release than Istio reads',
  why: 'Istio leaves out all objects of such a kind without a word, so their routes do not exist.',
  fix: 'Install a newer release of the Gateway API.',
  notes: 'The release stands in an annotation of the CRD; what is written after it (-rc1) does not count.',
  reads: ['apiextensions.k8s.io/CustomResourceDefinition'],
  bad: definition('v1.0.0'),
  good: definition('v1.6.0'),
  check(context) {
    for (const each of context.all('apiextensions.k8s.io/CustomResourceDefinition')) {
      const minimum = MINIMUM.get(each.name);
      const text = each.annotations[VERSION] ?? '';
      const installed = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[-+].*)?$/.exec(text)?.slice(1).map((part = '0') => Number(part));
      if (minimum === undefined || installed === undefined) continue;
      const [at = -1] = minimum.flatMap((part, index) => (installed[index] === part ? [] : [index]));
      if (at < 0 || (installed[at] ?? 0) > (minimum[at] ?? 0)) continue;
      context.report(each, ['metadata', 'annotations', VERSION], `${formatObject(each.ref)} is of release ${text}, and Istio reads its objects from ${minimum.join('.')} on.`);
    }
  },
});

const VERSION = 'gateway.networking.k8s.io/bundle-version';
