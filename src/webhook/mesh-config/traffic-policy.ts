import { NANOS_OF_A_MILLISECOND, readDuration, validateCount, validateDuration, validatePercent } from '../checks/numbers';
import type { Document } from './document';

/** `defaultTrafficPolicy` of a mesh config: less is looked at than in a DestinationRule. */
export function validateDefaultTrafficPolicy(policy: Document): void {
  const pool = policy.field('connectionPool');
  const [http, tcp] = [pool.field('http'), pool.field('tcp')];
  if (pool.isSet && !http.isSet && !tcp.isSet) pool.at.error('missing-setting', 'The connection pool says nothing.', 'Give it http or tcp, or remove it.');
  counts(http, ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams']);
  durations(http, ['idleTimeout']);
  if (http.field('h2UpgradePolicy').text === 'UPGRADE' && http.field('useClientProtocol').isTrue) {
    http.at.error('contradicting-fields', 'Requests are made HTTP/2, and keep the protocol of the caller.', 'Use h2UpgradePolicy: UPGRADE or useClientProtocol.');
  }
  counts(tcp, ['maxConnections']);
  durations(tcp, ['connectTimeout', 'maxConnectionDuration']);
  const idle = tcp.field('idleTimeout');
  const nanos = readDuration(idle.text, idle.at);
  // Less than a millisecond is none, which means never.
  if (nanos !== undefined && nanos / NANOS_OF_A_MILLISECOND !== 0n) validateDuration(idle.text, idle.at);
  durations(tcp.field('tcpKeepalive'), ['time', 'interval']);
  validateOutlierDetection(policy.field('outlierDetection'));
}

function validateOutlierDetection(detection: Document): void {
  durations(detection, ['baseEjectionTime', 'interval']);
  const local = detection.field('consecutiveLocalOriginFailures');
  if ((local.number ?? 0) > 0 && !detection.field('splitExternalLocalOriginErrors').isTrue) {
    local.at.error('contradicting-fields', 'Failures of local origin are counted on their own only when they are told apart.', 'Set splitExternalLocalOriginErrors: true.');
  }
  for (const name of ['maxEjectionPercent', 'minHealthPercent']) validatePercent(detection.field(name).number, detection.field(name).at);
}

function counts(of: Document, names: readonly string[]): void {
  for (const name of names) validateCount(of.field(name).number, of.field(name).at);
}

function durations(of: Document, names: readonly string[]): void {
  for (const name of names) validateDuration(of.field(name).text, of.field(name).at);
}
