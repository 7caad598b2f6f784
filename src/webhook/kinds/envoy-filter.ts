import type {
  EnvoyFilterEnvoyConfigObjectMatch,
  EnvoyFilterEnvoyConfigObjectPatch,
  EnvoyFilterListenerMatchFilterMatch,
  EnvoyFilterProxyMatch,
  EnvoyFilterSpec,
} from '../../../imports/networking';
import { isRegex } from '../../schema/regex';
import { PATCHED, validateEnvoyValue } from '../checks/envoy-value';
import { validateFilterName } from '../checks/filter-names';
import { validateWorkloadSelector } from '../checks/workload-selector';
import { each, type Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

type Match = Wire<EnvoyFilterEnvoyConfigObjectMatch>;

const OBJECTS = ['listener', 'routeConfiguration', 'cluster', 'waypoint'] as const;
const LONGEST_VERSION = 1024;
const CONNECTION_MANAGERS = new Set(['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager']);

/** What is patched, and what of Envoy's configuration it is found in. Extensions and the bootstrap are found without. */
const FOUND_IN: Readonly<Record<string, (typeof OBJECTS)[number] | undefined>> = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};

/** https://istio.io/latest/docs/reference/config/networking/envoy-filter/ */
export const validateEnvoyFilter: SpecValidator<Wire<EnvoyFilterSpec>> = ({ workloadSelector, configPatches }, at) => {
  at.above('kind').warn('unstable-api', 'An EnvoyFilter patches what istiod makes for Envoy, which any version of Istio may make differently.', 'Use another API where one does it, and try the EnvoyFilter anew before each upgrade.');
  if (!validateWorkloadSelector(workloadSelector, at.at('workloadSelector'))) return;
  each(configPatches, at.at('configPatches'), validatePatch);
};

/** As upstream, it says one mistake of a patch, and all of its value. */
function validatePatch({ applyTo = 'INVALID', match = {}, patch }: Wire<EnvoyFilterEnvoyConfigObjectPatch>, at: Place): void {
  if (match.context === 'WAYPOINT') return;
  if (applyTo === 'INVALID') {
    at.at('applyTo').error('missing-setting', 'It is not said what is patched.', 'Set applyTo, to CLUSTER or HTTP_FILTER for example.');
  } else if (patch === undefined) {
    at.at('patch').error('missing-setting', 'There is nothing to patch with.', 'Give it a patch, with operation and value.');
  } else if ((patch.operation ?? 'INVALID') === 'INVALID') {
    at.at('patch', 'operation').error('missing-setting', 'It is not said what to do with the value.', 'Set operation, to MERGE or INSERT_BEFORE for example.');
  } else if (patch.operation !== 'REMOVE' && patch.value === undefined) {
    at.at('patch', 'value').error('missing-setting', `There is no value for the operation ${patch.operation ?? ''}.`, 'Give the patch a value.');
  } else if (validateProxyVersion(match.proxy, at.at('match', 'proxy').at('proxyVersion'))) {
    const goesOn = validateMatch(match, applyTo, at.at('match'));
    if (goesOn && patch.value !== undefined) validateValue(applyTo, patch.value, at);
  }
}

function validateValue(applyTo: string, value: unknown, at: Place): void {
  if (PATCHED.includes(applyTo)) validateEnvoyValue(applyTo, value, at.at('patch', 'value'));
  else at.at('applyTo').error('invalid-value', `${applyTo} is nothing that can be patched.`, `Use one of ${PATCHED.join(', ')}.`);
}

/** @returns whether it can be used */
function validateProxyVersion({ proxyVersion = '' }: Wire<EnvoyFilterProxyMatch> = {}, at: Place): boolean {
  if (Buffer.byteLength(proxyVersion) > LONGEST_VERSION) {
    at.warn('ineffective-field', `The expression is longer than ${LONGEST_VERSION} characters, so it is left out and every version matches.`, 'Shorten it.');
  } else if (at.takesRegex(proxyVersion) && !isRegex(proxyVersion)) {
    at.error('invalid-regex', `"${proxyVersion}" is no regular expression of RE2.`, 'Write one such as "^1\\\\.29.*".');
    return false;
  }
  return true;
}

/** @returns whether upstream goes on to the value of the patch */
function validateMatch(match: Match, applyTo: string, at: Place): boolean {
  const needed = FOUND_IN[applyTo];
  const other = OBJECTS.find((object) => match[object] !== undefined && object !== needed);
  if (needed !== undefined && other !== undefined && match[needed] === undefined) {
    at.at(other).error('contradicting-fields', `${applyTo} is looked for in ${other}, where there is none.`, `Match ${needed} instead.`);
    return needed !== 'listener';
  }
  const filter = match.listener?.filterChain?.filter;
  return needed !== 'listener' || filter === undefined || validateFilterMatch(filter, applyTo, at.at('listener', 'filterChain').at('filter'));
}

/** @returns whether it can be used */
function validateFilterMatch({ name = '', subFilter }: Wire<EnvoyFilterListenerMatchFilterMatch>, applyTo: string, at: Place): boolean {
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') {
    at.warn('ineffective-field', `The filter does not matter where a whole ${applyTo} is patched.`, 'Remove it from the match, or use applyTo: NETWORK_FILTER.');
  }
  if (name === '') {
    at.at('name').error('missing-setting', 'The filter to look for has no name.', 'Name it, or leave it out.');
  } else if (subFilter !== undefined && applyTo !== 'HTTP_FILTER') {
    at.at('subFilter').error('contradicting-fields', `A filter within a filter is looked for, and ${applyTo} is no such thing.`, 'Remove subFilter, or use applyTo: HTTP_FILTER.');
  } else if (subFilter !== undefined && !CONNECTION_MANAGERS.has(name)) {
    at.at('name').error('contradicting-fields', `HTTP filters are within the connection manager, and the match looks into ${name}.`, 'Use envoy.filters.network.http_connection_manager.');
  } else if (subFilter !== undefined && (subFilter.name ?? '') === '') {
    at.at('subFilter', 'name').error('missing-setting', 'The HTTP filter to look for has no name.', 'Name it, or leave it out.');
  } else {
    validateFilterName(name, at);
    validateFilterName(subFilter?.name, at.at('subFilter'));
    return true;
  }
  return false;
}
