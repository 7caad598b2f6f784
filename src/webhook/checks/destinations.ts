import type { Destination } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { validateWildcardDomain } from './hosts';
import { validatePort } from './numbers';
import { validateSubsetName } from './texts';

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export function validateDestination(destination: Wire<Destination> | undefined, at: Place): void {
  if (destination === undefined) return;
  const { host = '' } = destination;
  const place = at.at('host');
  if (host === '*') place.error('invalid-host', '"*" is no host that requests can be sent to.', 'Name one host.');
  else validateWildcardDomain(host, place);
  validateSubsetAndPort(destination, at);
}

/** What a destination says besides its host. */
export function validateSubsetAndPort({ subset = '', port }: Wire<Destination>, at: Place): void {
  if (subset !== '') validateSubsetName(subset, at.at('subset'));
  if (port !== undefined) validatePort(port.number, at.at('port', 'number'));
}

interface Weighted {
  readonly destination?: Wire<Destination>;
  readonly weight?: number;
}

/** The destinations of a route, with their shares. */
export function validateDestinations(route: readonly Weighted[] | undefined, at: Place, converted = false): void {
  if (route === undefined) return;
  let total = 0;
  each(route, at, ({ destination, weight = 0 }, place) => {
    if (destination === undefined) place.at('destination').error('missing-setting', 'It is not said where the traffic goes.', 'Give destination: { host }.');
    if (!converted) validateDestination(destination, place.at('destination'));
    if (weight < 0) place.at('weight').error('invalid-value', `The weight ${weight} is negative.`, 'Use 0 or more.');
    // Upstream adds in 32 bits.
    total = (total + weight) | 0;
  });
  if (route.length > 1 && total === 0) at.error('missing-setting', 'There are several destinations, and none has a weight.', 'Give them weights, such as 90 and 10.');
}
