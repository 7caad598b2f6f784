import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const GROUP = 'gateway.networking.k8s.io';

const definition = (...versions: readonly string[]): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: httproutes.${GROUP} }
spec:
  group: ${GROUP}
  names: { kind: HTTPRoute, listKind: HTTPRouteList, plural: httproutes, singular: httproute }
  scope: Namespaced
  versions:
${versions.map((name, index) => `    - { name: ${name}, served: true, storage: ${String(index === 0)}, schema: { openAPIV3Schema: { type: object } } }`).join('\n')}
`;

const BETA = 'v1beta1';
const STABLE = 'v1';
/** The kinds that Istio asks for in these versions. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['Gateway', [BETA, STABLE]],
  ['GatewayClass', [BETA, STABLE]],
  ['HTTPRoute', [BETA, STABLE]],
  ['ReferenceGrant', [BETA]],
  ['GRPCRoute', [STABLE]],
]);

export const gatewayApiVersionNotServed = defineRule({
  id: 'gateway-api-version-not-served',
  upstream: ['IST0156', 'IST0172'],
  severity: 'error',
  summary: 'A CRD of the Gateway API does not serve a version of its kind that Istio needs',
  why: 'Istio cannot be installed or upgraded where it would ask for such objects in a version that the cluster does not have.',
  fix: 'Install a release of the Gateway API that serves the version.',
  notes:
    `Gateway, GatewayClass, HTTPRoute and ReferenceGrant are needed as \`${BETA}\`, which is an error; Gateway, GatewayClass, HTTPRoute and GRPCRoute ` +
    `as \`${STABLE}\`, which is a warning. Of Istio's commands only \`istioctl x precheck\` tells it, of a running cluster.`,
  reads: ['apiextensions.k8s.io/CustomResourceDefinition'],
  bad: definition('v1alpha2'),
  good: definition(STABLE, BETA),
  check(context) {
    for (const each of context.all('apiextensions.k8s.io/CustomResourceDefinition')) {
      const { group, kind = '', served } = each.object;
      if (group !== GROUP) continue;
      for (const version of NEEDED.get(kind) ?? []) {
        if (served.includes(version)) continue;
        const message = `${formatObject(each.ref)} serves ${served.length === 0 ? 'no version' : served.join(', ')}, and Istio needs ${version} of ${kind}.`;
        context.report(each, ['spec', 'versions'], message, version === BETA ? { upstream: ['IST0156'] } : { upstream: ['IST0172'], severity: 'warning' });
      }
    }
  },
});
