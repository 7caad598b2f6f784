import type { CrdVersion } from '../schema/crd';
import type { DescribedSchema } from '../schema/read-schema';
import { children, joinPath } from './schema-path';

/** The schema of one kind in one release. */
export interface Release {
  readonly minor: string;
  /** Absent: the release does not have the kind. */
  readonly versions?: readonly CrdVersion[];
}

/**
 * Says which fields of `schema` some release did not have yet: schema path to the first release that has it. Only the
 * topmost new field is named. A new value of an older enum stands there as `path=value`. A version that a release did not
 * serve is compared with its first one.
 *
 * @param releases older releases, newest first; fields that the last of them has are left out
 * @param current the release that `schema` is of
 */
export function fieldsSince(
  version: string,
  schema: DescribedSchema,
  current: string,
  releases: readonly Release[],
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  let minor = current;
  for (const release of releases) {
    const old = release.versions?.find(({ name, served }) => name === version && served) ?? release.versions?.[0];
    if (old !== undefined) for (const path of newPaths(schema, old.schema, '')) found[path] ??= minor;
    minor = release.minor;
  }
  return topmost(found);
}

function newPaths(now: DescribedSchema, before: DescribedSchema, path: string): readonly string[] {
  const old = new Map(children(before));
  return children(now).flatMap(([step, child]) => {
    const at = joinPath(path, step);
    const previous = old.get(step);
    if (previous === undefined) return [at];
    const values = (child.enum ?? []).filter((value) => previous.enum !== undefined && !previous.enum.includes(value));
    return [...values.map((value) => `${at}=${String(value)}`), ...newPaths(child, previous, at)];
  });
}

/** A field of 1.31 inside a field of 1.30 stays; inside a field of 1.31 it says nothing new. */
function topmost(since: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const paths = Object.keys(since).sort();
  return Object.fromEntries(
    paths
      .filter((path) => !paths.some((outer) => outer !== path && isInside(path, outer) && since[outer] === since[path]))
      .map((path): readonly [string, string] => [path, since[path] ?? '']),
  );
}

function isInside(path: string, outer: string): boolean {
  return path.startsWith(outer) && /^[.[{]/.test(path.slice(outer.length));
}
