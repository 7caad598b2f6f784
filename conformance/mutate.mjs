// Seeded mutants of manifests: the same seed and the same objects give the same mutants, on every machine.
// Half of the mutations break something, the others lead to further valid objects, so both answers are met.
// Also a command: node conformance/mutate.mjs [--seed N] [--count N] FILE...   writes one mutant a line, as JSON;
// with --recorded instead of files, the mutants of our own objects that golden/api.json knows.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';

import { generate, pools, resolve } from './mutate-values.mjs';

const home = dirname(fileURLToPath(import.meta.url));

/** A small random generator (mulberry32) with the few choices that mutations need. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, chance: (p) => next() < p, pick: (list) => list[below(list.length)] };
}

/** The schema facts of all groups, by group. */
export function readFacts(folder = join(home, '..', 'imports', 'facts')) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  return new Map(files.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(folder, name), 'utf8'))]));
}

/** Answers `count` mutants of the objects, each with what was done to it. */
export function* mutants(objects, { seed, count, facts = readFacts() }) {
  const random = randomFrom(seed);
  for (let i = 0; i < count; i += 1) {
    const object = structuredClone(objects[i % objects.length]);
    const done = [];
    if (random.chance(0.4)) done.push(shrink(object, random));
    for (let rounds = random.pick([1, 1, 1, 2, 2, 3]); rounds > 0; rounds -= 1) done.push(mutate(object, facts, random));
    yield { object, done };
  }
}

function mutate(object, facts, random) {
  const [group, version] = String(object.apiVersion).split('/');
  const known = facts.get(group);
  const shapes = known?.shapes ?? {};
  const schema = known?.kinds[object.kind]?.versions[version]?.schema;
  const places = [];
  // The root itself is left alone: what an object is does not change.
  for (const key of Object.keys(object)) {
    if (key === 'apiVersion' || key === 'kind' || key === 'metadata') continue;
    collect({ parent: object, key, schema: resolve(schema?.properties?.[key], shapes) }, shapes, places);
  }
  if (places.length === 0) {
    object.spec = schema ? generate(schema.properties?.spec, shapes, random) : {};
    return 'spec: generated';
  }
  // Rules need most of an object to be right before they say anything, so half of the mutations are small ones beside a rule.
  const ruled = places.filter(({ rules }) => rules.length > 0);
  // Bounds and lists that are sets are few among many places, and easily missed.
  const bounded = places.filter(({ schema }) => LIMITS.some((limit) => schema?.[limit] !== undefined));
  if (bounded.length > 0 && random.chance(0.15)) {
    const place = random.pick(bounded);
    if (bound(place, random)) return `${place.path}: at the bound`;
  }
  for (let tries = 0; tries < 20; tries += 1) {
    const gentle = ruled.length > 0 && random.chance(0.5);
    const place = random.pick(gentle ? ruled : places);
    const [name, mutation] = random.pick(gentle ? GENTLE : MUTATIONS);
    if (mutation(place, { shapes, random, places, object })) return `${place.path}: ${name}`;
  }
  return 'nothing';
}

/** Keeps one item of every list near the root, so that what is changed is a larger part of the object. */
function shrink(value, random, depth = 0) {
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (Array.isArray(child) && child.length > 1) value[key] = [random.pick(child)];
    if (typeof child === 'object' && child !== null && depth < 4) shrink(value[key], random, depth + 1);
  }
  return 'shrunk';
}

/** Lists every value below a place, each with the rules that may look at it: its own, and those of what holds it. */
function collect(place, shapes, places, path = place.key, above = []) {
  const own = (place.schema?.['x-kubernetes-validations'] ?? []).map(({ rule }) => rule);
  const rules = [...own, ...above.flat()];
  places.push({ ...place, path, rules });
  const inherited = [own, ...above].slice(0, 2);
  const value = place.parent[place.key];
  if (Array.isArray(value)) {
    const items = resolve(place.schema?.items, shapes);
    value.forEach((_, i) => collect({ parent: value, key: i, schema: items }, shapes, places, `${path}[${i}]`, inherited));
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const property = place.schema?.properties?.[key] ?? place.schema?.additionalProperties;
      collect({ parent: value, key, schema: resolve(property, shapes) }, shapes, places, `${path}.${key}`, inherited);
    }
  }
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const set = ({ parent, key }, value) => {
  if (key === '__proto__') Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  else parent[key] = value;
  return true;
};
const own = (object, key, value) => set({ parent: object, key }, value);

const LIMITS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'x-kubernetes-list-map-keys'];

