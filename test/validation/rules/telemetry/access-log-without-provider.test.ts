import { reported } from '../../run';

const RULE = 'access-log-without-provider';

const telemetry = (logging: string): string => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: logs, namespace: shop }
spec: { accessLogging: [${logging}] }
`;

test.each([
  ['no provider', telemetry('{ filter: { expression: "true" } }'), [
    'warning Telemetry shop/logs spec.accessLogging[0]: Telemetry shop/logs configures access logs, and names no provider for them.',
  ]],
  ['an empty list of providers', telemetry('{ providers: [{ name: envoy }] }, { providers: [] }'), [
    'warning Telemetry shop/logs spec.accessLogging[1]: Telemetry shop/logs configures access logs, and names no provider for them.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a provider', telemetry('{ providers: [{ name: envoy }] }'), {}],
  ['turned off', telemetry('{ disabled: true }'), {}],
  ['a default of the mesh', telemetry('{}'), { settings: { accessLogProviders: ['envoy'] } }],
])('nothing: %s', (_name, yaml, options) => {
  expect(reported(RULE, yaml, options)).toEqual([]);
});
