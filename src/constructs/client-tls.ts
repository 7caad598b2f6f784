import type { IConstruct } from 'constructs';
import type * as networking from '../../imports/networking';
import type { ServiceReading } from './service-reading';

/** How clients are to call a host where they would not know it by themselves. */
export interface ClientTls {
  readonly mode: 'ISTIO_MUTUAL' | 'DISABLE';
  /** Ports of the service for which it is another. */
  readonly ports: ReadonlyMap<number, 'ISTIO_MUTUAL' | 'DISABLE'>;
}

type Teller = (service: ServiceReading) => ClientTls | undefined;

const TELLER = Symbol.for('cdk8s-istio.client-tls');

interface Told extends ClientTls {
  readonly by: IConstruct;
}

/**
 * Says how clients call the hosts of a tree. Every DestinationRule of a host asks when it is written: it stands in front
 * of a mesh-wide one and inherits nothing of it.
 */
export function tellClientTls(by: IConstruct, tell: Teller): void {
  Object.defineProperty(by.node.root, TELLER, { value: (service: ServiceReading) => withTeller(by, tell(service)) });
}

/** What was said of a host; undefined where clients know by themselves. */
export function toldClientTls(scope: IConstruct, service: ServiceReading | undefined): Told | undefined {
  const teller: unknown = Reflect.get(scope.node.root, TELLER);
  return service !== undefined && isTeller(teller) ? teller(service) : undefined;
}

function withTeller(by: IConstruct, told: ClientTls | undefined): Told | undefined {
  return told === undefined ? undefined : { ...told, by };
}

function isTeller(value: unknown): value is (service: ServiceReading) => Told | undefined {
  return typeof value === 'function';
}

/** The policy of a host with what was said of its ports. A port with settings of its own inherits nothing, so all is said again. */
export function withPortTls(policy: networking.TrafficPolicy | undefined, told: ClientTls | undefined): networking.TrafficPolicy | undefined {
  if (told === undefined) return policy;
  const { connectionPool, loadBalancer, outlierDetection, portLevelSettings = [] } = policy ?? {};
  const own = portLevelSettings.map((settings) => ({ ...settings, tls: settings.tls ?? { mode: told.ports.get(settings.port?.number ?? 0) ?? told.mode } }));
  const listed = new Set(own.map(({ port }) => port?.number));
  const added = [...told.ports]
    .filter(([number]) => !listed.has(number))
    .sort(([a], [b]) => a - b)
    .map(([number, mode]) => ({ port: { number }, ...defined({ connectionPool, loadBalancer, outlierDetection }), tls: { mode } }));
  const ports = [...own, ...added];
  return ports.length === 0 ? policy : { ...policy, portLevelSettings: ports };
}

function defined<T extends object>(fields: T): Partial<T> {
  const result: Partial<T> = { ...fields };
  for (const [key, value] of Object.entries(fields)) if (value === undefined) Reflect.deleteProperty(result, key);
  return result;
}