/** Each answers true when it changed something. */
const MUTATIONS = [
  ['dropped', ({ parent, key }) => (Array.isArray(parent) ? parent.splice(key, 1).length > 0 : delete parent[key])],
  ['item twice', ({ parent, key }) => Array.isArray(parent) && parent.push(structuredClone(parent[key])) > 0],
  ['item twice, changed', (place, context) => {
    if (!Array.isArray(place.parent)) return false;
    place.parent.push(structuredClone(place.parent[place.key]));
    return grow({ ...place, key: place.parent.length - 1 }, context);
  }],
  ['many items', ({ parent, key, schema }, { random }) => {
    if (!Array.isArray(parent[key]) || parent[key].length === 0) return false;
    const wanted = random.pick([(schema?.maxItems ?? 16) + 1, schema?.maxItems ?? 17, 33]);
    while (parent[key].length < wanted && wanted < 70) parent[key].push(structuredClone(parent[key][0]));
    return true;
  }],
  ['renamed', ({ parent, key }, { random }) => {
    if (Array.isArray(parent)) return false;
    const to = random.pick([`${key}s`, key.slice(0, -1), key.toUpperCase(), key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), '__proto__', 'constructor', '']);
    if (to === key) return false;
    const value = parent[key];
    delete parent[key];
    return own(parent, to, value);
  }],
  ['retyped', (place, { random }) => {
    const value = place.parent[place.key];
    return set(place, random.pick([isObject(value) ? 'object' : JSON.stringify(value), 7, 1.5, true, [value], { value }, {}, []]));
  }],
  ['null', (place) => set(place, null)],
  ['empty', (place) => {
    const value = place.parent[place.key];
    return set(place, Array.isArray(value) ? [] : isObject(value) ? {} : typeof value === 'string' ? '' : 0);
  }],
  ['odd text', (place, { random }) => typeof place.parent[place.key] === 'string' && set(place, random.pick(pools.texts))],
  ['long text', (place, { random }) => typeof place.parent[place.key] === 'string' && set(place, random.pick(['a', 'é', '😀', 'a.']).repeat(random.pick([63, 64, 127, 253, 254, 512, 1025, 2049])))],
  ['odd number', (place, { random }) => typeof place.parent[place.key] === 'number' && set(place, random.pick(pools.numbers))],
  ['at the bound', (place, { random }) => bound(place, random)],
  ['another enum value', (place, { random }) => place.schema?.enum !== undefined && set(place, random.pick([...place.schema.enum, 'NONSENSE']))],
  ['enum in lower case', (place) => place.schema?.enum !== undefined && set(place, String(place.parent[place.key]).toLowerCase())],
  ['another value', (place, { shapes, random }) => place.schema !== undefined && set(place, generate(place.schema, shapes, random))],
  ['another value', (place, { shapes, random }) => place.schema !== undefined && set(place, generate(place.schema, shapes, random))],
  ['known field added', grow],
  ['known field added', grow],
  ['known field added', grow],
  ['known field added', grow],
  ['unknown field', ({ parent, key }, { random }) => isObject(parent[key]) && own(parent[key], random.pick(pools.fields), random.pick(['x', 1, {}, null]))],
  ['field of elsewhere', ({ parent, key }, { random, places }) => {
    const other = random.pick(places);
    return isObject(parent[key]) && typeof other.key === 'string' && own(parent[key], other.key, structuredClone(other.parent[other.key]));
  }],
  ['value of elsewhere', (place, { random, places }) => {
    const other = random.pick(places);
    return typeof place.parent[place.key] === typeof other.parent[other.key] && set(place, structuredClone(other.parent[other.key]));
  }],
  ['map key', ({ parent, key, schema }, { random, shapes }) => {
    if (typeof schema?.additionalProperties !== 'object' || !isObject(parent[key])) return false;
    return own(parent[key], random.pick(pools.keys), generate(schema.additionalProperties, shapes, random));
  }],
];

