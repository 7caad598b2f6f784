import { nearest } from '../../schema/suggest';
import { loadEnvoyApi, type EnvoyApi, type EnvoyMessage } from '../envoy/api';
import { pathOf } from '../envoy/trail';
import { EnvoyValueReader, type Complaint } from '../envoy/value-reader';
import type { Place } from '../place';

const SHOWN = 12;
const LONGEST_SHOWN = 60;

/** What is patched, as the message of Envoy's API that the value of the patch is read as. */
const MESSAGES: ReadonlyMap<string, string> = new Map([
  ['LISTENER', 'envoy.config.listener.v3.Listener'],
  ['FILTER_CHAIN', 'envoy.config.listener.v3.FilterChain'],
  ['NETWORK_FILTER', 'envoy.config.listener.v3.Filter'],
  ['HTTP_FILTER', 'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter'],
  ['ROUTE_CONFIGURATION', 'envoy.config.route.v3.RouteConfiguration'],
  ['VIRTUAL_HOST', 'envoy.config.route.v3.VirtualHost'],
  ['HTTP_ROUTE', 'envoy.config.route.v3.Route'],
  ['CLUSTER', 'envoy.config.cluster.v3.Cluster'],
  ['EXTENSION_CONFIG', 'envoy.config.core.v3.TypedExtensionConfig'],
  ['BOOTSTRAP', 'envoy.config.bootstrap.v3.Bootstrap'],
  ['LISTENER_FILTER', 'envoy.config.listener.v3.ListenerFilter'],
]);

/** What can be patched. */
export const PATCHED: readonly string[] = [...MESSAGES.keys()];

/**
 * Whether istiod can read the value of a patch as a message of Envoy. Whether Envoy takes what the message says is not looked at:
 * the bounds and the required fields of Envoy's API istiod does not look at either.
 * https://www.envoyproxy.io/docs/envoy/latest/api-v3/api
 */
export function validateEnvoyValue(applyTo: string, value: unknown, at: Place): void {
  const message = MESSAGES.get(applyTo);
  if (message === undefined) return;
  const api = loadEnvoyApi();
  const reader = new EnvoyValueReader(api);
  const byNameAlone = reader.read(message, value);
  for (const complaint of reader.errors) sayError(complaint, api, at.below(pathOf(complaint.at)));
  if (reader.errors.length > 0) return;
  for (const complaint of [...reader.unknown, ...byNameAlone]) sayWarning(complaint, at.below(pathOf(complaint.at)));
}

function sayError(complaint: Complaint, api: EnvoyApi, at: Place): void {
  switch (complaint.what) {
    case 'wrong-type':
      at.error('invalid-value', `istiod cannot read ${shown(complaint.value)}: ${complaint.wanted} belongs here in ${complaint.message}.`, `Write ${complaint.wanted}.`);
      return;
    case 'not-in-enum': {
      const meant = typeof complaint.value === 'string' ? nearest(complaint.value, complaint.names) : undefined;
      const names = listed(complaint.names);
      at.error('invalid-value', `istiod cannot read ${shown(complaint.value)}: one of ${names} belongs here in ${complaint.message}.`, `Write ${meant ?? `one of ${names}`}.`);
      return;
    }
    case 'no-type':
      at.error('missing-setting', 'It is not said which message of Envoy this is.', 'Set "@type", to type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua for example.');
      return;
    case 'no-value':
      at.error('missing-setting', 'What this type holds stands in a value, which is not there.', 'Put it into the field value.');
      return;
    case 'unknown-type':
      sayUnknownType(complaint.type, api, at);
      return;
  }
}

function sayUnknownType(type: string, api: EnvoyApi, at: Place): void {
  const known = api.namesakes(type);
  const old = type.includes('.v2.') ? ' It is of version 2 of the API, which is no more.' : '';
  const message = `istiod knows no message "${cut(type)}" of Envoy's API.${old}`;
  at.error('invalid-value', message, known.length > 0 ? `Use type.googleapis.com/${listed(known, ' or type.googleapis.com/')}.` : 'Use a message that this version of Istio knows.');
}

function sayWarning(complaint: Complaint, at: Place): void {
  if (complaint.what === 'unknown-field') {
    const { key, known, message } = complaint;
    at.warn('ineffective-field', `istiod knows no field "${cut(key)}" of ${message}, and leaves it out.`, fixOf(key, known));
  } else if (complaint.what === 'by-name-alone') {
    at.warn('deprecated-field', 'It has no typed_config, and by a name alone Envoy no longer finds an extension.', 'Add a typed_config with the "@type" of the extension.');
  }
}

function fixOf(key: string, known: EnvoyMessage): string {
  if (key === '@type') return 'Remove it, or put it with its fields into the typed_config.';
  const names = [...new Set([...known.values()].map(({ name }) => name))];
  const meant = nearest(key, names);
  if (meant !== undefined) return `Rename it to ${meant}.`;
  return names.length === 0 ? 'Remove it.' : `Remove it, or use one of the fields there are: ${listed(names)}.`;
}

function listed(names: readonly string[], between = ', '): string {
  const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '';
  return `${names.slice(0, SHOWN).join(between)}${more}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `"${cut(String(value))}"` : 'this';
}

function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 3)}...` : text;
}
