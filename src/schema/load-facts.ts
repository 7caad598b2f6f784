import type { CelTree } from './cel-tree';
import type { GroupFacts } from './facts';

/** The API groups with schema facts: the files of imports/facts. */
export const KNOWN_GROUPS = [
  'extensions.istio.io',
  'gateway.networking.k8s.io',
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
] as const;

const loaded = new Map<string, GroupFacts>();

/** The facts of a group, read when they are first asked for; undefined for a group that is not known. */
export function loadFacts(group: string): GroupFacts | undefined {
  let facts = loaded.get(group);
  if (facts === undefined) {
    const known = KNOWN_GROUPS.find((name) => name === group);
    if (known === undefined) return undefined;
    facts = require(`../../imports/facts/${known}.json`) as GroupFacts;
    loaded.set(known, facts);
  }
  return facts;
}

let trees: ReadonlyMap<string, CelTree> | undefined;

/** The CEL rules of all facts, parsed; by their text. */
export function loadCelTrees(): ReadonlyMap<string, CelTree> {
  trees ??= new Map(Object.entries(require('../../imports/cel-rules.json') as Record<string, CelTree>));
  return trees;
}
