import type { HTTPMatchRequest, HTTPRetry, HTTPRoute, TrafficPolicy } from '../../../imports/networking';
import { wire } from '../../constructs/merge';
import type { MeshService } from '../../constructs/mesh-service';
import { carriesHttp, type ReadPort } from '../../constructs/service-port';
import type { CheckedTraffic } from './traffic';
import type { Refuse } from './refusal';

/** `spec.service` of a Flagger Canary. https://docs.flagger.app/usage/how-it-works#canary-service */
export interface FlaggerService {
  readonly name: string;
  readonly port: number;
  readonly portName?: string;
  readonly targetPort?: number | string;
  readonly gateways?: readonly string[];
  readonly hosts?: readonly string[];
  readonly match?: readonly HTTPMatchRequest[];
  readonly trafficPolicy?: TrafficPolicy;
  readonly retries?: HTTPRetry;
  readonly timeout?: HTTPRoute['timeout'];
}

/** Who enters where, as an entry says it. */
export interface FlaggerEntry {
  readonly gateways: readonly string[];
  readonly hosts: readonly string[];
  readonly only: readonly HTTPMatchRequest[];
  readonly port?: number;
}

/**
 * What Flagger is told of a service, as its Canary has it.
 *
 * @internal
 */
export function flaggerService(service: MeshService, ports: readonly ReadPort[], { policy, route }: CheckedTraffic, entry: FlaggerEntry | undefined, refuse: Refuse): FlaggerService {
  const http = ports.filter(carriesHttp);
  const port = entry?.port === undefined ? http[0] : http.find(({ number }) => number === entry.port);
  if (port === undefined) refuse('Flagger is told one HTTP port of the service, and none is known: say its ports');
  return {
    name: service.key().name,
    port: port.number,
    ...(port.name === undefined ? {} : { portName: port.name }),
    ...(port.targetPort === undefined ? {} : { targetPort: port.targetPort }),
    // Flagger writes one VirtualService, for the mesh and for these gateways.
    ...(entry === undefined ? {} : { gateways: [...entry.gateways, 'mesh'], hosts: entry.hosts }),
    ...(entry === undefined || entry.only.length === 0 ? {} : { match: entry.only }),
    ...(policy === undefined ? {} : { trafficPolicy: policy }),
    ...wire(route),
  };
}
