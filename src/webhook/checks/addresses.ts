import { isIpv4, isIpv6 } from '../../schema/ip';
import type { Place } from '../place';

/** How the address of a Unix domain socket begins. */
export const UNIX = 'unix://';

const ZONE = /^[^%]+%.+$/s;

/** An IP address as Go's `netip.ParseAddr` reads it: an IPv6 address may name a zone. */
export function isIpAddress(text: string): boolean {
  if (isIpv4(text)) return true;
  return ZONE.test(text) ? isIpv6(text.slice(0, text.indexOf('%'))) : isIpv6(text);
}

/** A network as Go's `netip.ParsePrefix` reads it: no zone, and a length without sign and leading zeros. */
function isNetwork(text: string): boolean {
  const slash = text.lastIndexOf('/');
  const [address, bits] = [text.slice(0, slash), text.slice(slash + 1)];
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
  if (isIpv4(address)) return Number(bits) <= 32;
  return isIpv6(address) && Number(bits) <= 128;
}

/** An IP address. */
export function validateIpAddress(text: string, at: Place): void {
  if (!isIpAddress(text)) at.error('invalid-address', `"${text}" is no IP address.`, 'Write an IPv4 or IPv6 address, without brackets and mask.');
}

/** An IP address, or a network in CIDR form. */
export function validateIpSubnet(text: string, at: Place): void {
  const isOne = text.split('/').length === 2 ? isNetwork(text) : isIpAddress(text);
  if (!isOne) at.error('invalid-address', `"${text}" is neither an IP address nor a network.`, 'Write an address such as "10.0.0.1" or a network such as "10.0.0.0/8".');
}

/** The path of a Unix domain socket, what stands after `unix://`. */
export function validateUnixPath(path: string, at: Place): void {
  if (path.startsWith('@')) return;
  if (!path.startsWith('/') || path.endsWith('/')) {
    at.error('invalid-address', `"${path}" is no path of a socket.`, 'Write the whole path of the file, such as "/var/run/app.sock", or "@name" for an abstract socket.');
  }
}
