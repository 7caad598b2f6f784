import type { IConstruct } from 'constructs';
import type { ObjectRef } from '../model/finding';
import { canonical, compareText } from '../model/values';
import type { MeshService } from './mesh-service';
import type { Problem } from './problems';
import type { ReadPort } from './service-port';
import type { ServiceReading } from './service-reading';

/** A host as it is now, after everybody who speaks of it was asked. */
export interface ReadHost {
  readonly name: string;
  readonly namespace?: string;
  readonly host: string;
  readonly ports: readonly ReadPort[];
  /** Labels of its pods, where anybody knows them. */
  readonly selector?: Readonly<Record<string, string>>;
  /** Its own labels, where it is an object. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What one of them says; undefined where nobody speaks of it. */
  readonly reading?: ServiceReading;
  readonly problems: readonly Problem[];
}

/** Reads all services that stand for one host. The order in which they came plays no part. */
export function readHost(services: Iterable<MeshService>, scope: IConstruct): ReadHost {
  const readings = [...services]
    .map((service) => ({ service, reading: service.read(scope) }))
    .sort((a, b) => compareText(canonical(a.reading), canonical(b.reading)));
  const { name = '', namespace, host = '' } = readings[0]?.reading ?? {};
  const first = <T>(pick: (reading: ServiceReading) => T | undefined): T | undefined =>
    readings.map(({ reading }) => pick(reading)).find((value) => value !== undefined);
  return {
    name,
    namespace,
    host,
    ports: allPorts(readings.map(({ reading }) => reading)),
    selector: first((reading) => reading.selector),
    labels: first((reading) => reading.labels),
    reading: readings[0]?.reading,
    problems: [...readings.flatMap(({ service, reading }) => service.problems(reading)), ...differentHosts(readings)],
  };
}

/** Services that were one when they were given, and are two by now: a patch moved the object behind one of them. */
function differentHosts(readings: readonly { readonly service: MeshService; readonly reading: ServiceReading }[]): readonly Problem[] {
  const [first, ...others] = readings;
  const other = others.find(({ reading }) => reading.host !== first?.reading.host);
  if (first === undefined || other === undefined) return [];
  return other.service.problems({
    ...other.reading,
    troubles: [
      {
        path: ['metadata'],
        message: `patterns share its routing with those on ${first.reading.host}, but it is ${other.reading.host} by now`,
        fix: 'Give the service its name and namespace where it is made, not by a patch, or describe it as it is after the patch.',
      },
    ],
  });
}

/** The ports that anybody knows of. */
function allPorts(readings: readonly ServiceReading[]): readonly ReadPort[] {
  const ports = new Map<number, ReadPort>();
  for (const port of readings.flatMap((reading) => reading.ports)) {
    if (!ports.has(port.number)) ports.set(port.number, port);
  }
  return [...ports.values()].sort((a, b) => a.number - b.number);
}

/** An object of a host, as findings name it. */
export function refOf({ namespace }: ReadHost, { apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>, name: string): ObjectRef {
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}
