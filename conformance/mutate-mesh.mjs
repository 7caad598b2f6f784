// Seeded mutants of whole meshes: what is broken is how objects refer to each other, not the objects.
import { randomFrom } from './mutate.mjs';
import { nameOf } from './verdicts.mjs';

/** Names of fields through which objects refer to each other, or by which they are found. */
const TELLING = new Set(['host', 'hosts', 'subset', 'name', 'gateways', 'exportTo', 'number', 'port', 'targetPort', 'labels', 'matchLabels', 'selector', 'app', 'version', 'istio', 'prefix', 'exact', 'sniHosts', 'namespaces', 'principals', 'credentialName', 'bind', 'protocol', 'appProtocol', 'type', 'mode', 'caCertificates', 'operation', 'applyTo', 'priority', 'percent', 'runAsUser', 'image', 'annotations']);
/** What Envoy is given as it is, which webhook.mjs mutates, and the mark that no one but the CNI agent sets. */
const LEFT_ALONE = new Set(['value', 'ambient.istio.io/redirection']);
const NAMESPACES = ['default', 'other', 'istio-system', 'foo'];

/** Answers `count` mutants of the meshes ({ title, objects }), each with what was done. */
export function* meshMutants(meshes, { seed, count }) {
  const random = randomFrom(seed);
  for (let made = 0; made < count; made += 1) {
    const { title, objects: original } = random.pick(meshes);
    const objects = structuredClone(original);
    const done = [];
    for (let rounds = random.pick([1, 1, 2, 3, 5]); rounds > 0; rounds -= 1) {
      const what = random.pick(MUTATIONS)(objects, random);
      if (what !== undefined) done.push(what);
    }
    yield { title, objects, done };
  }
}

const MUTATIONS = [drop, move, copy, changeField, changeField, changeField, changeField];

function drop(objects, random) {
  if (objects.length === 1) return undefined;
  const [dropped] = objects.splice(random.below(objects.length), 1);
  return `dropped ${nameOf(dropped)}`;
}

function move(objects, random) {
  const object = random.pick(objects);
  const namespace = random.pick(NAMESPACES);
  if (object.kind === 'Namespace' || taken(objects, object.kind, namespace, object.metadata.name)) return undefined;
  const from = nameOf(object);
  object.metadata.namespace = namespace;
  return `moved ${from} to ${namespace}`;
}

function copy(objects, random) {
  const original = random.pick(objects);
  const twin = structuredClone(original);
  twin.metadata.name = `${original.metadata.name}-copy`;
  if (random.chance(0.5) && original.kind !== 'Namespace') twin.metadata.namespace = random.pick(NAMESPACES);
  if (taken(objects, twin.kind, twin.metadata.namespace, twin.metadata.name)) return undefined;
  objects.push(twin);
  return `copied ${nameOf(original)} to ${nameOf(twin)}`;
}

/** Two objects of one name are a matter of their own: upstream keeps the later one, we refuse both. */
function taken(objects, kind, namespace = 'default', name) {
  return objects.some((each) => each.kind === kind && each.metadata.name === name && (each.metadata.namespace ?? 'default') === namespace);
}

function changeField(objects, random) {
  const object = random.pick(objects);
  const places = telling(object);
  if (places.length === 0) return undefined;
  const path = random.pick(places);
  const old = at(object, path);
  const others = objects.flatMap((each) => telling(each).filter((place) => place.at(-1) === path.at(-1)).map((place) => at(each, place))).filter((value) => typeof value === typeof old && value !== old);
  const value = others.length > 0 && random.chance(0.6) ? random.pick(others) : variant(old, random);
  at(object, path.slice(0, -1))[path.at(-1)] = value;
  return `${nameOf(object)} ${path.join('.')}: ${JSON.stringify(old)} -> ${JSON.stringify(value)}`;
}

/** Places of values by which objects refer to each other, or that say how they are meant. */
function telling(object) {
  const metadata = ['labels', 'annotations'].flatMap((field) => leaves(object.metadata[field] ?? {}, ['metadata', field]));
  return [...metadata, ...leaves(object.spec ?? {}, ['spec'])].filter((path) => path.some((part) => TELLING.has(part)) && !path.some((part) => LEFT_ALONE.has(part)) && path.length > 1);
}

function variant(value, random) {
  if (typeof value === 'number') return random.pick([value + 1, 80, 443, 9080]);
  if (typeof value !== 'string') return value;
  return random.pick([`${value}x`, value.replace(/\..*/, ''), '*', `${value}.default.svc.cluster.local`, `*.${value}`, value.replace(/^[^.]*/, '*'), '.', 'other']);
}

function leaves(value, path) {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.keys(value).flatMap((key) => leaves(value[key], [...path, Array.isArray(value) ? Number(key) : key]));
}

function at(object, path) {
  return path.reduce((value, part) => value?.[part], object);
}
