import type { ClientTlsMode, DestinationRule, TrafficPolicy } from './kinds/networking';
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

/**
 * Every TLS mode that a DestinationRule sets: for the host, for a port, for a subset. Without auto mTLS, one that sets
 * none has its clients use plain text.
 */
export function* clientTlsOf(rule: DestinationRule, autoMtls: boolean): Generator<ClientTls> {
  const said = [...saidBy(rule)];
  if (said.length > 0 || autoMtls) yield* said;
  else yield { mode: 'DISABLE', unsaid: true, path: ['spec'], except: new Set() };
}

function* saidBy({ spec }: DestinationRule): Generator<ClientTls> {
  yield* tlsOfPolicy(spec?.trafficPolicy, ['spec', 'trafficPolicy']);
  for (const [index, { trafficPolicy, labels }] of (spec?.subsets ?? []).entries()) {
    for (const tls of tlsOfPolicy(trafficPolicy, ['spec', 'subsets', index, 'trafficPolicy'])) yield { ...tls, subset: labels ?? {} };
  }
}

function* tlsOfPolicy(policy: TrafficPolicy | undefined, path: Path): Generator<ClientTls> {
  const ports = policy?.portLevelSettings ?? [];
  const own = new Set(ports.flatMap(({ port }) => (port?.number === undefined ? [] : [port.number])));
  // A `tls` without a mode is DISABLE, the first value of the enum.
  if (policy?.tls !== undefined) yield { mode: policy.tls.mode ?? 'DISABLE', path: [...path, 'tls', 'mode'], except: own };
  for (const [index, { port, tls }] of ports.entries()) {
    if (tls === undefined || port?.number === undefined) continue;
    yield { mode: tls.mode ?? 'DISABLE', path: [...path, 'portLevelSettings', index, 'tls', 'mode'], port: port.number, except: new Set() };
  }
}
