import { formatObject } from '../../../model/finding';
import { credentialsOf, secretKeys } from '../../../model/gateway-credentials';
import { listed } from '../../../model/text';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { EXAMPLE_CERTIFICATE } from '../../example-certificate';
import { defineRule } from '../../rule';

const mesh = (credential: string): string => `
apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: istio-system }
type: kubernetes.io/tls
data: { tls.crt: ${EXAMPLE_CERTIFICATE}, tls.key: a2V5 }
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
apiVersion: v1
kind: Service
metadata: { name: istio-ingressgateway, namespace: istio-system }
spec:
  selector: { istio: ingressgateway }
  ports: [{ name: https, port: 443, targetPort: 8443, protocol: TCP }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 8443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: ${credential} }
`;

export const gatewayCredentialNotFound = defineRule({
  id: 'gateway-credential-not-found',
  upstream: ['IST0101'],
  severity: 'error',
  summary: 'A Gateway names a Secret that does not exist where its pods run',
  why: 'Without its certificate the server does not listen: connections to it are reset.',
  fix: 'Make the Secret in the namespace of the pods of the gateway, which is often not that of the Gateway.',
  notes: 'Secrets are seldom among manifests, so it is reported only with `--complete`.',
  reads: ['networking.istio.io/Gateway', 'core/Secret', ...WORKLOAD_KINDS],
  settings: { complete: true },
  bad: mesh('shop-cert'),
  good: mesh('shop-tls'),
  check(context) {
    const secrets = new Set(context.all('core/Secret').map(({ namespace, name }) => `${namespace}/${name}`));
    const { workloads } = context;
    const gateways = context.all('networking.istio.io/Gateway');
    if (!context.settings.complete) return;
    for (const { gateway, index, field, name, namespaces } of credentialsOf(gateways, workloads)) {
      const missing = secretKeys(name, namespaces).filter((key) => !secrets.has(key));
      if (missing.length === 0) continue;
      context.report(
        gateway,
        ['spec', 'servers', index, 'tls', ...field],
        `${formatObject(gateway.ref)} has its certificate from "${name}", and there is no Secret ${listed(missing)}.`,
      );
    }
  },
});