/** Mutations after which most objects still have the right structure, so that rules decide. */
const GENTLE = [
  ...MUTATIONS.filter(([name]) => ['dropped', 'item twice', 'item twice, changed', 'another enum value', 'another value', 'known field added', 'map key'].includes(name)),
  ['word of a rule', (place, { random }) => {
    const words = wordsOf(place.rules);
    const value = place.parent[place.key];
    if (typeof value !== 'string' || words.length === 0) return false;
    const word = random.pick(words);
    return set(place, random.pick([word, value + word, word + value, `/a${word}b`, `/a${word}`]));
  }],
  ['word of a rule', (place, { random }) => {
    const words = wordsOf(place.rules).filter((word) => place.schema?.enum?.includes(word));
    return words.length > 0 && set(place, random.pick(words));
  }],
  ['fitting oddity', (place, { random }) => {
    const value = place.parent[place.key];
    if (typeof value !== 'string') return false;
    const text = place.rules.join(' ');
    const pool = text.includes('duration') ? pools.durations : text.includes("startsWith('/')") || text.includes('replace') ? pools.paths
      : /isURL|url\(/.test(text) ? pools.urls : text.includes('unix') ? pools.addresses : [...pools.hosts, ...pools.addresses];
    return set(place, random.pick(pool));
  }],
  ['number beside it', (place, { random }) => typeof place.parent[place.key] === 'number' && set(place, random.pick([0, 1, 2, 80, 443, 65535, 65536]))],
  ['map key', ({ parent, key, schema }, { random, shapes }) => {
    if (typeof schema?.additionalProperties !== 'object' || !isObject(parent[key])) return false;
    return own(parent[key], random.pick(pools.keys), generate(schema.additionalProperties, shapes, random));
  }],
  ['field of another item', ({ parent, key }, { random }) => {
    const items = Array.isArray(parent[key]) ? parent[key].filter(isObject) : [];
    if (items.length === 0) return false;
    if (items.length < 3 && random.chance(0.5)) parent[key].push(structuredClone(items[0]));
    const [from, to] = [random.pick(items), random.pick(parent[key])];
    const field = random.pick(Object.keys(from).concat('name'));
    if (!isObject(to)) return false;
    if (random.chance(0.2)) delete to[field];
    else if (Object.hasOwn(from, field)) own(to, field, structuredClone(from[field]));
    return true;
  }],
];

/** The texts that rules compare with. */
function wordsOf(rules) {
  return rules.flatMap((rule) => [...rule.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2])).filter((word) => word.length < 40);
}

/** Sets a field that the schema knows and the object does not have yet; mostly to a valid value. */
function grow({ parent, key, schema }, { shapes, random }) {
  const value = parent[key];
  if (!isObject(value) || schema?.properties === undefined) return false;
  const missing = Object.keys(schema.properties).filter((name) => !Object.hasOwn(value, name));
  if (missing.length === 0) return false;
  const name = random.pick(missing);
  return own(value, name, generate(schema.properties[name], shapes, random));
}

/** One below, at, or one above a limit of the schema. */
function bound({ parent, key, schema }, random) {
  const value = parent[key];
  const limits = (...names) => names.map((name) => schema?.[name]).filter((limit) => limit !== undefined && (typeof value === 'number' || limit < 5000));
  const near = (list) => Math.max(typeof value === 'number' ? -Infinity : 0, random.pick(list) + random.pick([-1, 0, 1]));
  if (typeof value === 'number') {
    const list = limits('minimum', 'maximum');
    return list.length > 0 && set({ parent, key }, near(list));
  }
  if (typeof value === 'string') {
    const list = limits('minLength', 'maxLength');
    return list.length > 0 && set({ parent, key }, random.chance(0.5) ? 'a'.repeat(near(list)) : `${'é'.repeat(near(list))}`);
  }
  if (Array.isArray(value)) {
    const list = limits('minItems', 'maxItems');
    if (schema?.['x-kubernetes-list-map-keys'] !== undefined && value.length > 0 && random.chance(0.5)) return value.push(structuredClone(random.pick(value))) > 0;
    if (list.length === 0) return false;
    const [wanted, items] = [near(list), value.length > 0 ? value : ['a']];
    // Items of their own names, so that more than their number is not wrong with them.
    return set({ parent, key }, Array.from({ length: Math.min(wanted, 300) }, (_, i) => (isObject(items[0]) && 'name' in items[0] ? { ...structuredClone(items[0]), name: `n${i}` } : typeof items[0] === 'string' ? `${items[0]}${i}` : structuredClone(items[0]))));
  }
  return false;
}

/** The objects of YAML files, in the order of the files. */
export function readObjects(files) {
  return files.flatMap((file) => loadAll(readFileSync(file, 'utf8'))).filter(isObject);
}

/** Our own objects: `corpus` holds valid ones of every kind and served version, `invalid` ones that break one rule each. */
export function ourObjects(name, facts) {
  const folder = join(home, '..', 'test', 'schema', name);
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().map((file) => join(folder, file));
  return readObjects(files).flatMap((object) => (name === 'corpus' ? everyVersion(object, facts) : [object]));
}

/** The corpus holds an object in one version; the other served versions have the same fields. */
function everyVersion(object, facts) {
  const [group] = object.apiVersion.split('/');
  const versions = Object.keys(facts.get(group)?.kinds[object.kind]?.versions ?? {});
  return versions.map((version) => ({ ...object, apiVersion: `${group}/${version}` }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const option = (name, otherwise) => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : Number(args.splice(at, 2)[1]);
  };
  const [seed, count, facts] = [option('--seed', 1), option('--count', 100), readFacts()];
  const objects = args[0] === '--recorded' ? [...ourObjects('corpus', facts), ...ourObjects('invalid', facts)] : readObjects(args);
  for (const { object } of mutants(objects, { seed, count, facts })) process.stdout.write(`${JSON.stringify(object)}\n`);
}
