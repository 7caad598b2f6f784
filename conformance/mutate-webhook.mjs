// Mutations at the texts and numbers that istiod's webhook looks at and the schema does not: after those of mutate.mjs.

import { mutateEnvoyValue } from './mutate-envoy.mjs';

/** Values by what they are for; a field gets those of its name, and now and then any. */
const POOLS = {
  hosts: ['*', '*.com', '*.example.com', '*foo.com', '*-foo.com', 'a.*.b', 'a.b.', 'a.b.1', '123', '1.2.3.4', '::1', '-a.b', 'a_b.c', `${'a'.repeat(64)}.com`, `${'a.'.repeat(130)}com`, '', 'reviews', 'Reviews.Shop', 'ns/*', './*', '*/*', '~/*', '~ns/a.b', 'ns/a', '/a.b', 'ns/', 'ns/a/b.c', '*/1.2.3.4', 'outbound_.80_._.e2e.foobar.mesh', 'outbound_.x_._.1', 'reviews:80'],
  exportTo: ['.', '*', '~', 'default', 'shop', 'Shop', 'a_b', ''],
  gateways: ['mesh', 'gw', 'ns/gw', 'a/b/c', '*/x', 'gw.ns.svc', 'a..b', 'ns/', '/gw', 'ns/g.w', ''],
  regexes: ['', '.*', '(?=a)', '(', '[a', 'a{2,1}', '\\1', '\\pL', 'x'.repeat(1025), '(?i)a', '\\Qa'],
  labels: ['', 'a', 'a*', '*', 'a_b', '-a', 'a.', 'x'.repeat(64), 'é', 'a b'],
  addresses: ['10.0.0.1', '10.0.0.0/8', '10.0.0.1/33', '::1', '::1/128', '::1/129', '1.2.3', 'fe80::1%eth0', '10.0.0.0/08', '[::1]', 'vm.example.com', '*', 'unix:///a', '010.0.0.1', 'a.b:80', '[::1]:80', '::1:80', '[a.b]:80', 'a.b:0', 'a.b:+80', 'a.b:http', ':80', 'a.b:', '1.2.3.4:65536', '$(HOST_IP):80', '[::1]', '[::1]80', '[[::1]:80', 'a]:80', 'a.b:8]0', '-a:80'],
  durations: ['1ms', '0s', '-1s', '1.5ms', '1us', '500us', '1s', '999999h'],
  headers: ['', 'x-a', 'X-A', ':authority', ':path', 'host', 'Host', 'a b', '@request.auth.claims.groups', '@request.auth.claims', 'a:b', '%A%', '100%%', '%A', 'abc%', '%A(["b"])%', '%A(b)%', '%A([b])%', '%A(["b"]x)%', 'a\\', '%A(["b\\'],
  paths: ['/', '', 'a', '/a*', '/{*}', '/{**}', '/{**}/a', '/{**}/{*}', '/a/{*}b', '/{a}', '/a//{*}', '/{*}/b c', '*'],
  principals: ['*', 'cluster.local/ns/a/sa/b', 'a/b/c', 'a/b', '/b', 'a/', '*a', 'a*', 'a*b', '*a*', ''],
  keys: ['source.ip', 'remote.ip', 'destination.ip', 'destination.port', 'destination.namespace', 'destination.labels[a]', 'destination.name', 'destination.user', 'source.namespace', 'source.principal', 'source.serviceAccount', 'source.trustDomain', 'request.headers', 'request.headers[x]', 'request.headers[]', 'request.headersx', 'request.auth.claims[a][b]', 'request.auth.principal', 'request.auth.x', 'connection.sni', 'experimental.envoy.filters.a[b]', 'experimental.envoy.filters.a', ''],
  ports: ['80', '0', '65535', '65536', '-1', '+5', '080', 'http', ''],
  jwks: ['{}', '{"keys":[]}', '{"keys":null}', '{"keys":{}}', '[]', 'x', '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}', '{"kty":"RSA","n":"AQAB"}', '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQ"}]}', '{"keys":[{"kty":"oct","k":"AQAB"}]}', '{"keys":[{"kty":"EC","crv":"P-256","x":"AQAB","y":"AQAB"}]}', '{"keys":[{"kty":"EC","crv":"P-256","x":"AQAB"}]}', '{"keys":[{"kty":"XX"}]}', '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"A"}]}', '{"keys":[1]}', '{"keys":[{"kty":"RSA","n":"A Q","e":"AQAB"}]}', '{"keys":[{"kty":"RSA","n":1,"e":"AQAB"}]}'],
  protocols: ['HTTP', 'http', 'GRPC-Web', 'TLS', 'x', '', 'HTTP_PROXY', 'udp'],
  claims: ['@request.auth.claims.a', '@Request.Auth.Claims[a]', '@request.auth.claims.', '@request.auth.claims[]', 'x-a', 'x a', ':path', ':x', ''],
  values: ['', 'v', '%A%', '100%%', '%A', '%', '%%%', '%A(b)%', '%A()%', '%A( b)%', '%A([b])%', '%A(["b"])%', '%A(["b", "c"])%', '%A(["b";"c"])%', '%A(["b"]x)%', '%A(["b"] )%', '%A(["b"]) %', '%A(b)x%', 'a\\', '%A(["b\\', '%A(["b\\"])%', '%A(["b\\"c"])%', '%(b)%', 'a\u0007', 'a\tb'],
  endpoints: [':80', '127.0.0.1:80', '0.0.0.0:0', '[::1]:80', '[::]:65536', '::1:80', '[127.0.0.1]:80', '[]:80', '[::1]80', '10.0.0.1:80', 'localhost:80', '127.0.0.1', '127.0.0.1:http', ':+80', 'unix:///a', 'unix://@a', 'unix:///a/', 'unix://'],
  retries: ['5xx', '5xx,reset', '5xx, reset', '503', '509', '306', '+503', '0', '', ',', 'cancelled,x'],
  schemes: ['http', 'https', 'HTTP', ''],
  statuses: ['OK', 'NOT_FOUND', 'not_found', '5', ''],
  methods: ['GET', 'get', '*', 'QUERY', ''],
  targets: ['', 'core', 'Service', 'ServiceEntry', 'networking.istio.io', 'gateway.networking.k8s.io', 'Gateway', 'GatewayClass', 'Deployment', 'apps'],
  filters: ['', 'envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager', 'envoy.lua', 'envoy.rate_limit', 'envoy.ext_authz', 'envoy.filters.http.router', 'envoy.listener.tls_inspector', 'envoy.ratelimit'],
  versions: ['', '1.2', '(', '(?=a)', 'x'.repeat(1024), 'x'.repeat(1025), 'é'.repeat(513)],
  resolutions: ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'],
  locations: ['MESH_EXTERNAL', 'MESH_INTERNAL'],
  patched: ['INVALID', 'LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER', 'ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE', 'CLUSTER', 'EXTENSION_CONFIG', 'BOOTSTRAP', 'LISTENER_FILTER'],
  operations: ['INVALID', 'MERGE', 'ADD', 'REMOVE', 'UPSERT'],
  contexts: ['ANY', 'GATEWAY', 'SIDECAR_INBOUND', 'WAYPOINT'],
  lengths: ['x'.repeat(253), 'é'.repeat(127), 'x'.repeat(256), 'é'.repeat(129), 'é'.repeat(32_769), 'a'],
  numbers: [0, 1, -1, 80, 100, 101, 65535, 65536, 200, 599, 600, 0.00001, 0.5, 2, 65534],
};

