// Values for the patches of EnvoyFilters: made after Envoy's API as imports/envoy-api.json has it, and half of them with mistakes.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'imports', 'envoy-api.json'), 'utf8'));
const MESSAGES = Object.keys(types).filter((name) => !Array.isArray(types[name]));
const EXTENSIONS = MESSAGES.filter((name) => name.startsWith('envoy.extensions.'));
const KNOWN_WELL = MESSAGES.filter((name) => name.startsWith('google.protobuf.'));

const PATCHED = {
  LISTENER: 'envoy.config.listener.v3.Listener',
  FILTER_CHAIN: 'envoy.config.listener.v3.FilterChain',
  NETWORK_FILTER: 'envoy.config.listener.v3.Filter',
  HTTP_FILTER: 'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter',
  ROUTE_CONFIGURATION: 'envoy.config.route.v3.RouteConfiguration',
  VIRTUAL_HOST: 'envoy.config.route.v3.VirtualHost',
  HTTP_ROUTE: 'envoy.config.route.v3.Route',
  CLUSTER: 'envoy.config.cluster.v3.Cluster',
  EXTENSION_CONFIG: 'envoy.config.core.v3.TypedExtensionConfig',
  BOOTSTRAP: 'envoy.config.bootstrap.v3.Bootstrap',
  LISTENER_FILTER: 'envoy.config.listener.v3.ListenerFilter',
};

/** Right values of scalars, as each can be written. */
const INT32 = [0, 1, -1, 80, '8', ' 5 ', '-0', 'null', 2 ** 31 - 1, -(2 ** 31), '-2147483648'];
const UINT32 = [0, 1, 80, '8', '0', 4294967295, '4294967295'];
const NUMBER = [0, 1.5, -2, '1e3', '0.5', 'NaN', '-Infinity', 1e-7, ' 1 ', 'null'];
const BOOL = [true, false];
const INT64 = [...INT32, '-9223372036854775808', '9223372036854775807', 1e15];
const UINT64 = [...UINT32, '18446744073709551615', 1e20];
const DOUBLE = [...NUMBER, 1e300, '1e300'];
const FLOAT = [...NUMBER, 3.4e38, '3.40282356e38'];
const TEXT = ['', 'a', '5', 'é', 'envoy.filters.http.router'];
const BYTES = ['', 'YQ==', 'YR==', 'Y\nQ==', [1, null, 255], []];
const SCALARS = {
  int32: INT32, sint32: INT32, sfixed32: INT32, uint32: UINT32, fixed32: UINT32, int64: INT64, sint64: INT64, sfixed64: INT64, uint64: UINT64, fixed64: UINT64,
  double: DOUBLE, float: FLOAT, bool: BOOL, string: TEXT, bytes: BYTES,
};
const DURATIONS = ['5s', '0s', '1h2m', '-1.5s', '250ms', '0', '+1us', '.5s', '2562047h', '1µs'];
const TIMESTAMPS = ['2026-01-31T08:00:00Z', '2024-02-29T23:59:59.123456789+14:00', '2026-01-31T8:00:00Z', '2026-01-31T08:00:00,5Z'];

