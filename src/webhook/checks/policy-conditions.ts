import type { Condition } from '../../../imports/security';
import type { Place } from '../place';
import type { Wire } from '../wire';
import { validateFilled } from './lists';
import { validateIpBlocks, validatePortTexts, validateServiceAccounts, validateWildcardTexts } from './policy-values';

type ValueCheck = (values: readonly string[] | undefined, at: Place) => void;

/** The attributes of conditions with what their values must be. https://istio.io/latest/docs/reference/config/security/conditions/ */
const ATTRIBUTES: ReadonlyMap<string, ValueCheck> = new Map<string, ValueCheck>([
  ['source.ip', validateIpBlocks],
  ['remote.ip', validateIpBlocks],
  ['source.namespace', anything],
  ['source.serviceAccount', validateServiceAccounts],
  ['source.principal', anything],
  ['source.trustDomain', validateWildcardTexts],
  ['request.auth.principal', anything],
  ['request.auth.audiences', anything],
  ['request.auth.presenter', anything],
  ['destination.ip', validateIpBlocks],
  ['destination.port', validatePortTexts],
  ['connection.sni', anything],
]);

/** Attributes that hold several values, the wanted one named in brackets. */
const MAPS = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];

const GONE: readonly (readonly [isIt: (key: string) => boolean, instead: string])[] = [
  [(key) => key === 'destination.namespace', 'the namespace of the policy'],
  [(key) => key.startsWith('destination.labels'), 'the selector of the policy'],
  [(key) => key === 'destination.name' || key === 'destination.user', 'the selector of the policy'],
];

/** One condition of a rule. */
export function validateCondition({ key = '', values, notValues }: Wire<Condition>, at: Place): void {
  const place = at.at('key');
  if (key === '') {
    place.error('missing-setting', 'The condition does not say what it compares.', 'Give the name of an attribute, such as "request.headers[x-token]".');
    return;
  }
  if ((values ?? []).length + (notValues ?? []).length === 0) {
    at.error('missing-setting', `The condition compares ${key} with nothing.`, 'Give values or notValues.');
    return;
  }
  for (const [field, list] of [['values', values], ['notValues', notValues]] as const) validateFilled(list, at.at(field));
  if (MAPS.some((map) => key.startsWith(map))) {
    if (!isMapKey(key)) place.error('invalid-value', `"${key}" does not say which value is meant.`, 'Name it in brackets, such as "request.headers[x-token]".');
    return;
  }
  const check = ATTRIBUTES.get(key);
  if (check === undefined) {
    const instead = GONE.find(([isIt]) => isIt(key))?.[1];
    if (instead !== undefined) place.error('invalid-value', `${key} is not an attribute any more.`, `Use ${instead} for that.`);
    else place.error('invalid-value', `There is no attribute "${key}".`, `Use one of ${[...ATTRIBUTES.keys()].join(', ')}, request.headers[...] and request.auth.claims[...].`);
    return;
  }
  check(values, at.at('values'));
  check(notValues, at.at('notValues'));
}

function isMapKey(key: string): boolean {
  const open = key.indexOf('[');
  return key.endsWith(']') && open > 0 && open < key.length - 2;
}

function anything(): void {
  // Every text is one.
}