/** Bodies by size: around what istiod warns of, and what it takes at all. They are for their own fields alone. */
const BODIES = [102400, 102401, 1048576, 1048577];

/** Which pool a field of this name takes its values from. */
const BY_NAME = [
  [/^defaultEndpoint$/, 'endpoints'],
  [/^retryOn$/, 'retries'],
  [/^scheme$/, 'schemes'],
  [/^grpcStatus$/, 'statuses'],
  [/^allowMethods$/, 'methods'],
  [/^(group|kind)$/, 'targets'],
  [/ilter\.name$/, 'filters'],
  [/proxyVersion/, 'versions'],
  [/^resolution$/, 'resolutions'],
  [/^location$/, 'locations'],
  [/^applyTo$/, 'patched'],
  [/^operation$/, 'operations'],
  [/^context$/, 'contexts'],
  [/pluginName|imagePullSecret|inlineCode|env\.name$/, 'lengths'],
  [/host|dnsName|sni|authority/i, 'hosts'],
  [/exportTo/, 'exportTo'],
  [/gateway/i, 'gateways'],
  [/regex|uri|pattern/i, 'regexes'],
  [/labels|subset|name$/i, 'labels'],
  [/address|ipBlocks|subnet|bind|endpoint/i, 'addresses'],
  [/timeout|delay|interval|duration|time|ttl|maxAge|refresh/i, 'durations'],
  [/header|add$|set$|remove$/i, 'headers'],
  [/path|prefix|exact/i, 'paths'],
  [/principal|serviceAccount|namespace|trustDomain|source/i, 'principals'],
  [/^key$/, 'keys'],
  [/port/i, 'ports'],
  [/jwks$/, 'jwks'],
  [/protocol/i, 'protocols'],
];

