import { formatObject } from '../../../model/finding';
import type { ClientTls } from '../../../model/kinds/networking';
import { defineRule } from '../../rule';

const rule = (more: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: database, namespace: shop }
spec:
  hosts: [db.example.com]
  resolution: DNS
  ports: [{ number: 443, name: http, protocol: HTTP }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: database, namespace: shop }
spec:
  host: db.example.com
  trafficPolicy:
    tls: { mode: SIMPLE, sni: db.example.com${more} }
`;

export const serverCertificateNotVerified = defineRule({
  id: 'server-certificate-not-verified',
  upstream: ['IST0128', 'IST0129'],
  severity: 'warning',
  summary: 'A DestinationRule starts TLS and does not say who may have signed the certificate of the server',
  why: 'Without CA certificates a proxy takes those of its image at best, and in older versions any certificate, so a stranger can answer.',
  fix: 'Set caCertificates, such as `system` or a file with the CA, or a credentialName together with a workloadSelector.',
  notes: 'A credentialName without a workloadSelector counts only at gateways; sidecars do not read it.',
  reads: ['networking.istio.io/DestinationRule'],
  bad: rule(''),
  good: rule(', caCertificates: system'),
  check(context) {
    for (const each of context.all('networking.istio.io/DestinationRule')) {
      const { trafficPolicy, workloadSelector, host = '' } = each.object.spec ?? {};
      const name = formatObject(each.ref);
      const selective = workloadSelector !== undefined;
      if (isOpen(trafficPolicy?.tls, selective)) {
        const message = `${name} has clients of ${host} use TLS (${trafficPolicy?.tls?.mode ?? ''}) without caCertificates.`;
        context.report(each, ['spec', 'trafficPolicy', 'tls'], message, { upstream: ['IST0128'] });
      }
      for (const [index, { tls, port }] of (trafficPolicy?.portLevelSettings ?? []).entries()) {
        if (!isOpen(tls, selective)) continue;
        const message = `${name} has clients of port ${port?.number ?? 0} of ${host} use TLS (${tls?.mode ?? ''}) without caCertificates.`;
        context.report(each, ['spec', 'trafficPolicy', 'portLevelSettings', index, 'tls'], message, { upstream: ['IST0129'] });
      }
    }
  },
});

function isOpen(tls: ClientTls | undefined, selective: boolean): boolean {
  if (tls?.mode !== 'SIMPLE' && tls?.mode !== 'MUTUAL') return false;
  return (tls.caCertificates ?? '') === '' && !(selective && (tls.credentialName ?? '') !== '');
}
