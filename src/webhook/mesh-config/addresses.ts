import { isIpAddress } from '../checks/addresses';
import { isPort } from '../checks/numbers';
import { domainProblem } from '../checks/text-forms';
import type { Document } from './document';

/** A host and a port, such as `zipkin.istio-system:9411`. The host may be `$(HOST_IP)` where it says so. */
export function validateHostAndPort(address: Document, { mayBeNode = false } = {}): void {
  const given = address.text ?? '';
  const text = mayBeNode ? given.replace('$(HOST_IP)', '127.0.0.1') : given;
  const parts = splitHostPort(text);
  if (parts === undefined) {
    address.at.error('invalid-address', `"${given}" is not a host and a port.`, 'Write both, such as "collector.example.com:9411".');
    return;
  }
  const [host, port] = parts;
  if (!/^[+-]?\d+$/.test(port) || !isPort(Number(port))) address.at.error('invalid-port', `${port === '' ? 'Nothing' : port} is not a port.`, 'Use a number from 1 to 65535.');
  const problem = domainProblem(host);
  if (problem !== undefined && !isIpAddress(host)) address.at.error('invalid-host', `The host "${host}" ${problem}.`, 'Write a host name or an IP address.');
}

/** As Go's `net.SplitHostPort`: an address of IPv6 stands in brackets. */
function splitHostPort(text: string): readonly [host: string, port: string] | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return undefined;
  const port = text.slice(colon + 1);
  if (!text.startsWith('[')) {
    const host = text.slice(0, colon);
    return /[:[\]]/.test(host) || /[[\]]/.test(port) ? undefined : [host, port];
  }
  const host = text.slice(1, colon - 1);
  return text[colon - 1] !== ']' || /[[\]]/.test(host) || /[[\]]/.test(port) ? undefined : [host, port];
}