/** Maps whose keys are names that the webhook looks at. */
const KEYED = /labels$|^ports$|customTags|tagOverrides|portLevelMtls/i;
const KEYS = ['', 'a', 'a*', 'a_b', '-a', 'a b', 'http', 'tls', 'example.com/a', 'a..b/c', `${'a.'.repeat(127)}a/b`, `a/${'b'.repeat(64)}`, 'a/b/c', '1', '/a'];

/** Labels of the object itself that the webhook looks at. */
const LABELS = [['networking.istio.io/enable-autoallocate-ip', ['false', 'False', 'true', '']], ['istio.io/use-waypoint', ['waypoint', 'none', 'NONE', '']]];

/** What objects translated from the Gateway API carry. */
const CONVERTED = ['gateway', 'gateway', 'ingress'].flatMap((value) => [['internal.istio.io/route-semantics', value], ['internal.istio.io/gateway-semantics', value]]);

const FLAT = Object.values(POOLS).flat().filter((value) => typeof value === 'string' && value.length < 2_000);

/** Maps whose keys are looked at, with the pool for them. */
const MAPS = new Map([['headers', 'claims'], ['withoutHeaders', 'claims'], ['add', 'headers'], ['set', 'headers'], ['queryParams', 'headers'], ['sourceLabels', 'labels'], ['labels', 'labels'], ['matchLabels', 'labels']]);
/** Maps whose values have a pool of their own. */
const VALUES = new Map([['add', 'values'], ['set', 'values']]);

/** The values that fields have in objects of a kind, by kind and path: what one has can be put into another. */
export function donorsOf(objects) {
  const donors = new Map();
  const visit = (value, path) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, field] of Object.entries(value)) {
      const below = Array.isArray(value) ? `${path}[]` : `${path}.${key}`;
      if (!Array.isArray(value)) (donors.get(path) ?? donors.set(path, []).get(path)).push([key, field]);
      visit(field, below);
    }
  };
  for (const object of objects) visit(object.spec, object.kind);
  return donors;
}

/** Changes one or two values of an object in place; answers what was done. */
export function mutateForWebhook(object, random, donors = new Map()) {
  const done = [];
  const valued = object.kind === 'EnvoyFilter' && random.chance(0.7) ? mutateEnvoyValue(object, random) : undefined;
  if (valued !== undefined) done.push(valued);
  for (let rounds = random.pick(valued === undefined ? [1, 1, 2] : [0, 0, 0, 1]); rounds > 0; rounds -= 1) {
    if (random.chance(0.2)) {
      const grafted = graft(object, random, donors);
      if (grafted !== undefined) {
        done.push(grafted);
        continue;
      }
    }
    const places = [];
    collect(object.spec, 'spec', undefined, places);
    if (places.length === 0) return done;
    const place = random.pick(places);
    done.push(`${place.path}: ${change(place, random)}`);
  }
  if (random.chance(0.05)) {
    const [key, values] = random.pick(LABELS);
    object.metadata = { ...object.metadata, labels: { ...object.metadata?.labels, [key]: random.pick(values) } };
    done.push(`label ${key}`);
  }
  if (random.chance(0.03)) {
    const [key, value] = random.pick([['istio.io/dry-run', 'true'], ['istio.io/dry-run', 'x'], ['internal.istio.io/parents', 'a'], ['internal.istio.io/webhook-always-reject', ''], ...CONVERTED]);
    object.metadata = { ...object.metadata, annotations: { ...object.metadata?.annotations, [key]: value } };
    done.push(`annotation ${key}`);
  }
  return done;
}

function collect(value, path, at, places) {
  if (typeof value !== 'object' || value === null) {
    if (at !== undefined) places.push({ ...at, path, value });
    return;
  }
  if (Array.isArray(value)) {
    if (at !== undefined) places.push({ ...at, path, value });
    value.forEach((item, index) => collect(item, `${path}[${index}]`, { parent: value, key: index, name: at?.name ?? '' }, places));
    return;
  }
  for (const [key, field] of Object.entries(value)) {
    if (KEYED.test(at?.name ?? '')) places.push({ path: `${path}.${key}`, map: value, key });
    // The pairs of a map go by the name of the map; a name alone goes by what holds it.
    const ofMap = MAPS.has(at?.name) && at.name === at.key;
    collect(field, `${path}.${key}`, { parent: value, key, name: ofMap ? at.name : key === 'name' && at !== undefined ? `${at.name}.name` : key }, places);
  }
}

