// Values for mutants: odd ones from pools, and valid ones (mostly) made from a schema.

export const pools = {
  durations: ['5s', '1ms', '1h30m', '250ms', '0s', '0.5s', '.5s', '1.', '5', '-1s', '+2s', '1us', '999us', '1ns', '', ' 5s', '5S', '1d', '10000000h', '1m0.001s', '0', '1e3s', '9223372036854775807ns', '9223372036854775808ns', '2562047h47m16.854775807s', '1µs', '1s1'],
  hosts: ['reviews', 'reviews.default.svc.cluster.local', '*.example.com', '*', 'example.com', 'EXAMPLE.com', 'a..b', '-a.com', 'api.example.com:8080', '10.0.0.1', '2001:db8::1', '*.*.com', 'xn--bcher-kva.example', 'a_b.c', '/'],
  urls: ['https://example.com/jwks', 'http://a', 'ftp://a', 'oci://reg.io/x:1', 'file:///a/b', 'reg.io/x:1', '/abs', 'rel/path', 'http://', '://x', 'http://[::1]:80/', 'http://a b', 'https://user:p@ss@host/', 'http://a:b', 'http://%zz', 'mailto:a@b', 'HTTPS://A', 'http://a/%', 'http://a?%zz', 'http://a#%zz', '*', 'http://h:8:9', 'http://[1.2.3.4]/', 'http://[fe80::1%25en0]/', 'a:b'],
  addresses: ['10.0.0.1', '10.0.0.0/24', '010.1.1.1', '1.2.3', '1.2.3.4.5', '256.1.1.1', '::1', '::', '1::2::3', '2001:db8::/32', '::ffff:1.2.3.4', 'fe80::1%eth0', 'unix:///var/run/x', 'unix://@abstract', 'unix://x', 'unix://', 'unix:///x/', 'unix://é', 'vm.example.com'],
  texts: ['', ' ', 'x', 'é', '日本語', 'a\nb', 'a\u0000b', '*', '**', '"', '${x}', '-1', '1e3', 'true', 'null', '__proto__', 'constructor', '../..', 'A', 'a-', '.a', 'HOST', 'istio-system/gw', 'a/b/c', '2021-02-29T00:00:00Z', '2024-02-29T23:59:59Z', 'YQ==', 'YQ='],
  numbers: [0, -0, 1, -1, 2, 7, 80, 100, 101, 599, 600, 65535, 65536, 65537, 2147483647, 2147483648, -2147483649, 4294967295, 4294967296, 9007199254740991, 9007199254740993, 1e19, 1e21, 1e300, 0.5, 1.5, 1e-7, 99.99999],
  keys: ['', '*', 'a*', '80', '0', '65535', '65536', '-1', '+5', '0x10', '1e3', '080', '00000000000000000080', '99999999999999999999', 'http', 'http-1', '-http', 'a'.repeat(62), 'a'.repeat(63), 'a'.repeat(64), 'é', 'example.com/name', 'a/b/c', 'b'.repeat(253) + '/x', 'b'.repeat(252) + '/x', '__proto__', 'constructor', 'toString', 'namespace'],
  fields: ['unknown', 'Hosts', 'host', 'name', '__proto__', 'constructor', 'toString', '', 'apiVersion', 'kind', 'metadata', 'a b', '日本'],
  paths: ['/', '/a', '/a/b', 'a', '//', '/a//b', '/a/./b', '/a/../b', '/a%2fb', '/a%2Fb', '/a#b', '/a/..', '/a/.', '/%zz', '/%41', '/é', '/a b', '/{*}', ''],
};

/** The schema behind a reference. */
export function resolve(schema, shapes) {
  return schema?.$ref === undefined ? schema : shapes[schema.$ref.slice('#/shapes/'.length)];
}

