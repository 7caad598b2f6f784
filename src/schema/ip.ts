/**
 * An IPv4 address in dotted form. Kubernetes' format check tolerates leading zeros (`010.0.0.1`); CEL's `isIP` does not.
 */
export function isIpv4(text: string, leadingZeros = false): boolean {
  const parts = text.split('.');
  if (parts.length !== 4) return false;
  return parts.every((part) => {
    if (!/^[0-9]+$/.test(part)) return false;
    if (!leadingZeros && part.length > 1 && part.startsWith('0')) return false;
    return Number(part) <= 255;
  });
}

/** An IPv6 address as Go reads it: groups of hex digits, one `::` at most, an IPv4 address as its tail. */
export function isIpv6(text: string, leadingZeros = false): boolean {
  return ipv6Groups(text, leadingZeros) !== undefined;
}

/** Is an IPv6 address that only wraps an IPv4 one, such as `::ffff:1.2.3.4`. */
export function isMappedIpv4(text: string): boolean {
  const groups = ipv6Groups(text, false);
  return groups !== undefined && groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}

/** The eight groups of an IPv6 address, or undefined when it is none. */
function ipv6Groups(text: string, leadingZeros: boolean): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before = '', after] = halves;
  const head = groupsOf(before, after === undefined, leadingZeros);
  if (head === undefined) return undefined;
  if (after === undefined) return head.length === 8 ? head : undefined;
  const tail = groupsOf(after, true, leadingZeros);
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function groupsOf(text: string, mayEndInIpv4: boolean, leadingZeros: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    if ((leadingZeros ? /^0*[0-9a-fA-F]{1,4}$/ : /^[0-9a-fA-F]{1,4}$/).test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else if (mayEndInIpv4 && i === parts.length - 1 && isIpv4(part, leadingZeros)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else {
      return undefined;
    }
  }
  return groups;
}
