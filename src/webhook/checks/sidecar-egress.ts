import type { IstioEgressListener, SidecarPort } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { UNIX, validateIpAddress, validateUnixPath } from './addresses';
import { validateSidecarHost } from './hosts';
import { validateListenerNumber, validateSidecarPort } from './sidecar-ingress';

/** https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export function validateEgressListeners(listeners: readonly Wire<IstioEgressListener>[], namespace: string, at: Place): void {
  const taken = { numbers: new Set<number>(), sockets: new Set<string>() };
  each(listeners, at, ({ port, bind = '', captureMode, hosts = [] }, place, index) => {
    if (port !== undefined) {
      validateSidecarPort(port, place.at('port'));
      if ((port.number ?? 0) === 0) validateSocket(bind, captureMode, taken.sockets, place);
      else validateNumbered(port, bind, taken.numbers, place);
    } else if (index < listeners.length - 1) {
      place.at('port').error('missing-setting', 'The listener has no port, so it is for all ports, and others come after it.', 'Give it a port, or move it to the end.');
    }
    validateHosts(hosts, namespace, place.at('hosts'));
  });
}

function validateSocket(bind: string, captureMode: Wire<IstioEgressListener>['captureMode'], taken: Set<string>, at: Place): void {
  const place = at.at('bind');
  if (bind.startsWith(UNIX)) validateUnixPath(bind.slice(UNIX.length), place);
  else place.error('invalid-address', 'The listener has no port, and no socket in its place.', 'Give port a number, or bind to "unix://" and the path of a socket.');
  if (taken.has(bind)) place.error('repeated-entry', `Two listeners have the socket "${bind}".`, 'Give each listener a socket of its own.');
  taken.add(bind);
  if (captureMode !== undefined && captureMode !== 'NONE' && captureMode !== 'DEFAULT') at.at('captureMode').error('contradicting-fields', 'What goes to a socket is not captured by iptables.', 'Set captureMode: NONE, or leave it out.');
}

function validateNumbered({ number }: Wire<SidecarPort>, bind: string, taken: Set<number>, at: Place): void {
  validateListenerNumber(number, taken, at.at('port', 'number'));
  if (bind !== '') validateIpAddress(bind, at.at('bind'));
}

const ALL = '*';

function validateHosts(hosts: readonly string[], own: string, at: Place): void {
  if (hosts.length === 0) at.error('missing-setting', 'The listener has no hosts.', 'Name the hosts that are called, "./*" for all of the own namespace.');
  const named = new Map<string, Set<string>>();
  each(hosts, at, (entry, place) => {
    validateSidecarHost(entry, place);
    const slash = entry.indexOf('/');
    if (slash < 0 || entry.startsWith('~')) return;
    const [namespace, host] = [entry.slice(0, slash) === '.' ? own : entry.slice(0, slash), entry.slice(slash + 1)];
    const before = named.get(namespace) ?? new Set();
    const twice = host === ALL ? before.size > 0 : before.has(host) || before.has(ALL);
    if (twice) place.warn('ineffective-field', `"${entry}" names hosts that are named before.`, 'Name each host once; "*" stands for all hosts of a namespace.');
    named.set(namespace, before.add(host));
  });
  if (named.size > 1 && named.get(ALL)?.has(ALL) === true) at.warn('ineffective-field', '"*/*" is every host, so the others say nothing.', 'Leave out "*/*", or the others.');
}
