import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { defineRule } from '../../rule';

const READS = [
  'networking.istio.io/VirtualService',
  'networking.istio.io/DestinationRule',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/Gateway',
  'networking.istio.io/Sidecar',
] as const satisfies readonly Kind[];

/** One colon and digits at the end; an IPv6 address has more colons. */
const WITH_PORT = /^([^:]+):(\d+)$/;

export const hostWithPort = defineRule({
  id: 'host-with-port',
  upstream: ['IST0106'],
  severity: 'error',
  summary: 'A host is written with a port',
  why: 'The webhook of istiod rejects the object: ports have fields of their own.',
  fix: 'Leave the port out of the host, and set `port.number` where a destination needs one.',
  reads: READS,
  bad: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: "reviews:80" }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews, port: { number: 80 } }
`,
  check(context) {
    const { routes } = context;
    const look = (resource: Resource, host: string, path: Path): void => {
      const [, name, port] = WITH_PORT.exec(host) ?? [];
      if (name === undefined || port === undefined) return;
      context.report(resource, path, `${formatObject(resource.ref)} has the host "${host}"; a host has no port. Write "${name}".`);
    };
    const lookAtAll = (resource: Resource, hosts: readonly string[] | undefined, ...path: Path): void => {
      if (hosts?.some(hasColon) === true) for (const [index, host] of hosts.entries()) look(resource, host, [...path, index]);
    };
    for (const each of context.all('networking.istio.io/VirtualService')) {
      lookAtAll(each, each.object.spec?.hosts, 'spec', 'hosts');
      for (const { destination, path } of routes.of(each)) if (hasColon(destination.host)) look(each, destination.host, [...path, 'host']);
    }
    for (const each of context.all('networking.istio.io/DestinationRule')) {
      const host = each.object.spec?.host;
      if (hasColon(host)) look(each, host, ['spec', 'host']);
    }
    for (const each of context.all('networking.istio.io/ServiceEntry')) lookAtAll(each, each.object.spec?.hosts, 'spec', 'hosts');
    for (const each of context.all('networking.istio.io/Gateway')) {
      for (const [index, { hosts }] of (each.object.spec?.servers ?? []).entries()) lookAtAll(each, hosts, 'spec', 'servers', index, 'hosts');
    }
    for (const each of context.all('networking.istio.io/Sidecar')) {
      for (const [index, { hosts }] of (each.object.spec?.egress ?? []).entries()) lookAtAll(each, hosts, 'spec', 'egress', index, 'hosts');
    }
  },
});

/** Nearly no host has a colon, and only those that do are worth a look. */
function hasColon(host: string | undefined): host is string {
  return host?.includes(':') === true;
}
