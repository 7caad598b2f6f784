import { reported } from '../../run';

const RULE = 'obsolete-field';

const object = (head: string, spec: string): string => `
apiVersion: ${head}
metadata: { name: a, namespace: shop }
spec: { ${spec} }
`;
const route = (delay: string): string => object('networking.istio.io/v1\nkind: VirtualService', `hosts: [a], http: [{ fault: { delay: { fixedDelay: 1s, ${delay} } }, route: [{ destination: { host: a } }] }]`);
const definition = (kind: string): string => object('apiextensions.k8s.io/v1\nkind: CustomResourceDefinition', `group: rbac.istio.io, names: { kind: ${kind} }`);
const tracing = object('telemetry.istio.io/v1\nkind: Telemetry', 'tracing: [{ providers: [{ name: old }] }]');

test.each([
  ['percent', route('percent: 10'), {}, [
    'warning VirtualService shop/a spec.http[0].fault.delay.percent: VirtualService shop/a uses percent, which is deprecated: use percentage.',
  ]],
  ['egressProxy', object('networking.istio.io/v1\nkind: Sidecar', 'outboundTrafficPolicy: { egressProxy: { host: a } }'), {}, [
    'warning Sidecar shop/a spec.outboundTrafficPolicy.egressProxy: Sidecar shop/a sets egressProxy, which has no effect: route to the egress gateway with a VirtualService.',
  ]],
  ['a kind that is no more', definition('ServiceRole'), {}, [
    'warning CustomResourceDefinition a spec.names.kind: CustomResourceDefinition a defines ServiceRole, which Istio no longer reads: use AuthorizationPolicy.',
  ]],
  ['a tracing provider', tracing, { settings: { lightstepProviders: ['old'] } }, [
    'warning Telemetry shop/a spec.tracing[0].providers[0]: Telemetry shop/a traces with old, a Lightstep provider, which is deprecated: use one of OpenTelemetry.',
  ]],
])('%s', (_name, yaml, options, expected) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});

test.each([
  ['percentage', route('percentage: { value: 10 }')],
  ['another kind', definition('Other')],
  ['a provider of another type', tracing],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