/** Mistakes that fit nowhere, or only where they are right by chance. */
const WRONG = ['x', '', '1.0', '01', '+1', '5', '5S', '1d', 'YQ', 'Y-_=', ' 1', '1\n', 'NULL', '9223372036854775808', '-1', '2026-02-29T08:00:00Z', '2026-01-31 08:00:00Z', '2026-01-31T24:00:00Z', 4294967296, -1, 1.5, 1e21, 1e39, '1e39', '1e400', 7, true, null, [], [null], ['x'], [256], {}, { a: 1 }, { '@type': 'x' }, 'true', 'nan', [[]], [{}]];
const WRONG_TYPES = ['', 'x', 'type.googleapis.com/', 'type.googleapis.com/envoy.config.filter.http.lua.v2.Lua', 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.lua', 'envoy.extensions.filters.http.lua.v3.Lua/', 'type.googleapis.com/envoy.config.cluster.v3.Cluster.LbPolicy', 'type.googleapis.com/google.protobuf.NullValue', 'type.googleapis.com/__proto__', 'toString', 5, null, true, {}, []];
const FIELDS = ['x', '@type', 'type_url', 'typedconfig', 'TypedConfig', 'typed__config', 'name', 'value', '__proto_', 'constructor', '[envoy.x]', 'typed_config', 'stat_prefix'];

/** Gives one of the patches of an EnvoyFilter a value for what it is applied to; answers what was done. */
export function mutateEnvoyValue(object, random) {
  const patches = Array.isArray(object.spec?.configPatches) ? object.spec.configPatches.filter((entry) => typeof entry?.patch === 'object' && entry.patch !== null) : [];
  if (patches.length === 0) return undefined;
  const entry = random.pick(patches);
  if (random.chance(0.5)) {
    entry.applyTo = random.pick(Object.keys(PATCHED));
    if (random.chance(0.9)) delete entry.match;
  }
  const mistakes = random.pick([0, 0, 0.02, 0.1]);
  entry.patch.value = messageOf(Object.hasOwn(PATCHED, entry.applyTo) ? PATCHED[entry.applyTo] : PATCHED.CLUSTER, { random, mistakes }, 6);
  return `a value for ${entry.applyTo}`;
}

function messageOf(name, made, depth) {
  const { random } = made;
  const fields = Object.entries(types[name]);
  const message = {};
  const count = depth <= 0 ? 0 : random.pick([0, 1, 2, 3, 3, 4]);
  for (let i = 0; i < count && fields.length > 0; i += 1) {
    const [field, type] = random.pick(fields.filter(([, type], index) => index < 3 || random.chance(0.5) || /Any|oneof|config/.test(type)));
    const key = random.chance(0.5) ? field : jsonName(field);
    message[key] = random.chance(0.04) ? null : fieldOf(type, made, depth - 1);
    if (random.chance(0.03)) message[random.chance(0.5) ? field : jsonName(field)] = fieldOf(type, made, depth - 1);
  }
  for (const field of ['name', 'typed_config']) if (field in types[name] && random.chance(0.6)) message[random.chance(0.7) ? field : jsonName(field)] = fieldOf(types[name][field], made, depth);
  if (random.chance(made.mistakes)) message[random.pick(FIELDS)] = wrong(random);
  return message;
}

function fieldOf(written, made, depth) {
  const { random, mistakes } = made;
  if (random.chance(mistakes)) return wrong(random);
  const [type] = written.split('|');
  const [, keys, values] = /^map<(\w+),(.+)>$/.exec(type) ?? [];
  if (values !== undefined) {
    const key = random.chance(mistakes) ? random.pick(['x', '-1', ' 1', '"1"', '1.0', '', 'True']) : keys === 'string' ? random.pick(TEXT) : keys === 'bool' ? random.pick(['true', 'false']) : random.pick(['0', '7']);
    return { [key]: random.chance(0.1) ? null : valueOf(values, made, depth) };
  }
  if (!type.startsWith('repeated ')) return valueOf(type, made, depth);
  const items = random.pick([[], [0], [0, 1]]).map(() => valueOf(type.slice('repeated '.length), made, depth));
  return random.chance(0.05) ? [...items, null] : items;
}

function valueOf(type, made, depth) {
  const { random, mistakes } = made;
  if (random.chance(mistakes)) return wrong(random);
  if (type in SCALARS) return random.pick(SCALARS[type]);
  if (Array.isArray(types[type])) return random.chance(0.8) ? random.pick(types[type]) : random.pick([0, 1, 99, '', 'null', '1'].slice(0, random.chance(mistakes) ? 6 : 3));
  const [, wrapped] = /^google\.protobuf\.(\w+)Value$/.exec(type) ?? [];
  if (wrapped !== undefined && wrapped.toLowerCase() in SCALARS) return random.pick(SCALARS[wrapped.toLowerCase()]);
  switch (type) {
    case 'google.protobuf.Duration': return random.pick(DURATIONS);
    case 'google.protobuf.Timestamp': return random.pick(TIMESTAMPS);
    case 'google.protobuf.Value': return wrong(random);
    case 'google.protobuf.ListValue': return [wrong(random)];
    case 'google.protobuf.Struct': return { a: wrong(random), b: { '@type': 7 } };
    case 'google.protobuf.Any': return anyOf(made, depth);
    default: return messageOf(type, made, depth);
  }
}

function anyOf(made, depth) {
  const { random, mistakes } = made;
  const type = random.pick(random.chance(0.8) ? EXTENSIONS : random.chance(0.5) ? KNOWN_WELL : MESSAGES);
  const url = random.chance(mistakes) ? random.pick(WRONG_TYPES) : `${random.pick(['type.googleapis.com/', 'type.googleapis.com/', '', 'a/b/'])}${type}`;
  const read = valueOf(type, made, depth - 1);
  // What JSON has a text for stands in a value; of messages such as FieldMask the fields themselves do.
  const inValue = random.chance(mistakes) ? random.chance(0.5) : typeof read !== 'object' || read === null || Array.isArray(read) || /^google\.protobuf\.(Any|Empty|Struct|Value|ListValue)$/.test(type);
  return { ...(random.chance(mistakes) ? {} : { '@type': url }), ...(inValue ? { value: read } : read) };
}

function jsonName(name) {
  return name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}

function wrong(random) {
  return structuredClone(random.pick(WRONG));
}
