import type { HTTPMatchRequest } from '../../../imports/networking';
import { eachPair, type Place } from '../place';
import type { Wire } from '../wire';
import { validateGatewayNames } from './gateway-names';
import { isClaim, validateMatchedHeader } from './headers';
import { validateLabels } from './labels';
import { validatePort } from './numbers';
import { isDnsLabel } from './text-forms';
import { validateRegexMatch, validateTextMatch } from './texts';

const HEADER_MAPS = ['headers', 'withoutHeaders'] as const;
const TEXT_MATCHES = ['scheme', 'method', 'authority'] as const;

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export function validateHttpMatch(match: Wire<HTTPMatchRequest>, gatewaysOnly: boolean, at: Place): void {
  for (const field of HEADER_MAPS) {
    const headers = match[field];
    if (headers === undefined) continue;
    eachPair(headers, at.at(field), (name, value, pair) => {
      validateMatchedHeader(name, pair);
      // "*" is no expression: it says that the header is there.
      if (field === 'headers' || value.regex !== '*') validateTextMatch(value, pair);
      if (isClaim(name) && !gatewaysOnly) {
        pair.error('contradicting-fields', `"${name}" is a claim of a token, which only gateways route by, and the VirtualService is not for gateways alone.`, 'Name the gateways in gateways, and not "mesh".');
      }
    });
  }
  // Every path has the empty prefix, and upstream allows it.
  const { uri, queryParams, port = 0, sourceLabels, gateways, sourceNamespace = '' } = match;
  if (uri !== undefined) validateRegexMatch(uri, at.at('uri'));
  for (const field of TEXT_MATCHES) {
    const value = match[field];
    if (value !== undefined) validateTextMatch(value, at.at(field));
  }
  if (queryParams !== undefined) {
    eachPair(queryParams, at.at('queryParams'), (_name, value, pair) => {
      validateTextMatch(value, pair);
    });
  }
  if (port !== 0) validatePort(port, at.at('port'));
  if (sourceLabels !== undefined) validateLabels(sourceLabels, at.at('sourceLabels'));
  if (gateways !== undefined) validateGatewayNames(gateways, at.at('gateways').errorsOnly());
  if (sourceNamespace !== '' && !isDnsLabel(sourceNamespace)) {
    at.at('sourceNamespace').error('invalid-value', `"${sourceNamespace}" is no namespace.`, 'Name the namespace that requests come from.');
  }
}
