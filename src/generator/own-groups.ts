import type { GroupFacts } from '../schema/facts';
import { describe } from './describe';
import { emitGroup } from './emit-group';
import type { GroupNames } from './names';

/** The API groups whose types this package ships, with the name of their file in `imports/`. */
export const OWN_GROUPS: Readonly<Record<string, { readonly file: string; readonly product: string }>> = {
  'extensions.istio.io': { file: 'extensions', product: 'Istio' },
  'gateway.networking.k8s.io': { file: 'gateway-api', product: 'Gateway API' },
  'networking.istio.io': { file: 'networking', product: 'Istio' },
  'security.istio.io': { file: 'security', product: 'Istio' },
  'telemetry.istio.io': { file: 'telemetry', product: 'Istio' },
};

/** Makes the committed TypeScript of one of our groups from its committed facts and names. */
export async function emitOwnGroup(facts: GroupFacts, names: GroupNames): Promise<string> {
  const durations = new Set<string>();
  for (const path of names.durations) {
    const place = placeOf(path.replace(/(?:\[\]|\{\})+$/, ''), names);
    if (place !== undefined) durations.add(place);
  }
  const since = sinceByPlace(facts, names);
  const product = OWN_GROUPS[facts.group]?.product ?? facts.group;
  return emitGroup({
    facts,
    banner: [`Generated from ${facts.source} by "npm run generate". Do not edit.`],
    base: '../src/l1/generated',
    durations,
    fieldComment: () => [],
    owners: new Map(),
    foreign: false,
    variants: names.variants,
    comment: (shape, property) => {
      const page = names.pages[shape];
      // Not `@see`: the compiler reads past comments, but parses those with that tag, and here that is each.
      if (property === undefined) return page === undefined ? undefined : `Reference: ${page}`;
      const schema = facts.shapes[shape]?.properties?.[property];
      const lines = [...(schema === undefined ? [] : describe(schema))];
      for (const value of schema?.enum ?? []) {
        const minor = since.get(`${shape}.${property}=${String(value)}`);
        if (minor !== undefined) lines.push(`\`${String(value)}\` since ${product} ${minor}.`);
      }
      const minor = since.get(`${shape}.${property}`);
      if (minor !== undefined) lines.push(`@since ${product} ${minor}`);
      return lines.length === 0 ? undefined : lines.join('\n');
    },
    kindComment: (kind, version) => {
      const kindFacts = facts.kinds[kind];
      const page = names.pages[names.paths[`${kind}.spec`] ?? ''];
      return [
        `${kindFacts?.scope === 'Cluster' ? 'Cluster-scoped' : 'Namespaced'} ${product} object: \`${kind}\` of \`${facts.group}/${version}\`.`,
        ...(kindFacts?.since === undefined ? [] : ['', `@since ${product} ${kindFacts.since}`]),
        ...(page === undefined ? [] : ['', `Reference: ${page.replace(/#.*/, '')}`]),
      ];
    },
  });
}

/** `HTTPRoute.timeout` for `VirtualService.spec.http[].timeout`. */
function placeOf(path: string, names: GroupNames): string | undefined {
  const dot = path.lastIndexOf('.');
  const owner = names.paths[path.slice(0, dot)];
  return owner === undefined ? undefined : `${owner}.${path.slice(dot + 1)}`;
}

function sinceByPlace(facts: GroupFacts, names: GroupNames): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [kind, { best, versions }] of Object.entries(facts.kinds)) {
    for (const [path, minor] of Object.entries(versions[best]?.since ?? {})) {
      const place = placeOf(`${kind}.${path}`, names);
      if (place !== undefined) found.set(place, minor);
    }
  }
  return found;
}
