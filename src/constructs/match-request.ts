import type { HTTPMatchRequest } from '../../imports/networking';

/** Fields that take one value, with the words for them. */
const SINGLE = { uri: 'the path', method: 'the method', authority: 'the authority', scheme: 'the scheme', port: 'the port', sourceNamespace: 'the source namespace' } as const;

/** Fields that take one value for each key, with the words for them. */
const KEYED = { headers: 'the header', withoutHeaders: 'the absence of the header', queryParams: 'the query parameter', sourceLabels: 'the source label' } as const;

/** What both requests speak of, in words; undefined where they can be joined. */
export function twice(mine: HTTPMatchRequest, theirs: HTTPMatchRequest): string | undefined {
  for (const field of keysOf(SINGLE)) {
    if (mine[field] !== undefined && theirs[field] !== undefined) return SINGLE[field];
  }
  for (const field of keysOf(KEYED)) {
    const key = Object.keys(theirs[field] ?? {}).find((name) => Object.hasOwn(mine[field] ?? {}, name));
    if (key !== undefined) return `${KEYED[field]} "${key}"`;
  }
  return undefined;
}

/** Both conditions at once, where they do not speak of the same thing. */
export function joined(mine: HTTPMatchRequest, theirs: HTTPMatchRequest): HTTPMatchRequest {
  return withoutUndefined({
    ...mine,
    ...theirs,
    headers: union(mine.headers, theirs.headers),
    withoutHeaders: union(mine.withoutHeaders, theirs.withoutHeaders),
    queryParams: union(mine.queryParams, theirs.queryParams),
    sourceLabels: union(mine.sourceLabels, theirs.sourceLabels),
  });
}

/** The fields that are there. */
export function withoutUndefined(request: HTTPMatchRequest): HTTPMatchRequest {
  return Object.fromEntries(Object.entries(request).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])));
}

function union<V>(mine?: Readonly<Record<string, V>>, theirs?: Readonly<Record<string, V>>): Readonly<Record<string, V>> | undefined {
  return mine === undefined ? theirs : { ...mine, ...theirs };
}

function keysOf<K extends string>(table: Readonly<Record<K, string>>): readonly K[] {
  return Object.keys(table) as K[];
}
