import { isControlPlane, isMadeForGateway, isSystemNamespace } from '../../../model/control-plane';
import { formatObject } from '../../../model/finding';
import type { CoreServicePort } from '../../../model/kinds/core';
import { protocolOfPort } from '../../../model/protocols';
import { defineRule } from '../../rule';

const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: ${name}, port: 9080 }]
`;

export const portProtocolUnknown = defineRule({
  id: 'port-protocol-unknown',
  upstream: ['IST0118', 'IST0150', 'KIA0601', 'KIA0602'],
  severity: 'info',
  summary: 'A port of a Service says nowhere which protocol it speaks',
  why: 'The proxies have to guess it from the first bytes: protocols where the server speaks first wait for a timeout, and rules for HTTP may not hold.',
  fix: 'Set `appProtocol`, or begin the name of the port with the protocol: `http-web`, `tcp-db`.',
  notes:
    'Services of type ExternalName are a warning: without a protocol the port takes all traffic to its number, to whatever address. ' +
    'So does one that is named just `tcp`.',
  reads: ['core/Service'],
  bad: service('web'),
  good: service('http-web'),
  check(context) {
    for (const each of context.all('core/Service')) {
      if (isControlPlane(each) || isMadeForGateway(each) || isSystemNamespace(each.namespace)) continue;
      const external = each.object.type === 'ExternalName';
      for (const [index, port] of each.object.ports.entries()) {
        if (protocolOfPort(port, port.port) !== undefined && !(external && port.name === 'tcp')) continue;
        const kiali = port.appProtocol === undefined ? 'KIA0601' : 'KIA0602';
        context.report(each, ['spec', 'ports', index, ...fieldOf(port)], `${formatObject(each.ref)} has ${describe(port)}, which says nothing of its protocol.`, {
          upstream: [external ? 'IST0150' : 'IST0118', kiali],
          ...(external ? { severity: 'warning' } : {}),
        });
      }
    }
  },
});

function fieldOf({ name, appProtocol }: CoreServicePort): readonly string[] {
  if (appProtocol !== undefined) return ['appProtocol'];
  return name === undefined ? [] : ['name'];
}

function describe({ name, port, appProtocol }: CoreServicePort): string {
  const number = port === undefined ? 'a port' : `port ${port}`;
  if (appProtocol !== undefined) return `${number} with appProtocol "${appProtocol}"`;
  return name === undefined ? `${number} without a name` : `${number} with the name "${name}"`;
}
