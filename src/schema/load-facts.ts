import type { CelTree } from './cel-tree';
import type { GroupFacts } from './facts';

// Each path written out, so that a bundler sees it.
const FILES = {
  'extensions.istio.io': () => require('../../imports/facts/extensions.istio.io.json') as GroupFacts,
  'gateway.networking.k8s.io': () => require('../../imports/facts/gateway.networking.k8s.io.json') as GroupFacts,
  'networking.istio.io': () => require('../../imports/facts/networking.istio.io.json') as GroupFacts,
  'security.istio.io': () => require('../../imports/facts/security.istio.io.json') as GroupFacts,
  'telemetry.istio.io': () => require('../../imports/facts/telemetry.istio.io.json') as GroupFacts,
};

/** The API groups with schema facts: the files of imports/facts. */
export const KNOWN_GROUPS: readonly string[] = Object.keys(FILES);

const loaded = new Map<string, GroupFacts>();

/** The facts of a group, read when they are first asked for; undefined for a group that is not known. */
export function loadFacts(group: string): GroupFacts | undefined {
  let facts = loaded.get(group);
  if (facts === undefined && isKnown(group)) loaded.set(group, (facts = FILES[group]()));
  return facts;
}

function isKnown(group: string): group is keyof typeof FILES {
  return Object.hasOwn(FILES, group);
}

let trees: ReadonlyMap<string, CelTree> | undefined;

/** The CEL rules of all facts, parsed; by their text. */
export function loadCelTrees(): ReadonlyMap<string, CelTree> {
  trees ??= new Map(Object.entries(require('../../imports/cel-rules.json') as Record<string, CelTree>));
  return trees;
}
