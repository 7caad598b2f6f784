import type { Schema } from '../schema/facts';

/** Properties of which at most one may be set (`none`: also none of them). */
export interface ExclusiveGroup {
  readonly keys: readonly string[];
  readonly none: boolean;
}

const CEL_TERM = /\(has\(self\.(\w+)\) \? 1 : 0\)/g;
const CEL_AT_MOST_ONE = /^\(has\(self\.\w+\) \? 1 : 0\)(?: \+ \(has\(self\.\w+\) \? 1 : 0\))+ <= 1$/;
const CEL_EXACTLY_ONE = /^has\(self\.(\w+)\) != has\(self\.(\w+)\)$/;

/** Finds the oneofs of a schema: Istio writes protobuf's as OpenAPI `oneOf`, and later ones as a CEL rule. */
export function exclusiveGroups(schema: Schema): readonly ExclusiveGroup[] {
  const known = new Set(Object.keys(schema.properties ?? {}));
  const found = [...fromOneOf(schema), ...(schema.allOf ?? []).flatMap(fromOneOf), ...fromCel(schema)];
  const merged = new Map<string, ExclusiveGroup>();
  for (const { keys, none } of found) {
    if (keys.length < 2 || !keys.every((key) => known.has(key))) continue;
    const id = JSON.stringify([...keys].sort());
    merged.set(id, { keys, none: none && (merged.get(id)?.none ?? true) });
  }
  return [...merged.values()];
}

function fromOneOf(schema: Schema): readonly ExclusiveGroup[] {
  const members = schema.oneOf;
  if (members === undefined) return [];
  const keys: string[] = [];
  let none = false;
  for (const member of members) {
    const only = onlyRequired(member);
    if (only !== undefined) keys.push(only);
    else if (isNoneOf(member)) none = true;
    else return [];
  }
  return [{ keys, none }];
}

function onlyRequired(schema: Schema): string | undefined {
  return Object.keys(schema).length === 1 && schema.required?.length === 1 ? schema.required[0] : undefined;
}

function isNoneOf(schema: Schema): boolean {
  const members = schema.not?.anyOf;
  return Object.keys(schema).length === 1 && members !== undefined && members.every((member) => onlyRequired(member) !== undefined);
}

function fromCel(schema: Schema): readonly ExclusiveGroup[] {
  return (schema['x-kubernetes-validations'] ?? []).flatMap(({ rule }): readonly ExclusiveGroup[] => {
    const text = rule.replace(/\s+/g, ' ').trim();
    if (CEL_AT_MOST_ONE.test(text)) return [{ keys: [...text.matchAll(CEL_TERM)].map((match) => match[1] ?? ''), none: true }];
    const pair = CEL_EXACTLY_ONE.exec(text);
    return pair === null ? [] : [{ keys: [pair[1] ?? '', pair[2] ?? ''], none: false }];
  });
}

/** A property whose value says which of the other properties is set: `type: 'CORS'` goes with `cors`. */
export interface Discriminator {
  readonly by: string;
  /** Value to the property that it demands. */
  readonly cases: ReadonlyMap<string, string>;
}

const ONLY_WITH = [
  /^!\(has\(self\.(?<key>\w+)\) && self\.(?<by>\w+) != ['"](?<value>[\w-]+)['"]\)$/,
  /^has\(self\.(?<key>\w+)\) \? self\.(?<by>\w+) == ['"](?<value>[\w-]+)['"] : true$/,
];
const ALWAYS_WITH = [
  /^!\(!has\(self\.(?<key>\w+)\) && self\.(?<by>\w+) == ['"](?<value>[\w-]+)['"]\)$/,
  /^self\.(?<by>\w+) == ['"](?<value>[\w-]+)['"] \? has\(self\.(?<key>\w+)\) : true$/,
];

/** Finds the Gateway API's way to write a oneof: a pair of CEL rules for every value of a required enum. */
export function discriminator(schema: Schema): Discriminator | undefined {
  const rules = (schema['x-kubernetes-validations'] ?? []).map(({ rule }) => rule.replace(/\s+/g, ' ').trim());
  const always = new Set(rules.flatMap((rule) => matchId(rule, ALWAYS_WITH)));
  const cases = new Map<string, string>();
  const properties = schema.properties ?? {};
  let by: string | undefined;
  for (const id of rules.flatMap((rule) => matchId(rule, ONLY_WITH))) {
    const [key = '', discriminating = '', value = ''] = id.split(' ');
    const values = properties[discriminating]?.enum;
    if (!always.has(id) || !Object.hasOwn(properties, key) || values?.includes(value) !== true || (by ?? discriminating) !== discriminating)
      return undefined;
    by = discriminating;
    cases.set(value, key);
  }
  return by === undefined || schema.required?.includes(by) !== true || cases.size < 2 ? undefined : { by, cases };
}

function matchId(rule: string, patterns: readonly RegExp[]): readonly string[] {
  return patterns.flatMap((pattern) => {
    const groups = pattern.exec(rule)?.groups;
    return groups === undefined ? [] : [`${groups['key']} ${groups['by']} ${groups['value']}`];
  });
}
