import { labelProblem, pathSegmentProblem, serviceNameProblem, subdomainProblem } from '../../../model/names';
import type { NameProblem } from '../../../model/names';
import { asText, fieldAt, fieldOf } from '../../../model/values';
import type { Manifest } from '../../manifest';
import { defineRule } from '../../rule';

export const invalidName = defineRule({
  id: 'invalid-name',
  upstream: ['IST0106'],
  severity: 'error',
  summary: 'A name or namespace is not one that Kubernetes allows',
  why: 'The API server rejects the object.',
  fix: 'Use lower-case letters, digits and "-", and shorten the name if it is too long.',
  notes: 'The name of an Istio Gateway may not have dots, although the API server would allow them: istiod rejects it (IST0106).',
  reads: 'objects',
  bad: `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: Public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
`,
  good: `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
`,
  check(context) {
    const goodNamespaces = new Set<string>();
    for (const manifest of context.manifests) {
      const { name, kind } = manifest.ref;
      const problem = name === '' ? undefined : nameProblem(manifest, name);
      if (problem !== undefined) {
        context.report(manifest, ['metadata', 'name'], `The name ${quote(name)} of this ${kind} ${problem}.`, { upstream: [] });
      } else if (isIstioGateway(manifest) && name.includes('.') && !isConverted(manifest)) {
        context.report(manifest, ['metadata', 'name'], `The name ${quote(name)} of this Gateway has a dot.`, {
          upstream: ['IST0106'],
          why: 'The webhook of istiod rejects the object.',
          fix: 'Use "-" instead of ".".',
        });
      }
      const prefix = asText(fieldOf(fieldOf(manifest.raw, 'metadata'), 'generateName')) ?? '';
      const generated = prefix === '' ? undefined : nameProblem(manifest, completed(prefix));
      if (generated !== undefined) {
        const message = `The generateName ${quote(prefix)} of this ${kind} ${generated}.`;
        context.report(manifest, ['metadata', 'generateName'], message, { upstream: [] });
      }
      const { namespace } = manifest.ref;
      if (namespace === undefined || goodNamespaces.has(namespace)) continue;
      const wrong = labelProblem(namespace);
      if (wrong === undefined) goodNamespaces.add(namespace);
      else context.report(manifest, ['metadata', 'namespace'], `The namespace ${quote(namespace)} ${wrong}.`, { upstream: [] });
    }
  },
});

/** A name that begins so: the "-" at the end of a `generateName` is not the end of the name. */
function completed(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
}

function nameProblem({ group, ref }: Manifest, name: string): NameProblem {
  if (group === 'core' && ref.kind === 'Service') return serviceNameProblem(name);
  if (group === 'core' && ref.kind === 'Namespace') return labelProblem(name);
  if (group === 'rbac.authorization.k8s.io') return pathSegmentProblem(name);
  return subdomainProblem(name);
}

function isIstioGateway({ group, ref }: Manifest): boolean {
  return group === 'networking.istio.io' && ref.kind === 'Gateway';
}

/** Made by istiod itself from a Gateway of the Gateway API, whose name may have dots. */
function isConverted({ raw }: Manifest): boolean {
  return fieldAt(raw, 'metadata', 'annotations', 'internal.istio.io/gateway-semantics') === 'gateway';
}

function quote(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}...` : name);
}
