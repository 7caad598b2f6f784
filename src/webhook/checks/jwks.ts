import { asList, asText, fieldOf, isFields, type Fields } from '../../model/values';

/** A key of an inline key set, as far as the webhook looks at it. */
export interface ReadKey {
  /** It can sign, or is a shared secret: only public keys are needed to check a token. */
  readonly secret: boolean;
}

/** The members that a key of each type must have. RFC 7518, section 6. */
const MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['RSA', ['n', 'e']],
  ['EC', ['crv', 'x', 'y']],
  ['OKP', ['crv', 'x']],
  ['oct', ['k']],
]);
const BINARY = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'x', 'y', 'k'];
const TEXTS = ['crv', 'alg', 'kid', 'use', 'x5t', 'x5t#S256', 'x5u'];

/** Reads a JWK set, or one JWK, as RFC 7517 has them. What is wrong comes back as the end of a sentence. */
export function readJwks(text: string): readonly ReadKey[] | string {
  const document = parse(text);
  if (!isFields(document)) return 'is no JSON object';
  if (!Object.hasOwn(document, 'keys')) return readKeys([document]);
  const keys = fieldOf(document, 'keys');
  return keys === null || Array.isArray(keys) ? readKeys(asList(keys)) : 'has "keys" that are no list';
}

function parse(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return document;
  } catch {
    return undefined;
  }
}

function readKeys(keys: readonly unknown[]): readonly ReadKey[] | string {
  const read: ReadKey[] = [];
  for (const key of keys) {
    const problem = isFields(key) ? keyProblem(key) : 'has a key that is no JSON object';
    if (problem !== undefined) return problem;
    read.push({ secret: isSecret(key) });
  }
  return read;
}

function isSecret(key: unknown): boolean {
  return asText(fieldOf(key, 'kty')) === 'oct' || fieldOf(key, 'd') !== undefined;
}

function keyProblem(key: Fields): string | undefined {
  const type = asText(fieldOf(key, 'kty')) ?? '';
  const members = MEMBERS.get(type);
  if (members === undefined) return `has a key of the type "${type}"; known are ${[...MEMBERS.keys()].join(', ')}`;
  const missing = members.find((name) => fieldOf(key, name) === undefined);
  if (missing !== undefined) return `has a key of the type ${type} without "${missing}"`;
  const noText = [...TEXTS, ...BINARY].find((name) => fieldOf(key, name) !== undefined && fieldOf(key, name) !== null && asText(fieldOf(key, name)) === undefined);
  if (noText !== undefined) return `has a key whose "${noText}" is no text`;
  const noBase64 = BINARY.find((name) => !isBase64(asText(fieldOf(key, name)) ?? ''));
  return noBase64 === undefined ? undefined : `has a key whose "${noBase64}" is not base64`;
}

/** Either alphabet, with or without padding. */
function isBase64(text: string): boolean {
  const bare = text.replace(/={1,2}$/, '').replace(/[\r\n]/g, '');
  if (bare.length % 4 === 1 || (text.endsWith('=') && text.length % 4 !== 0)) return false;
  return /^[A-Za-z0-9_-]*$/.test(bare) || /^[A-Za-z0-9+/]*$/.test(bare);
}
