import { isIpv6 } from './ip';

/** The parts of a URL that rules look at. */
export interface GoUrl {
  /** In lower case; empty when there is none. */
  readonly scheme: string;
}

const CONTROL = /[\u0000-\u001f\u007f]/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
// What Go lets stand unescaped in a host; other bytes below 0x80 are refused.
const HOST = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"]|%25|%[89A-Fa-f][0-9A-Fa-f]|[^\u0000-\u007f])*$/;
// A zone may also escape spaces, and whatever may stand in a host.
const ZONE = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"]|%[0-9A-Fa-f]{2}|[^\u0000-\u007f])*$/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const PORT = /^(?::[0-9]*)?$/;

/**
 * Reads an absolute URL or an absolute path as Kubernetes' CEL `url` does: by Go's `url.ParseRequestURI`, and then the
 * fragment. Answers undefined when the text is neither.
 */
export function parseGoUrl(text: string): GoUrl | undefined {
  const hash = text.indexOf('#');
  return hash >= 0 && BAD_ESCAPE.test(text.slice(hash)) ? undefined : parseRequestUri(text);
}

/** Kubernetes' CEL `isURL`: Go's `url.ParseRequestURI` takes the text. */
export function isGoUrl(text: string): boolean {
  return parseRequestUri(text) !== undefined;
}

function parseRequestUri(text: string): GoUrl | undefined {
  if (text === '' || CONTROL.test(text)) return undefined;
  if (text === '*') return { scheme: '' };
  if (text.startsWith(':')) return undefined;
  const prefix = SCHEME.exec(text)?.[0] ?? '';
  const scheme = prefix.slice(0, -1).toLowerCase();
  const rest = beforeQuery(text.slice(prefix.length));
  if (!rest.startsWith('/')) return scheme === '' ? undefined : { scheme };
  if (scheme === '' || !rest.startsWith('//')) return BAD_ESCAPE.test(rest) ? undefined : { scheme };
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? '' : rest.slice(slash);
  if (BAD_ESCAPE.test(path) || !isAuthority(authority, scheme)) return undefined;
  return { scheme };
}

function beforeQuery(rest: string): string {
  const question = rest.indexOf('?');
  return question < 0 ? rest : rest.slice(0, question);
}

function isAuthority(authority: string, scheme: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  return USER.test(user) && !BAD_ESCAPE.test(user) && isHost(authority.slice(at + 1), scheme);
}

function isHost(host: string, scheme: string): boolean {
  const open = host.lastIndexOf('[');
  if (open > 0) return false;
  if (open === 0) return isBracketed(host);
  const colon = scheme === 'http' || scheme === 'https' ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0 && !PORT.test(host.slice(colon))) return false;
  return HOST.test(host);
}

function isBracketed(host: string): boolean {
  const close = host.lastIndexOf(']');
  if (close < 0 || !PORT.test(host.slice(close + 1))) return false;
  const inside = host.slice(1, close);
  const zoneAt = inside.indexOf('%25');
  const address = zoneAt < 0 ? inside : inside.slice(0, zoneAt);
  const zone = zoneAt < 0 ? '' : inside.slice(zoneAt);
  // `%25` alone is an empty zone.
  return isIpv6(address) && zone !== '%25' && ZONE.test(zone) && !hidesOther(zone);
}

/** A zone may escape only what it could also write down, spaces and percent signs. */
function hidesOther(zone: string): boolean {
  return [...zone.matchAll(/%([0-7][0-9A-Fa-f])/g)].some(([, hex = '']) => {
    const letter = String.fromCharCode(Number.parseInt(hex, 16));
    return letter !== '%' && letter !== ' ' && !HOST.test(letter);
  });
}
