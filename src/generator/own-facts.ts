import type { GroupFacts } from '../schema/facts';
import { buildFacts, type FactsInput } from './build-facts';
import { capitalize } from './crd';
import type { Crd, CrdVersion } from '../schema/crd';
import { gatewayApiNaming, istioNaming, type MessageNames, namesFromMessages } from './message-names';
import { type Message, MessageIndex } from './messages';
import type { GroupNames } from './names';
import { sortKeys } from './shape-pool';
import { fieldsSince } from './since';

/** The CRDs of one Istio release. */
export interface IstioRelease {
  /** `1.31`. */
  readonly minor: string;
  readonly crds: readonly Crd[];
}

/** Facts and names of one group, as they are committed. */
export interface OwnGroup {
  readonly facts: GroupFacts;
  readonly names: GroupNames;
}

/**
 * Makes the facts of all Istio groups.
 *
 * @param releases newest first: its CRDs are the facts, the older ones say since when a field exists
 */
export function istioGroups(source: string, releases: readonly IstioRelease[], messages: readonly Message[]): readonly OwnGroup[] {
  const [current, ...older] = releases;
  if (current === undefined) return [];
  const index = new MessageIndex(messages);
  return [...new Set(current.crds.map((crd) => crd.group))].sort().map((group) => {
    const crds = current.crds.filter((crd) => crd.group === group);
    const names = namesFromMessages(crds, istioNaming(crds, messages, index));
    const versionsIn = (release: IstioRelease, kind: string): readonly CrdVersion[] | undefined =>
      release.crds.find((crd) => crd.group === group && crd.kind === kind)?.versions;
    const { facts, variants } = buildFacts({
      group,
      source,
      crds,
      ...naming(names.paths),
      since: (kind, version) => {
        const schema = versionsIn(current, kind)?.find(({ name }) => name === version)?.schema ?? {};
        return fieldsSince(
          version,
          schema,
          current.minor,
          older.map((release) => {
            const versions = versionsIn(release, kind);
            return { minor: release.minor, ...(versions === undefined ? {} : { versions }) };
          }),
        );
      },
      kindSince: (kind) => {
        const lacking = older.findIndex((release) => versionsIn(release, kind) === undefined);
        return lacking < 0 ? undefined : (older[lacking - 1] ?? current).minor;
      },
    });
    return { facts, names: groupNames(names, variants) };
  });
}

/** Makes the facts of the Gateway API. */
export function gatewayApiGroup(source: string, crds: readonly Crd[], structs: readonly Message[]): OwnGroup {
  const names = namesFromMessages(crds, gatewayApiNaming(new MessageIndex(structs)));
  const { facts, variants } = buildFacts({ group: 'gateway.networking.k8s.io', source, crds, ...naming(names.paths) });
  return { facts, names: groupNames(names, variants) };
}

function groupNames({ paths, durations, pages }: MessageNames, variants: Readonly<Record<string, string>>): GroupNames {
  return { paths: sortKeys(paths), durations: [...durations].sort(), pages: sortKeys(pages), variants };
}

function naming(paths: Readonly<Record<string, string>>): Pick<FactsInput, 'nameAt' | 'variantAt'> {
  return { nameAt: (path) => paths[path], variantAt: (path) => variantName(path, paths) };
}

/** The name for a shape that differs from others of its message at this place: the shape around it and the field. */
function variantName(path: string, paths: Readonly<Record<string, string>>): string {
  const steps = path.split('.');
  for (let length = steps.length - 1; length > 0; length--) {
    const owner = steps.slice(0, length).join('.');
    const name = paths[owner] ?? (length === 1 ? steps[0] : undefined);
    if (name !== undefined)
      return (
        name +
        steps
          .slice(length)
          .map((step) => capitalize(step.replace(/\W/g, '')))
          .join('')
      );
  }
  return capitalize(path.replace(/\W/g, ''));
}
