import type { HttpMatch, StringMatch, VirtualService } from './kinds/networking';
import type { Path } from './path';
import { regexShape } from './regex-shape';

/** One thing that a match of an HTTP route compares with text. */
export interface MatchCondition {
  readonly field: 'path' | 'method' | 'authority' | 'header' | 'query parameter';
  /** Of a header or parameter. */
  readonly name?: string;
  readonly match: StringMatch;
  readonly path: Path;
  /** The field below `path` that holds the text. Default: `exact`, `prefix` or `regex`, whichever is there. */
  readonly textAt?: 'value';
}

/** What the matches of the HTTP routes of a VirtualService compare with text; what must not be there is left out. */
export function matchConditions({ spec }: VirtualService): readonly MatchCondition[] {
  const found: MatchCondition[] = [];
  spec?.http?.forEach(({ match }, index) => match?.forEach((each, position) => addConditions(found, each, ['spec', 'http', index, 'match', position])));
  return found;
}

function addConditions(found: MatchCondition[], { uri, method, authority, headers, queryParams }: HttpMatch, at: Path): void {
  if (uri !== undefined) found.push({ field: 'path', match: uri, path: [...at, 'uri'] });
  if (method !== undefined) found.push({ field: 'method', match: method, path: [...at, 'method'] });
  if (authority !== undefined) found.push({ field: 'authority', match: authority, path: [...at, 'authority'] });
  // `@request.auth.claims.x` is a claim of a token.
  for (const name in headers) if (!name.startsWith('@') && headers[name] !== undefined) found.push({ field: 'header', name, match: headers[name], path: [...at, 'headers', name] });
  for (const name in queryParams) if (queryParams[name] !== undefined) found.push({ field: 'query parameter', name, match: queryParams[name], path: [...at, 'queryParams', name] });
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']);

/** Why no request can meet a condition, as the end of a sentence; undefined where some may. */
export function whyNever(condition: MatchCondition): string | undefined {
  const { exact, prefix, regex } = condition.match;
  const text = exact ?? prefix;
  switch (condition.field) {
    case 'path':
      // `*` is what OPTIONS asks of a whole server.
      return exact === '*' ? undefined : pathProblem(text, regex);
    case 'method':
      return exact !== undefined && !METHODS.has(exact) && METHODS.has(exact.toUpperCase()) ? `methods are written in capitals and case counts: ${exact.toUpperCase()}` : undefined;
    case 'authority':
      return has(text, regex, '/') ? 'the authority is a host, with a port or without one, and has no "/" in it' : undefined;
    case 'header':
      return exact !== undefined && exact !== exact.trim() ? 'a value of a header does not begin or end with a blank' : undefined;
    case 'query parameter':
      return /[?&=#]/.test(condition.name ?? '') ? 'it is looked for by its name alone, which has no "?", "&", "=" or "#" in it' : undefined;
  }
}

function pathProblem(text: string | undefined, regex: string | undefined): string | undefined {
  if (has(text, regex, '?')) return 'a path is compared without its query';
  if (has(text, regex, '#')) return 'a path comes without its fragment';
  const start = text ?? (regex === undefined || !mayBeClear(regex) ? '' : regexShape(regex).start);
  return start === '' || start.startsWith('/') ? undefined : 'every path begins with "/"';
}

/** True where every text that fits has the character in it. */
function has(text: string | undefined, regex: string | undefined, character: string): boolean {
  if (text !== undefined) return text.includes(character);
  return regex?.includes(character) === true && regexShape(regex).required.has(character);
}

/** What begins with a slash needs no closer look. */
function mayBeClear(regex: string): boolean {
  return !/^\^?\//.test(regex);
}

/** True for an expression that ends with text of one length: `^/api`, and not `^/api.*` or `^/(a|b)`. */
function endsFixed(regex: string): boolean {
  return !/[*+?)}]$/.test(regex);
}

/** Headers of which nobody compares the whole value on purpose. */
const LISTS: ReadonlySet<string> = new Set(['cookie', 'user-agent']);

/** Why an expression seems to be meant for a part of what it is compared with. */
export type PartMeant = 'open end' | 'part of a list' | 'plain text';

/** What speaks for an expression that is meant for a part of a value; Envoy compares with the whole. */
export function partMeant({ field, name, match: { exact, prefix, regex } }: MatchCondition): PartMeant | undefined {
  if (regex === undefined || exact !== undefined || prefix !== undefined) return undefined;
  const anchored = /^(?:\(\?[is]+\))?(?:\^|\\A)/.test(regex);
  if (anchored && endsFixed(regex) && !regexShape(regex).anchoredEnd) return regexShape(regex).anchoredStart ? 'open end' : undefined;
  if (field === 'header' && LISTS.has((name ?? '').toLowerCase())) {
    const shape = regexShape(regex);
    return shape.open || (shape.anchoredStart && shape.anchoredEnd) ? undefined : 'part of a list';
  }
  return field === 'path' && /^[-\w/~%,;:@!&=']+$/.test(regex) ? 'plain text' : undefined;
}
