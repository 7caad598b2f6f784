import { isIP } from 'node:net';
import { formatObject } from '../../../model/finding';
import { parseGoUrl } from '../../../schema/go-url';
import { defineRule } from '../../rule';

const webhook = (url: string): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: istio-validator-external }
webhooks:
  - name: rev.validation.istio.io
    clientConfig: { url: "${url}" }
    admissionReviewVersions: [v1]
    sideEffects: None
`;

export const controlPlaneAddress = defineRule({
  id: 'control-plane-address',
  upstream: ['IST0163', 'IST0164'],
  severity: 'warning',
  summary: 'A webhook of Istio says no proper address of the control plane',
  why: 'Kubernetes cannot call such a webhook, so Pods get no sidecar, or objects are not checked.',
  fix: 'Set the url of the external control plane with a host name, or a service.',
  notes: 'An IP address is an info: it works as long as the certificate is for the address.',
  reads: ['admissionregistration.k8s.io/ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/MutatingWebhookConfiguration'],
  bad: webhook('https://[istiod.example.com:15017/validate'),
  good: webhook('https://istiod.example.com:15017/validate'),
  check(context) {
    const validating = context.all('admissionregistration.k8s.io/ValidatingWebhookConfiguration').filter(({ name }) => /^(istiod-default-validator$|istio-validator)/.test(name));
    const mutating = context.all('admissionregistration.k8s.io/MutatingWebhookConfiguration').filter(({ name }) => name.startsWith('istio-sidecar-injector'));
    for (const each of [...validating, ...mutating]) {
      for (const [index, { name = '', url, service }] of each.object.webhooks.entries()) {
        const path = ['webhooks', index, 'clientConfig'];
        const whose = `${formatObject(each.ref)} has webhook ${name}`;
        if (url === undefined) {
          if (service === undefined) context.report(each, path, `${whose} with neither url nor service.`, { upstream: ['IST0163'] });
          continue;
        }
        const parsed = parseGoUrl(url);
        if (parsed === undefined) context.report(each, [...path, 'url'], `${whose} with "${url}", which is no URL.`, { upstream: ['IST0163'] });
        else if (isIP(hostOf(url)) !== 0) {
          context.report(each, [...path, 'url'], `${whose} with an IP address, ${hostOf(url)}, where a host name is wanted.`, {
            upstream: ['IST0164'],
            severity: 'info',
            why: 'Certificates are mostly for host names, and Kubernetes refuses one that is not for the address.',
          });
        }
      }
    }
  },
});

/** The host of a URL that can be parsed, without its port and brackets. */
function hostOf(url: string): string {
  const [, authority = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '');
}
