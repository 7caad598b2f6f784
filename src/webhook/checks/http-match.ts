import type { HTTPMatchRequest } from '../../../imports/networking';
import { eachPair, type Place } from '../place';
import type { Wire } from '../wire';
import { validateGatewayNames } from './gateway-names';
import { isClaim, validateMatchedHeader } from './headers';
import { validateLabels } from './labels';
import { validatePort } from './numbers';
import { isDnsLabel } from './text-forms';
import { validateRegexMatch, validateTextMatch } from './texts';

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export function validateHttpMatch(match: Wire<HTTPMatchRequest>, gatewaysOnly: boolean, at: Place): void {
  for (const field of ['headers', 'withoutHeaders'] as const) {
    eachPair(match[field], at.at(field), (name, value, pair) => {
      validateMatchedHeader(name, pair);
      // "*" is no expression: it says that the header is there.
      if (field === 'headers' || value.regex !== '*') validateTextMatch(value, pair);
      if (isClaim(name) && !gatewaysOnly) {
        pair.error('contradicting-fields', `"${name}" is a claim of a token, which only gateways route by, and the VirtualService is not for gateways alone.`, 'Name the gateways in gateways, and not "mesh".');
      }
    });
  }
  // Every path has the empty prefix, and upstream allows it.
  validateRegexMatch(match.uri, at.at('uri'));
  for (const field of ['scheme', 'method', 'authority'] as const) validateTextMatch(match[field], at.at(field));
  eachPair(match.queryParams, at.at('queryParams'), (_name, value, pair) => {
    validateTextMatch(value, pair);
  });
  const { port = 0, sourceNamespace = '' } = match;
  if (port !== 0) validatePort(port, at.at('port'));
  validateLabels(match.sourceLabels, at.at('sourceLabels'));
  validateGatewayNames(match.gateways, at.at('gateways').errorsOnly());
  if (sourceNamespace !== '' && !isDnsLabel(sourceNamespace)) {
    at.at('sourceNamespace').error('invalid-value', `"${sourceNamespace}" is no namespace.`, 'Name the namespace that requests come from.');
  }
}
