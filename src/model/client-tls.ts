import type { ClientTlsMode, DestinationRule, Subset, TrafficPolicy } from './kinds/networking';
import type { Path } from './path';

/** One place where a DestinationRule says how clients use TLS. */
export interface ClientTls {
  readonly mode: ClientTlsMode;
  /** Place of the mode. */
  readonly path: Path;
  /** The subset it is for; absent: all of the host. */
  readonly subset?: Readonly<Record<string, string>>;
  /** The one service port that it is for. */
  readonly port?: number;
  /** Nobody said so: it is what clients do where auto mTLS is off. */
  readonly unsaid?: boolean;
  /** Service ports that it is not for, because they have settings of their own: these inherit nothing. */
  readonly except: ReadonlySet<number>;
}

const NO_PORTS: ReadonlySet<number> = new Set();
const NOTHING: readonly ClientTls[] = [];

/**
 * Every TLS mode that a DestinationRule sets: for the host, for a port, for a subset. Without auto mTLS, one that sets
 * none has its clients use plain text.
 */
export function clientTlsOf({ spec }: DestinationRule, autoMtls: boolean): readonly ClientTls[] {
  const { trafficPolicy, subsets } = spec ?? {};
  const ofHost = trafficPolicy === undefined ? NOTHING : tlsOfPolicy(trafficPolicy, ['spec', 'trafficPolicy']);
  const said = subsets?.some((subset) => subset.trafficPolicy !== undefined) === true ? [...ofHost, ...tlsOfSubsets(subsets)] : ofHost;
  return said.length > 0 || autoMtls ? said : [{ mode: 'DISABLE', unsaid: true, path: ['spec'], except: NO_PORTS }];
}

function tlsOfSubsets(subsets: readonly Subset[]): readonly ClientTls[] {
  return subsets.flatMap(({ trafficPolicy, labels }, index) =>
    trafficPolicy === undefined ? [] : tlsOfPolicy(trafficPolicy, ['spec', 'subsets', index, 'trafficPolicy']).map((tls) => ({ ...tls, subset: labels ?? {} })),
  );
}

function tlsOfPolicy({ tls, portLevelSettings = [] }: TrafficPolicy, path: Path): readonly ClientTls[] {
  const found: ClientTls[] = [];
  const own = portLevelSettings.length === 0 ? NO_PORTS : new Set(portLevelSettings.flatMap(({ port }) => (port?.number === undefined ? [] : [port.number])));
  // A `tls` without a mode is DISABLE, the first value of the enum.
  if (tls !== undefined) found.push({ mode: tls.mode ?? 'DISABLE', path: [...path, 'tls', 'mode'], except: own });
  for (const [index, { port, tls: ofPort }] of portLevelSettings.entries()) {
    if (ofPort === undefined || port?.number === undefined) continue;
    found.push({ mode: ofPort.mode ?? 'DISABLE', path: [...path, 'portLevelSettings', index, 'tls', 'mode'], port: port.number, except: NO_PORTS });
  }
  return found;
}
