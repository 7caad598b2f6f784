import type { TCPRoute, TLSRoute, VirtualServiceSpec } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { validateIpSubnet } from './addresses';
import { validateDestinations } from './destinations';
import { validateGatewayNames } from './gateway-names';
import { validateLabels } from './labels';
import { validatePort } from './numbers';
import { sniHostCheck } from './virtual-hosts';

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute */
export function validateTlsRoutes(spec: Wire<VirtualServiceSpec>, converted: boolean, at: Place): void {
  const validateSniHost = sniHostCheck(spec);
  each(spec.tls, at, ({ match = [], route }, place) => {
    if (match.length === 0) place.at('match').error('missing-setting', 'The route for TLS does not say which connections it takes.', 'Give it match: [{ sniHosts }].');
    each(match, place.at('match'), (streamMatch, matchPlace) => {
      const { sniHosts = [] } = streamMatch;
      if (sniHosts.length === 0) matchPlace.at('sniHosts').error('missing-setting', 'The match names no server.', 'Name in sniHosts the hosts that callers ask for.');
      each(sniHosts, matchPlace.at('sniHosts'), validateSniHost);
      validateStreamMatch(streamMatch, matchPlace);
      validateGatewayNames(streamMatch.gateways, matchPlace.at('gateways'));
    });
    validateStreamDestinations(route, converted, place.at('route'));
  });
}

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute */
export function validateTcpRoutes(routes: readonly Wire<TCPRoute>[] | undefined, converted: boolean, at: Place): void {
  each(routes, at, ({ match, route }, place) => {
    each(match, place.at('match'), (streamMatch, matchPlace) => {
      validateStreamMatch(streamMatch, matchPlace);
      validateGatewayNames(streamMatch.gateways, matchPlace.at('gateways').errorsOnly());
    });
    validateStreamDestinations(route, converted, place.at('route'));
  });
}

interface StreamMatch {
  readonly destinationSubnets?: readonly string[];
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

function validateStreamMatch({ destinationSubnets, port = 0, sourceLabels }: StreamMatch, at: Place): void {
  each(destinationSubnets, at.at('destinationSubnets'), validateIpSubnet);
  if (port !== 0) validatePort(port, at.at('port'));
  validateLabels(sourceLabels, at.at('sourceLabels'));
}

function validateStreamDestinations(route: Wire<TLSRoute>['route'], converted: boolean, at: Place): void {
  if ((route ?? []).length === 0) at.error('missing-setting', 'The route does not say where its connections go.', 'Give it route: [{ destination: { host } }].');
  validateDestinations(route, at, converted);
}
