import { isControlPlane, isMadeForGateway, isSystemNamespace } from '../../../model/control-plane';
import { formatObject } from '../../../model/finding';
import { protocolOfPort } from '../../../model/protocols';
import { defineRule } from '../../rule';

const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: shop }
spec:
  selector: { app: ledger }
  ports: [{ name: ${name}, port: 7946, appProtocol: tcp }]
`;

export const portNameContradicted = defineRule({
  id: 'port-name-contradicted',
  upstream: [],
  severity: 'info',
  summary: 'The name of a port says another kind of protocol than its appProtocol',
  why: 'Istio goes by `appProtocol` alone, so the port is not what its name says: rules for HTTP hold for it, or do not, against what one reads.',
  fix: 'Name the port by the protocol that it speaks, or take the `appProtocol` away if the name is right.',
  notes:
    'Told apart are HTTP (with HTTP/2 and gRPC), TLS (with HTTPS) and other connections. Within one of them the two may differ: `http-web` with `appProtocol: grpc` is fine. ' +
    'An `appProtocol` that Istio does not know is told of by [port-protocol-unknown](port-protocol-unknown.md).',
  reads: ['core/Service'],
  bad: service('http-gossip'),
  good: service('tcp-gossip'),
  check(context) {
    for (const each of context.all('core/Service')) {
      if (isControlPlane(each) || isMadeForGateway(each) || isSystemNamespace(each.namespace)) continue;
      for (const [index, { name = '', appProtocol, protocol }] of each.object.ports.entries()) {
        if (appProtocol === undefined) continue;
        const [named, said] = [classOf(protocolOfPort({ name, protocol })), classOf(protocolOfPort({ appProtocol, protocol }))];
        if (named === undefined || said === undefined || named === said) continue;
        context.report(each, ['spec', 'ports', index, 'name'], `${formatObject(each.ref)} has a port with the name "${name}", which says ${named}, and the appProtocol "${appProtocol}", which says ${said}.`);
      }
    }
  },
});

const CLASSES: Readonly<Record<string, string>> = {
  http: 'HTTP',
  http_proxy: 'HTTP',
  http2: 'HTTP',
  grpc: 'HTTP',
  'grpc-web': 'HTTP',
  https: 'TLS',
  tls: 'TLS',
  tcp: 'other connections',
  mongo: 'other connections',
  mysql: 'other connections',
  redis: 'other connections',
};

function classOf(protocol: string | undefined): string | undefined {
  return protocol === undefined ? undefined : CLASSES[protocol];
}
