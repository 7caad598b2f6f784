// Objects for CRDs: seeds that the CRDs serve, objects made from their schemas, and mutants of both.
// Also a command: node conformance/crd-objects.mjs   writes the objects that golden/crds.json knows, one a line, as JSON.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';

import { mutants } from './mutate.mjs';

/** The seed and the number of the objects that are recorded as golden data. */
export const RECORDED = { seed: 47, count: 1500 };

export function yamlIn(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => join(folder, name));
}

/** The CRDs of test/schema/crds. */
export function ownCrds() {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'test', 'schema', 'crds');
  return yamlIn(folder).flatMap((file) => loadAll(readFileSync(file, 'utf8')));
}


/** Facts as mutate.mjs takes them, made of CRDs. */
function factsOf(crds) {
  const facts = new Map();
  for (const { spec } of crds) {
    const group = facts.get(spec.group) ?? { shapes: {}, kinds: {} };
    facts.set(spec.group, group);
    const versions = spec.versions.map((version) => [version.name, { schema: version.schema.openAPIV3Schema }]);
    group.kinds[spec.names.kind] = { versions: Object.fromEntries(versions) };
  }
  return facts;
}

/**
 * Answers objects with what was done to them: one without a spec for every version of every kind, the seeds of these kinds, and
 * `count` mutants. The same seed, CRDs and seeds give the same objects.
 */
export function crdObjects(crds, { seed, count, seeds }) {
  const facts = factsOf(crds);
  const bare = crds.flatMap(({ spec }) =>
    spec.versions.map(({ name }) => ({ apiVersion: `${spec.group}/${name}`, kind: spec.names.kind, metadata: { name: 'a' } })));
  const fitting = seeds.filter(({ apiVersion, kind }) => facts.get(String(apiVersion).split('/')[0])?.kinds[kind] !== undefined);
  // A bare object gets a spec made from the schema by its first mutation, so all but the first third of them have one.
  const made = [...mutants(bare, { seed, count: 6 * bare.length, facts })].map(({ object }) => object);
  const whole = [...fitting, ...made];
  const all = [...bare, ...whole].map((object) => ({ object, where: `${object.apiVersion} ${object.kind} ${object.metadata?.name}` }));
  const mutated = [...mutants(whole, { seed: seed + 1, count, facts })].map(({ object, done }) => ({ object, where: `${object.kind} (${done.join('; ')})` }));
  return [...all, ...mutated].map(({ object, where }) => ({ object: JSON.parse(JSON.stringify(object)), where }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { object } of crdObjects(ownCrds(), { ...RECORDED, seeds: [] })) process.stdout.write(`${JSON.stringify(object)}\n`);
}
