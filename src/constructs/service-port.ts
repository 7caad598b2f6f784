/** A port of a service as it was read, whatever the source was. */
export interface ReadPort {
  readonly number: number;
  readonly name?: string;
  readonly targetPort?: number | string;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly transport: string;
  /** As written; a ServiceEntry says it as `protocol`. */
  readonly appProtocol?: string;
}

const NOT_HTTP = ['https', 'tls', 'tcp', 'mongo', 'mysql', 'redis', 'udp'];

/**
 * Whether Istio may see HTTP requests on the port: told by `appProtocol`, else by the name up to the first dash; a port
 * that says neither is sniffed. https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function carriesHttp(port: ReadPort): boolean {
  if (port.transport !== 'TCP') return false;
  const told = (port.appProtocol ?? port.name?.split('-')[0] ?? '').toLowerCase();
  return !NOT_HTTP.includes(told);
}

/** Whether a number can be that of a port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

/** The end of a sentence about a number that cannot. */
export const NO_PORT = 'is not a port: give a whole number from 1 to 65535';
