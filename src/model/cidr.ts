import { isIP } from 'node:net';

/** True for an address with the length of its prefix, such as 10.0.0.0/8 or fd00::/8. */
export function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  const version = slash < 0 ? 0 : isIP(text.slice(0, slash));
  const bits = text.slice(slash + 1);
  return version !== 0 && !text.includes('%') && /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
