import type { Place } from '../place';
import { domainProblem, isDnsLabel } from './text-forms';

/** The gateways that a VirtualService, or a match of it, is for. https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export function validateGatewayNames(names: readonly string[] | undefined, at: Place, converted = false): void {
  if (names === undefined) return;
  for (const [index, name] of names.entries()) {
    const place = at.at(index);
    const slash = name.indexOf('/');
    if (slash < 0) {
      validateBareName(name, place);
      // Upstream looks at none after it.
      return;
    }
    const [namespace, gateway] = [name.slice(0, slash), name.slice(slash + 1)];
    if (!isDnsLabel(namespace)) place.error('invalid-value', `"${name}" does not name a Gateway: "${namespace}" is no namespace.`, 'Write namespace and name, such as "shop/public".');
    if (!converted && !isDnsLabel(gateway)) place.error('invalid-value', `"${name}" does not name a Gateway: "${gateway}" is no name of one.`, 'Write namespace and name, such as "shop/public".');
  }
}

function validateBareName(name: string, at: Place): void {
  const [gateway = '', namespace] = name.split('.');
  if (namespace !== undefined) at.warn('deprecated-field', `"${name}" names a Gateway in a way that is deprecated.`, `Write "${namespace}/${gateway}".`);
  const problem = domainProblem(name);
  if (problem !== undefined) at.error('invalid-value', `"${name}" does not name a Gateway: it ${problem}.`, 'Write the name of a Gateway, of one in another namespace "namespace/name", or "mesh" for the sidecars.');
}
