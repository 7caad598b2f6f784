import { carriesConnections } from '../../src/model/protocols';
import { mappedElsewhere, WorkloadServices } from '../../src/model/workload-ports';
import { MeshIndex } from '../../src/model/mesh-index';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { resource } from './resources';

const service = (name: string, selector: object, ports: readonly object[]) => resource('core/Service', { selector, ports }, { name, namespace: 'shop' });

function portsOf(services: readonly ReturnType<typeof service>[], labels: Readonly<Record<string, string>>) {
  const index = new MeshIndex(services, { settings: DEFAULT_SETTINGS });
  return new WorkloadServices(index.all('core/Service'), index.services, 'cluster.local').portsOf('shop', [{ labels }]);
}

test('ports of Services are told with what is behind them', () => {
  const ports = portsOf([service('a', { app: 'a' }, [{ name: 'http', port: 80, targetPort: 9080 }, { name: 'dns', port: 53, protocol: 'UDP' }]), service('b', { app: 'b' }, [{ port: 81 }])], { app: 'a' });
  expect([...(ports?.targets ?? [])]).toEqual([9080]);
  expect(ports?.servicePorts.get(80).map(({ target, protocol }) => [target, protocol])).toEqual([[9080, 'http']]);
  expect(ports && [mappedElsewhere(ports, 80)?.target, mappedElsewhere(ports, 9080), mappedElsewhere(ports, 53)]).toEqual([9080, undefined, undefined]);
});

test('a name that no container has leaves everything open', () => {
  const ports = portsOf([service('a', { app: 'a' }, [{ port: 80, targetPort: 'web' }, { port: 81, targetPort: 9081 }])], { app: 'a' });
  expect(ports?.certain).toBe(false);
  expect(ports && mappedElsewhere(ports, 81)).toBeUndefined();
});

test('without Services in the namespace nothing is known', () => {
  expect(portsOf([service('a', {}, [{ port: 80 }])], { app: 'a' })).toBeUndefined();
});

test('protocols in which no HTTP is read', () => {
  expect(['tcp', 'https', 'redis', 'http', 'grpc', undefined].map(carriesConnections)).toEqual([true, true, true, false, false, false]);
});
