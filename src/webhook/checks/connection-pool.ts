import type { ConnectionPoolSettings, ConnectionPoolSettingsHTTPSettings, ConnectionPoolSettingsTCPSettings } from '../../../imports/networking';
import type { Place } from '../place';
import type { Wire } from '../wire';
import { NANOS_OF_A_MILLISECOND, readDuration, validateCount, validateDuration } from './numbers';

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
export function validateConnectionPool(pool: Wire<ConnectionPoolSettings> | undefined, at: Place): void {
  if (pool === undefined) return;
  if (pool.http === undefined && pool.tcp === undefined) {
    at.error('missing-setting', 'The connection pool says nothing.', 'Give it http or tcp, or remove it.');
    return;
  }
  if (pool.http !== undefined) validateHttp(pool.http, at.at('http'));
  if (pool.tcp !== undefined) validateTcp(pool.tcp, at.at('tcp'));
}

function validateHttp(http: Wire<ConnectionPoolSettingsHTTPSettings>, at: Place): void {
  for (const field of ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams'] as const) {
    validateCount(http[field], at.at(field));
  }
  validateDuration(http.idleTimeout, at.at('idleTimeout'));
  if (http.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol === true) {
    at.at('useClientProtocol').error('contradicting-fields', 'useClientProtocol keeps the protocol of the caller, and h2UpgradePolicy UPGRADE makes it HTTP/2.', 'Use one of them.');
  }
  const { http2KeepAlive } = http;
  if (http2KeepAlive === undefined) return;
  for (const field of ['interval', 'timeout'] as const) {
    const place = at.at('http2KeepAlive', field);
    if (http2KeepAlive[field] === undefined) place.error('missing-setting', `http2KeepAlive has no ${field}.`, 'Give interval and timeout, both.');
    validateDuration(http2KeepAlive[field], place);
  }
}

function validateTcp(tcp: Wire<ConnectionPoolSettingsTCPSettings>, at: Place): void {
  validateCount(tcp.maxConnections, at.at('maxConnections'));
  validateDuration(tcp.connectTimeout, at.at('connectTimeout'));
  validateDuration(tcp.maxConnectionDuration, at.at('maxConnectionDuration'));
  // Less than a millisecond switches the timeout off.
  const idle = readDuration(tcp.idleTimeout, at.at('idleTimeout'));
  if (idle !== undefined && idle / NANOS_OF_A_MILLISECOND !== 0n) validateDuration(tcp.idleTimeout, at.at('idleTimeout'));
  validateDuration(tcp.tcpKeepalive?.time, at.at('tcpKeepalive', 'time'));
  validateDuration(tcp.tcpKeepalive?.interval, at.at('tcpKeepalive', 'interval'));
}
