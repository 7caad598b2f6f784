import { formatObject } from '../../../model/finding';
import type { Kind, KindMap } from '../../../model/kinds';
import type { Path } from '../../../model/path';
import { routedDestinations } from '../../../model/routes';
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
    const scan = <K extends Kind>(kind: K, placesOf: (object: KindMap[K]) => readonly HostPlace[]): void => {
      for (const resource of context.all(kind)) {
        for (const { host, path } of placesOf(resource.object)) {
          const [, name, port] = WITH_PORT.exec(host) ?? [];
          if (name === undefined || port === undefined) continue;
          context.report(resource, path, `${formatObject(resource.ref)} has the host "${host}"; a host has no port. Write "${name}".`);
        }
      }
    };
    scan('networking.istio.io/VirtualService', (object) => [
      ...listOfHosts(object.spec?.hosts, ['spec', 'hosts']),
      ...[...routedDestinations(object)].map(({ destination, path }) => ({ host: destination.host ?? '', path: [...path, 'host'] })),
    ]);
    scan('networking.istio.io/DestinationRule', ({ spec }) => [{ host: spec?.host ?? '', path: ['spec', 'host'] }]);
    scan('networking.istio.io/ServiceEntry', ({ spec }) => listOfHosts(spec?.hosts, ['spec', 'hosts']));
    scan('networking.istio.io/Gateway', ({ spec }) =>
      (spec?.servers ?? []).flatMap(({ hosts }, index) => listOfHosts(hosts, ['spec', 'servers', index, 'hosts'])),
    );
    scan('networking.istio.io/Sidecar', ({ spec }) =>
      (spec?.egress ?? []).flatMap(({ hosts }, index) => listOfHosts(hosts, ['spec', 'egress', index, 'hosts'])),
    );
  },
});

interface HostPlace {
  readonly host: string;
  readonly path: Path;
}

function listOfHosts(hosts: readonly string[] | undefined, path: Path): readonly HostPlace[] {
  return (hosts ?? []).map((host, index) => ({ host, path: [...path, index] }));
}
