import { X509Certificate } from 'node:crypto';
import { formatObject } from '../../../model/finding';
import { credentialsOf, secretKeys } from '../../../model/gateway-credentials';
import type { Secret } from '../../../model/kinds/cluster';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { EXAMPLE_CERTIFICATE } from '../../example-certificate';
import { defineRule } from '../../rule';

const mesh = (data: string): string => `
apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: istio-system }
data: ${data}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: istio-ingressgateway, namespace: istio-system }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  template:
    metadata: { labels: { istio: ingressgateway } }
    spec: { containers: [{ name: istio-proxy, image: istio/proxyv2 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 8443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop-tls }
`;

export const gatewayCredentialInvalid = defineRule({
  id: 'gateway-credential-invalid',
  upstream: ['IST0161'],
  severity: 'error',
  summary: 'A Gateway names a Secret that holds no certificate that can be used',
  why: 'The server does not listen without a certificate, and clients refuse one that is out of date.',
  fix: 'Put a valid certificate and its key into the Secret, as `tls.crt` and `tls.key`.',
  notes: 'Whether a certificate is out of date depends on when the check is run. Secrets that are not among the manifests are not looked at.',
  reads: ['networking.istio.io/Gateway', 'core/Secret', ...WORKLOAD_KINDS],
  bad: mesh(`{ tls.crt: ${EXAMPLE_CERTIFICATE} }`),
  good: mesh(`{ tls.crt: ${EXAMPLE_CERTIFICATE}, tls.key: a2V5 }`),
  check(context) {
    const secrets = new Map(context.all('core/Secret').map((secret) => [`${secret.namespace}/${secret.name}`, secret]));
    for (const { gateway, index, field, name, namespaces } of credentialsOf(context.all('networking.istio.io/Gateway'), context.workloads)) {
      for (const key of secretKeys(name, namespaces)) {
        const secret = secrets.get(key);
        const problem = secret === undefined ? undefined : problemOf(secret.object);
        if (secret === undefined || problem === undefined) continue;
        context.report(
          gateway,
          ['spec', 'servers', index, 'tls', ...field],
          `${formatObject(gateway.ref)} has its certificate from ${formatObject(secret.ref)}, but ${problem}.`,
        );
      }
    }
  },
});

/** Names under which certificate and key are, the newer first. */
const PAIRS = [
  ['tls.crt', 'tls.key'],
  ['cert', 'key'],
] as const;

function problemOf({ data }: Secret): string | undefined {
  const [pair] = PAIRS.filter(([certificate, key]) => (data[certificate] ?? '') !== '' && (data[key] ?? '') !== '');
  if (pair === undefined) return 'it has neither tls.crt and tls.key nor cert and key';
  const certificate = readCertificate(data[pair[0]] ?? '');
  if (certificate === undefined) return `its ${pair[0]} is no certificate in PEM form`;
  const now = Date.now();
  if (now < Date.parse(certificate.validFrom)) return `its certificate is only valid from ${certificate.validFrom}`;
  if (now > Date.parse(certificate.validTo)) return `its certificate was valid until ${certificate.validTo}`;
  return undefined;
}

function readCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}