/** A value that mostly fits a schema; where CEL rules ask for more, chance decides. */
export function generate(reference, shapes, random, depth = 0) {
  const schema = resolve(reference, shapes) ?? {};
  if (schema.nullable && random.chance(0.05)) return null;
  if (schema.default !== undefined && random.chance(0.2)) return structuredClone(schema.default);
  if (schema.enum !== undefined) return random.pick(schema.enum);
  if (schema['x-kubernetes-int-or-string']) return random.pick([1, 'one', 1.5]);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, shapes, random, depth);
    case 'array':
      return listOf(schema, shapes, random, depth);
    case 'integer':
    case 'number':
      return numberOf(schema, random);
    case 'boolean':
      return random.chance(0.5);
    case 'string':
      return textOf(schema, random);
    default:
      return random.pick(['free', 1, {}, [null], { a: { b: [1.5, 'x'] } }]);
  }
}

function objectOf(schema, shapes, random, depth) {
  const object = {};
  if (schema['x-kubernetes-preserve-unknown-fields'] && schema.properties === undefined) {
    return random.pick([{}, { any: { thing: [1, 'x', null, 1.5] } }]);
  }
  const required = new Set(schema.required ?? []);
  const exclusive = exclusiveSets(schema);
  const chance = depth > 4 ? 0.02 : depth > 2 ? 0.15 : 0.3;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (!required.has(name) && !random.chance(chance)) continue;
    const rivals = exclusive.find((set) => set.includes(name)) ?? [];
    if (rivals.some((rival) => rival in object) && random.chance(0.9)) continue;
    object[name] = generate(property, shapes, random, depth + 1);
  }
  if (typeof schema.additionalProperties === 'object') {
    for (let n = random.below(3); n > 0; n -= 1) {
      const key = random.chance(0.85) ? random.pick(['app', 'version', '8080', 'http', 'grpc', 'example.com/name']) : random.pick(pools.keys);
      Object.defineProperty(object, key, { value: generate(schema.additionalProperties, shapes, random, depth + 1), enumerable: true, configurable: true, writable: true });
    }
  }
  return object;
}

/** Fields that exclude each other: those the branches of a oneOf ask for. */
function exclusiveSets(schema) {
  const groups = [schema, ...(schema.allOf ?? [])].map((part) => (part.oneOf ?? []).flatMap((branch) => branch.required ?? []));
  return [...groups, ['selector', 'targetRefs', 'targetRef', 'workloadSelector'], ['workloadSelector', 'endpoints'], ['wasm', 'lua']].filter((set) => set.length > 1);
}

function listOf(schema, shapes, random, depth) {
  const least = schema.minItems ?? 0;
  const length = Math.min(schema.maxItems ?? 3, Math.max(least, random.below(depth > 3 ? 2 : 3)));
  return Array.from({ length }, () => generate(schema.items, shapes, random, depth + 1));
}

function numberOf(schema, random) {
  const { minimum = 0, maximum = 1000 } = schema;
  const value = random.pick([minimum, maximum, minimum + 1, Math.floor((minimum + maximum) / 2), 1, 80]);
  return schema.type === 'number' && random.chance(0.5) ? value / 2 : value;
}

function textOf(schema, random) {
  const rules = (schema['x-kubernetes-validations'] ?? []).map(({ rule }) => rule).join(' ');
  const all = Object.values(pools).flat().filter((text) => typeof text === 'string');
  const pool = rules.includes('duration') ? pools.durations
    : rules.includes('rl(') || rules.includes('URL') ? pools.urls
      : rules.includes('unix') ? pools.addresses
        : random.pick([pools.hosts, pools.texts, pools.paths, pools.addresses, ['a', 'b', 'http', 'reviews', 'v1', '/v1', 'GET']]);
  // Patterns come from our own facts; what they are tried on comes from the pools above.
  const form = schema.pattern === undefined ? undefined : new RegExp(schema.pattern);
  const fits = (text) => (form === undefined || form.test(text)) && text.length >= (schema.minLength ?? 0) && text.length <= (schema.maxLength ?? 4096);
  const fitting = pool.filter(fits);
  if (fitting.length > 0 && random.chance(0.85)) return random.pick(fitting);
  const anyFitting = all.filter(fits);
  return anyFitting.length > 0 && random.chance(0.85) ? random.pick(anyFitting) : random.pick(all);
}
