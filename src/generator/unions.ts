import type { Schema } from '../schema/facts';
import { discriminator, type Discriminator, exclusiveGroups, type ExclusiveGroup } from './exclusive';

/** One member of a union: the properties that must be set, those that may, and those that must not. */
export interface Member {
  readonly present: readonly string[];
  readonly optional: readonly string[];
  readonly absent: readonly string[];
  /** The property whose value tells the members apart. */
  readonly value?: { readonly key: string; readonly is: string };
}

/** The oneofs of a schema as unions, with all the properties that have a part in them. */
export interface Unions {
  readonly keys: ReadonlySet<string>;
  readonly unions: readonly (readonly Member[])[];
}

/**
 * Unions grow: a member names every property of its oneof, the sets of properties that go together are many, and the
 * compiler multiplies one union with the next. What is beyond these bounds (no known CRD) stays plain optional properties.
 */
const MOST_KEYS = 32;
const MOST_OVERLAPPING_KEYS = 8;
const MOST_COMBINATIONS = 1000;

/** Turns the oneofs of a schema into unions of members with exclusive keys. */
export function unionsOf(schema: Schema, required: ReadonlySet<string>): Unions {
  const candidates = connected(exclusiveGroups(schema)).map((groups): { keys: readonly string[]; members: () => readonly Member[] } => {
    const keys = [...new Set(groups.flatMap((group) => group.keys))];
    const [only, ...others] = groups;
    if (only !== undefined && others.length === 0) return { keys, members: () => oneOf(only, required) };
    return { keys, members: () => (keys.length > MOST_OVERLAPPING_KEYS ? [] : overlapping(keys, groups, required)) };
  });
  const choice = discriminator(schema);
  if (choice !== undefined) {
    const values = (schema.properties?.[choice.by]?.enum ?? []).filter((value) => typeof value === 'string');
    candidates.push({ keys: [choice.by, ...choice.cases.values()], members: () => cases(choice, values) });
  }
  const keys = new Set<string>();
  const unions: (readonly Member[])[] = [];
  let combinations = 1;
  for (const candidate of candidates) {
    if (candidate.keys.length > MOST_KEYS || candidate.keys.some((key) => keys.has(key))) continue;
    const members = candidate.members();
    if (members.length === 0 || combinations * members.length > MOST_COMBINATIONS) continue;
    combinations *= members.length;
    for (const key of candidate.keys) keys.add(key);
    unions.push(members);
  }
  return { keys, unions };
}

/** Groups that share a key belong together: what one forbids the other must not allow. */
function connected(groups: readonly ExclusiveGroup[]): readonly (readonly ExclusiveGroup[])[] {
  const sets: ExclusiveGroup[][] = [];
  for (const group of groups) {
    const touching = sets.filter((set) => set.some(({ keys }) => keys.some((key) => group.keys.includes(key))));
    const merged = [...touching.flat(), group];
    for (const set of touching) sets.splice(sets.indexOf(set), 1);
    sets.push(merged);
  }
  return sets;
}

function oneOf({ keys, none }: ExclusiveGroup, required: ReadonlySet<string>): readonly Member[] {
  const must = keys.filter((key) => required.has(key));
  const one = keys
    .filter((key) => must.every((other) => other === key))
    .map((key) => ({ present: [key], optional: [], absent: keys.filter((other) => other !== key) }));
  return none && must.length === 0 ? [...one, { present: [], optional: [], absent: keys }] : one;
}

/** Members for oneofs that share keys: the largest sets of keys of which no oneof forbids two. */
function overlapping(keys: readonly string[], groups: readonly ExclusiveGroup[], required: ReadonlySet<string>): readonly Member[] {
  const clash = (a: string, b: string): boolean => groups.some((group) => group.keys.includes(a) && group.keys.includes(b));
  let sets: string[][] = [[]];
  for (const key of keys) {
    sets = [...sets, ...sets.filter((set) => !set.some((other) => clash(key, other))).map((set) => [...set, key])];
  }
  return sets
    .filter((set) => !keys.some((key) => !set.includes(key) && !set.some((other) => clash(key, other))))
    .map((set) => ({
      present: set.filter((key) => required.has(key)),
      optional: set.filter((key) => !required.has(key)),
      absent: keys.filter((key) => !set.includes(key)),
    }))
    .filter(({ absent }) => !absent.some((key) => required.has(key)));
}

function cases({ by, cases: demanded }: Discriminator, values: readonly string[]): readonly Member[] {
  return values.map((value) => {
    const key = demanded.get(value);
    return {
      value: { key: by, is: value },
      present: key === undefined ? [] : [key],
      optional: [],
      absent: [...demanded.values()].filter((other) => other !== key),
    };
  });
}
