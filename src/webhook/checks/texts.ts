import { isRegex } from '../../schema/regex';
import type { Place } from '../place';
import { isDnsLabel } from './text-forms';

const LONGEST_REGEX = 1024;
const PROTOCOLS = new Set(['tcp', 'udp', 'grpc', 'grpc-web', 'http', 'http_proxy', 'http2', 'https', 'tls', 'mongo', 'redis', 'mysql']);

/** A regular expression that Envoy will run. */
export function validateRegex(regex: string, at: Place): void {
  if (Buffer.byteLength(regex) > LONGEST_REGEX) {
    at.error('invalid-regex', `The regular expression is longer than ${LONGEST_REGEX} characters.`, 'Split it into several matches.');
  } else if (!at.takesRegex(regex)) {
    at.warn('invalid-regex', 'The regular expression is not judged: it is too large, or one of too many large ones.', 'Say it in a shorter way, with fewer repetitions.');
  } else if (!isRegex(regex)) {
    at.error('invalid-regex', `"${regex}" is no regular expression of RE2.`, 'Write it in the syntax of RE2: it has no look-around and no back-references. https://github.com/google/re2/wiki/Syntax');
  }
}

/** One of the three ways to match a text. Only one of them is set: the schema holds that. */
export interface TextMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/** A match of a text by its beginning or by a regular expression. */
export function validateTextMatch(match: TextMatch | undefined, at: Place): void {
  if (match?.prefix === '') at.error('invalid-value', 'The prefix is empty, so it is the prefix of everything.', 'Say what texts begin with, or leave the match out.');
  validateRegexMatch(match, at);
}

/** The same where an empty prefix is allowed. */
export function validateRegexMatch(match: TextMatch | undefined, at: Place): void {
  if (match?.regex === undefined) return;
  if (match.regex === '') at.at('regex').error('invalid-regex', 'The regular expression is empty.', 'Write one, or leave the match out.');
  else validateRegex(match.regex, at.at('regex'));
}

/** The name of a subset. */
export function validateSubsetName(name: string, at: Place): void {
  if (!isDnsLabel(name)) at.error('invalid-value', `"${name}" cannot be the name of a subset.`, 'Use letters, digits and "-", with a letter or digit at both ends, at most 63.');
}

/** The name of a port. */
export function validatePortName(name: string | undefined, at: Place): void {
  if (!isDnsLabel(name ?? '')) at.error('invalid-port', `"${name ?? ''}" cannot be the name of a port.`, 'Use letters, digits and "-", with a letter or digit at both ends, at most 63.');
}

/** Whether Istio knows the protocol. */
export function isProtocol(text: string): boolean {
  return PROTOCOLS.has(text.toLowerCase());
}

/** Whether requests of the protocol can be read on the way. */
export function isHttpProtocol(text: string): boolean {
  return ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'].includes(text.toLowerCase());
}

/** Whether the protocol is encrypted. */
export function isTlsProtocol(text: string): boolean {
  return ['https', 'tls'].includes(text.toLowerCase());
}

/** Whether connections of the protocol are TCP ones, read or not, and not HTTP in plain text. */
export function isTcpProtocol(text: string): boolean {
  return ['tcp', 'https', 'tls', 'mongo', 'redis', 'mysql'].includes(text.toLowerCase());
}

/** A protocol of a port; none means that Istio finds out by itself. */
export function validateProtocol(protocol: string | undefined, at: Place): void {
  if (protocol === undefined || protocol === '' || isProtocol(protocol)) return;
  at.error('invalid-value', `Istio knows no protocol "${protocol}".`, `Use one of ${[...PROTOCOLS].map((name) => name.toUpperCase()).join(', ')}.`);
}
