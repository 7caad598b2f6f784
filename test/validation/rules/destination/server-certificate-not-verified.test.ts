import { reported } from '../../run';

const RULE = 'server-certificate-not-verified';

const rule = (policy: string, more = ''): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: d, namespace: shop }
spec: { host: a.example.com, trafficPolicy: { ${policy} }${more} }
`;
const SELECTOR = ', workloadSelector: { matchLabels: { app: a } }';

test.each([
  ['SIMPLE', rule('tls: { mode: SIMPLE }'), [
    'warning DestinationRule shop/d spec.trafficPolicy.tls: DestinationRule shop/d has clients of a.example.com use TLS (SIMPLE) without caCertificates.',
  ]],
  ['MUTUAL at a port', rule('portLevelSettings: [{ port: { number: 443 }, tls: { mode: MUTUAL, clientCertificate: a, privateKey: b } }]'), [
    'warning DestinationRule shop/d spec.trafficPolicy.portLevelSettings[0].tls: DestinationRule shop/d has clients of port 443 of a.example.com use TLS (MUTUAL) without caCertificates.',
  ]],
  ['a Secret that sidecars do not read', rule('tls: { mode: SIMPLE, credentialName: a }'), [
    'warning DestinationRule shop/d spec.trafficPolicy.tls: DestinationRule shop/d has clients of a.example.com use TLS (SIMPLE) without caCertificates.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a CA', rule('tls: { mode: SIMPLE, caCertificates: system }')],
  ['a Secret for certain sidecars', rule('tls: { mode: SIMPLE, credentialName: a }', SELECTOR)],
  ['mTLS of Istio', rule('tls: { mode: ISTIO_MUTUAL }')],
  ['no TLS', rule('tls: { mode: DISABLE }')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
