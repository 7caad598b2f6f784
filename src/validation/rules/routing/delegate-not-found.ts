import { formatObject } from '../../../model/finding';
import type { Resource } from '../../../model/resource';
import type { MeshSettings } from '../../../model/settings';
import { listed } from '../../../model/text';
import { isVisible, visibilityOf } from '../../../model/visibility';
import { defineRule } from '../../rule';

const mesh = (delegate: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: edge }
spec:
  hosts: [shop.example.com]
  gateways: [edge/public]
  http:
    - match: [{ uri: { prefix: /cart } }]
      delegate: { name: cart, namespace: shop }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
${delegate}  http: [{ directResponse: { status: 200 } }]
`;

export const delegateNotFound = defineRule({
  id: 'delegate-not-found',
  upstream: [],
  severity: 'error',
  summary: 'A route leaves it to a VirtualService that does not take it',
  why: 'Istio leaves such a route out without a word, so its requests get 404, or go along the next route that fits.',
  fix: 'Name a VirtualService without hosts that is exported to the namespace of this one.',
  notes:
    'A delegate has no hosts: one that has any is a VirtualService of its own. One that is not in the input is reported where the input holds other ' +
    'VirtualServices of its namespace that have no hosts, or with `--complete`.',
  reads: ['networking.istio.io/VirtualService'],
  bad: mesh('  exportTo: ["."]\n'),
  good: mesh('  exportTo: [edge]\n'),
  check(context) {
    if (!context.routes.used.delegate) return;
    let known: Delegates | undefined;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const [index, { delegate }] of (virtualService.object.spec?.http ?? []).entries()) {
        if (delegate?.name === undefined || delegate.name === '') continue;
        known ??= new Delegates(context.all('networking.istio.io/VirtualService'), context.settings);
        const { name, namespace } = delegate;
        const problem = known.problemOf(namespace === undefined || namespace === '' ? virtualService.namespace : namespace, name, virtualService.namespace);
        if (problem === undefined) continue;
        context.report(virtualService, ['spec', 'http', index, 'delegate'], `${formatObject(virtualService.ref)} leaves a route to ${problem}.`);
      }
    }
  },
});

class Delegates {
  readonly #all = new Map<string, Resource<'networking.istio.io/VirtualService'>>();
  /** Namespaces of which the input holds delegates. */
  readonly #namespaces = new Set<string>();
  readonly #settings: MeshSettings;

  constructor(virtualServices: readonly Resource<'networking.istio.io/VirtualService'>[], settings: MeshSettings) {
    this.#settings = settings;
    for (const each of virtualServices) {
      this.#all.set(`${each.namespace}/${each.name}`, each);
      if ((each.object.spec?.hosts ?? []).length === 0) this.#namespaces.add(each.namespace);
    }
  }

  /** What is wrong with a delegate, as the end of a sentence that begins with who delegates; undefined where nothing is, or nobody can tell. */
  problemOf(namespace: string, name: string, from: string): string | undefined {
    const found = this.#all.get(`${namespace}/${name}`);
    if (found === undefined) {
      return this.#settings.complete || this.#namespaces.has(namespace) ? `VirtualService ${namespace}/${name}, which does not exist` : undefined;
    }
    const { hosts = [], exportTo } = found.object.spec ?? {};
    if (hosts.length > 0) return `${formatObject(found.ref)}, which has hosts and so is no delegate`;
    const visibility = visibilityOf(exportTo, namespace, this.#settings.defaultExportTo?.virtualServices);
    if (isVisible(visibility, from)) return undefined;
    const viewers = visibility === '*' ? [] : [...visibility].sort();
    return `${formatObject(found.ref)}, which is exported to ${viewers.length === 0 ? 'nobody' : listed(viewers.slice(0, 3))} and not to ${from}`;
  }
}