/** Puts a field that another object has at such a place into this one. */
function graft(object, random, donors) {
  const places = [];
  const visit = (value, path, where) => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value) && donors.has(path)) places.push({ value, path, where });
    for (const [key, field] of Object.entries(value)) visit(field, Array.isArray(value) ? `${path}[]` : `${path}.${key}`, `${where}.${key}`);
  };
  visit(object.spec, object.kind, 'spec');
  if (places.length === 0) return undefined;
  const { value, path, where } = random.pick(places);
  const [key, field] = random.pick(donors.get(path));
  value[key] = structuredClone(field);
  return `${where}.${key}: as elsewhere`;
}

function change({ map, parent, key, name, value }, random) {
  if (map !== undefined) {
    const renamed = random.pick(KEYS);
    map[renamed] = map[key];
    if (renamed !== key && random.chance(0.5)) delete map[key];
    return `also ${JSON.stringify(renamed)}`;
  }
  if (MAPS.has(name) && key !== name && !Array.isArray(parent) && random.chance(0.3)) {
    const renamed = random.pick(POOLS[MAPS.get(name)]);
    delete parent[key];
    parent[renamed] = value;
    return `named ${JSON.stringify(renamed)}`;
  }
  if (VALUES.has(name) && key !== name && typeof value === 'string') {
    parent[key] = random.pick(POOLS[VALUES.get(name)]);
    return JSON.stringify(parent[key]);
  }
  if (Array.isArray(value)) {
    const choice = random.below(3);
    if (choice === 0) value.length = 0;
    else if (choice === 1 && value.length > 0) value.push(structuredClone(random.pick(value)));
    else if (value.every((item) => typeof item === 'string')) value.push(textFor(name, random));
    else return 'nothing';
    return 'list';
  }
  if (typeof value === 'number') parent[key] = random.pick(POOLS.numbers);
  else if (typeof value === 'boolean') parent[key] = !value;
  else parent[key] = textFor(name, random);
  return JSON.stringify(parent[key]).slice(0, 100);
}

function textFor(name, random) {
  if ((name === 'string' || name === 'bytes') && random.chance(0.3)) {
    const body = 'x'.repeat(random.pick(BODIES));
    return name === 'string' ? body : Buffer.from(body).toString('base64');
  }
  const pool = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  return random.pick(pool === undefined || random.chance(0.15) ? FLAT : POOLS[pool]);
}

/** Values that JSON of protocol buffers reads, or nearly reads, as a number, a truth value or bytes. */
const READ = ['1', '0', '-0', '+1', '01', ' 1 ', '1.0', '1e2', '4294967295', '4294967296', '-1', 'null', 'NaN', 'Infinity', 'true', '', 0, 1, 2, 7, 12, -1, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e21, true, false, null, [], [1, null, 255], [256], {}, { a: 1 }, 'YQ==', 'YQ', 'YR==', 'Y-_=', 'Y\nQ==', '5s', '5', '1d', '100ns'];

/** Changes what istiod has to read of an object: types, names of fields, nulls. Answers what was done. */
export function mutateForReader(object, random) {
  const places = [];
  const visit = (parent, path) => {
    for (const [key, value] of Object.entries(parent)) {
      places.push({ parent, key, value, path: `${path}.${key}` });
      if (typeof value === 'object' && value !== null) visit(value, `${path}.${key}`);
    }
  };
  if (typeof object.spec === 'object' && object.spec !== null) visit(object.spec, 'spec');
  if (places.length === 0 || random.chance(0.02)) {
    object.spec = random.pick([null, [], 'x', {}, 7]);
    return 'spec: another';
  }
  const { parent, key, value, path } = random.pick(places);
  const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (snake !== key && !Array.isArray(parent) && random.chance(0.4)) {
    parent[snake] = value;
    if (random.chance(0.7)) delete parent[key];
    return `${path}: also ${snake}`;
  }
  if (Array.isArray(value) && random.chance(0.5)) {
    value.push(null);
    return `${path}: with a null`;
  }
  if (typeof value === 'number' && random.chance(0.6)) parent[key] = String(value);
  else if (typeof value === 'string' && /^[A-Z_0-9]+$/.test(value) && random.chance(0.6)) parent[key] = random.below(14) - 1;
  else parent[key] = structuredClone(random.pick(READ));
  return `${path}: ${JSON.stringify(parent[key])}`;
}
