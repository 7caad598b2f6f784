import type { IConstruct } from 'constructs';
import type { AccessEdge, AccessTarget } from '../../constructs/access-edges';
import { sortedPorts } from '../../constructs/access-request';
import { carriesHttp, type ReadPort } from '../../constructs/service-port';
import type { ServiceReading } from '../../constructs/service-reading';
import { podsIn } from '../../constructs/tree-workloads';
import { containerPortOf } from '../../model/container-ports';
import { isEmptySelector } from '../../model/selectors';
import { canonical, compareText } from '../../model/values';

/** A port of a service, and of the containers behind it. */
export interface TargetPort {
  readonly service: ReadPort;
  /** Absent: the name of the container's port cannot be looked up. */
  readonly container?: readonly number[];
  readonly http: boolean;
}

/** A service that edges lead to, as it is when the tree is written. */
export interface Target {
  readonly reading: ServiceReading;
  /** Labels of its pods; absent where nobody says them, or where they are told in two ways. */
  readonly selector?: Readonly<Record<string, string>>;
  /** Its selectors, where several are told. */
  readonly selectors: readonly Readonly<Record<string, string>>[];
  readonly ports: readonly TargetPort[];
  /** No port of it speaks HTTP. */
  readonly tcpOnly: boolean;
}

/** True for a service that a waypoint has nothing to do for: it speaks no HTTP, or its callers go straight to its pods. */
export function isPastWaypoints({ ports, headless }: ServiceReading): boolean {
  const tcp = ports.filter(({ transport }) => transport === 'TCP');
  return headless === true || (tcp.length > 0 && !tcp.some(carriesHttp));
}

/** Reads the service of some edges, all of which lead to the same one: what one of them does not say another may. */
export function readTarget(scope: IConstruct, edges: readonly AccessEdge[]): Target {
  const readings = [...new Set(edges.map(({ to }) => to))]
    .map((service: AccessTarget) => service.read(scope))
    .sort((a, b) => compareText(canonical(a), canonical(b)));
  const selectors = new Map(readings.flatMap(({ selector }) => (isEmptySelector(selector) || selector === undefined ? [] : [[canonical(selector), selector]])));
  const [selector, ...others] = selectors.values();
  const reading = readings.find((one) => one.ports.length > 0) ?? readings[0] ?? NOTHING;
  const only = others.length === 0 ? selector : undefined;
  const ports = reading.ports
    .filter(({ transport }) => transport === 'TCP')
    .map((port): TargetPort => ({ service: port, http: carriesHttp(port), container: containerPorts(scope, port, reading.namespace ?? '', only) }));
  return { reading, selector: only, selectors: [...selectors.values()], ports, tcpOnly: ports.length > 0 && !ports.some(({ http }) => http) };
}

const NOTHING: ServiceReading = { object: { apiVersion: 'v1', kind: 'Service', name: '' }, name: '', host: '', ports: [], troubles: [] };

/** A port by name may be another number in each version; all of them count, if every pod in sight has one. */
function containerPorts(scope: IConstruct, port: ReadPort, namespace: string, selector: Target['selector']): readonly number[] | undefined {
  const fixed = typeof port.targetPort === 'string' ? undefined : containerPortOf(port, undefined);
  if (fixed !== undefined) return [fixed];
  if (selector === undefined) return undefined;
  const found = podsIn(scope, namespace, selector).map((pod) => containerPortOf(port, pod));
  const numbers = found.flatMap((one) => one ?? []);
  return numbers.length === 0 || numbers.length < found.length ? undefined : sortedPorts(numbers);
}

/** The container ports of a service that requests may come to by default: all, or those that speak HTTP. Absent where one cannot be told. */
export function defaultPorts({ ports }: Target, httpOnly: boolean): readonly number[] | undefined {
  const meant = ports.filter(({ http }) => http || !httpOnly);
  const numbers = meant.flatMap(({ container }) => container ?? []);
  return meant.length === 0 || meant.some(({ container }) => container === undefined) ? undefined : sortedPorts(numbers);
}
