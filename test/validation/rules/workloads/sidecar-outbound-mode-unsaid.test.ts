import { reported } from '../../run';

const RULE = 'sidecar-outbound-mode-unsaid';

const sidecar = (spec: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { ${spec} egress: [{ hosts: ["./*"] }] }
`;

test.each(['', 'outboundTrafficPolicy: { mode: ALLOW_ANY },', 'outboundTrafficPolicy: { mode: REGISTRY_ONLY },'])('said: "%s"', (spec) => {
  expect(reported(RULE, sidecar(spec))).toEqual([]);
});

test('not said', () => {
  expect(reported(RULE, sidecar('outboundTrafficPolicy: {},'))).toEqual([
    'info Sidecar shop/default spec.outboundTrafficPolicy: Sidecar shop/default has an outboundTrafficPolicy without a mode, which is REGISTRY_ONLY.',
  ]);
});
