import { load } from 'js-yaml';

import { formatPath } from '../../src/model/path';
import { meshConfigRemarks } from '../../src/webhook/mesh-config/mesh-config';
import { meshNetworksRemarks } from '../../src/webhook/mesh-config/mesh-networks';
import type { Remark } from '../../src/webhook/verdict';

const lines = (remarks: readonly Remark[]): readonly string[] => remarks.map(({ severity, code, path }) => `${severity} ${code} ${formatPath(path)}`);
const mesh = (yaml: string): readonly string[] => lines(meshConfigRemarks(load(yaml)));
const proxy = (yaml: string): readonly string[] => mesh(`{ defaultConfig: { ${yaml} } }`);
const settings = (yaml: string): readonly string[] => proxy(`connectionSettings: { ${yaml} }`);
const policy = (yaml: string): readonly string[] => mesh(`{ defaultTrafficPolicy: { ${yaml} } }`);

describe('mesh config', () => {
  test.each([
    ['nothing', '{}', []],
    ['what is set to nothing', '{ connectTimeout: null, proxyListenPort: null, trustDomain: null, defaultConfig: null }', []],
    ['values as they should be', '{ proxyListenPort: 15001, connectTimeout: 1h, protocolDetectionTimeout: 0s, trustDomain: cluster.local., serviceSettings: [{ hosts: ["*.a.b"] }] }', []],
    ['a number in quotes', '{ proxyListenPort: "15001" }', []],
    ['both ways to prefer what is near', '{ localityLbSetting: { failover: [{ from: a, to: b }] }, zoneAwareLbSetting: { failover: [{ from: a, to: b }] } }', []],
    ['no document', '[]', []],
    ['a port', '{ proxyListenPort: 0 }', ['error invalid-port proxyListenPort']],
    ['another spelling', '{ proxy_listen_port: 65536 }', ['error invalid-port proxy_listen_port']],
    ['a short timeout', '{ connectTimeout: 500us }', ['error invalid-duration connectTimeout']],
    ['an odd timeout', '{ connectTimeout: 1500us }', ['error invalid-duration connectTimeout']],
    ['a long timeout', '{ connectTimeout: 61m }', ['error invalid-duration connectTimeout']],
    ['an odd time to detect protocols', '{ protocolDetectionTimeout: 1500us }', ['error invalid-duration protocolDetectionTimeout']],
    ['a host', '{ serviceSettings: [{ hosts: [a.b, a_b] }] }', ['error invalid-host serviceSettings[0].hosts[1]']],
    ['an empty trust domain', '{ trustDomain: "" }', ['error invalid-host trustDomain']],
    ['a trust domain', '{ trustDomainAliases: [a.b, "spiffe://a.b"] }', ['error invalid-host trustDomainAliases[1]']],
    ['curves within the mesh', '{ meshMTLS: { ecdhCurves: [P-256] } }', ['error contradicting-fields meshMTLS.ecdhCurves']],
    ['curves', '{ tlsDefaults: { ecdhCurves: [P-256, secp256r1, P-256] } }', ['warning ineffective-field tlsDefaults.ecdhCurves[1]', 'warning ineffective-field tlsDefaults.ecdhCurves[2]']],
    ['weights', '{ localityLbSetting: { distribute: [{ from: a, to: { b: 50 } }] } }', ['error invalid-value localityLbSetting.distribute[0].to']],
    ['a region for itself', '{ zoneAwareLbSetting: { failover: [{ from: a, to: a }] } }', ['error invalid-value zoneAwareLbSetting.failover[0]']],
  ])('%s', (_name, yaml, said) => {
    expect(mesh(yaml)).toEqual(said);
  });
});

describe('default traffic policy', () => {
  test.each([
    ['values as they should be', 'connectionPool: { http: { maxRetries: 0 }, tcp: { idleTimeout: 0s } }, outlierDetection: { maxEjectionPercent: 100 }', []],
    ['an empty pool', 'connectionPool: {}', ['error missing-setting defaultTrafficPolicy.connectionPool']],
    ['negative numbers', 'connectionPool: { http: { maxRetries: -1 }, tcp: { maxConnections: -1 } }', ['error invalid-value defaultTrafficPolicy.connectionPool.http.maxRetries', 'error invalid-value defaultTrafficPolicy.connectionPool.tcp.maxConnections']],
    ['durations', 'connectionPool: { http: { idleTimeout: 0s }, tcp: { idleTimeout: 1500us, tcpKeepalive: { time: -1s } } }', ['error invalid-duration defaultTrafficPolicy.connectionPool.http.idleTimeout', 'error invalid-duration defaultTrafficPolicy.connectionPool.tcp.idleTimeout', 'error invalid-duration defaultTrafficPolicy.connectionPool.tcp.tcpKeepalive.time']],
    ['two protocols', 'connectionPool: { http: { h2UpgradePolicy: UPGRADE, useClientProtocol: true } }', ['error contradicting-fields defaultTrafficPolicy.connectionPool.http']],
    ['failures that are not told apart', 'outlierDetection: { consecutiveLocalOriginFailures: 1 }', ['error contradicting-fields defaultTrafficPolicy.outlierDetection.consecutiveLocalOriginFailures']],
    ['a percentage', 'outlierDetection: { minHealthPercent: 101, interval: 0s }', ['error invalid-duration defaultTrafficPolicy.outlierDetection.interval', 'error invalid-value defaultTrafficPolicy.outlierDetection.minHealthPercent']],
  ])('%s', (_name, yaml, said) => {
    expect(policy(yaml)).toEqual(said);
  });
});

describe('proxy config', () => {
  test.each([
    ['values as they should be', 'discoveryAddress: "istiod:15012", drainDuration: 45s, statsdUdpAddress: "[::1]:9125", tracing: { zipkin: { address: "$(HOST_IP):9411" } }', []],
    ['an empty address that may be', 'statsdUdpAddress: "", envoyMetricsService: { address: "" }', []],
    ['paths', 'configPath: "", binaryPath: "", serviceCluster: ""', ['error missing-setting defaultConfig.configPath', 'error missing-setting defaultConfig.binaryPath', 'error missing-setting defaultConfig.serviceCluster']],
    ['a short time to drain', 'drainDuration: 0s', ['error invalid-duration defaultConfig.drainDuration']],
    ['an odd time to drain', 'drainDuration: 1500ms', ['error invalid-duration defaultConfig.drainDuration']],
    ['no address', 'discoveryAddress: ""', ['error invalid-address defaultConfig.discoveryAddress']],
    ['an address without port', 'discoveryAddress: istiod', ['error invalid-address defaultConfig.discoveryAddress']],
    ['an IPv6 address without brackets', 'statsdUdpAddress: "::1:9125"', ['error invalid-address defaultConfig.statsdUdpAddress']],
    ['a port out of range', 'envoyAccessLogService: { address: "a.b:65536" }', ['error invalid-port defaultConfig.envoyAccessLogService.address']],
    ['a URL', 'envoyMetricsServiceAddress: "http://a.b:80"', ['error invalid-address defaultConfig.envoyMetricsServiceAddress']],
    ['a host', 'envoyMetricsService: { address: "a_b:80" }', ['error invalid-host defaultConfig.envoyMetricsService.address']],
    ['Zipkin without address', 'tracing: { zipkin: {} }', ['error invalid-address defaultConfig.tracing.zipkin.address']],
    ['a node where there is none', 'statsdUdpAddress: "$(HOST_IP):9125"', ['error invalid-host defaultConfig.statsdUdpAddress']],
    ['Datadog', 'tracing: { datadog: { address: "a.b:0" } }', ['error invalid-port defaultConfig.tracing.datadog.address']],
    ['Lightstep', 'tracing: { lightstep: { address: "a.b:80" } }', ['error missing-setting defaultConfig.tracing.lightstep.accessToken']],
    ['TLS', 'tracing: { tlsSettings: { mode: MUTUAL } }', ['error missing-setting defaultConfig.tracing.tlsSettings.clientCertificate', 'error missing-setting defaultConfig.tracing.tlsSettings.privateKey']],
    ['a ConfigMap', 'tracing: { tlsSettings: { mode: SIMPLE, credentialName: "configmap://shop/ca" } }', ['error invalid-target defaultConfig.tracing.tlsSettings.credentialName']],
    ['old metadata', 'proxyMetadata: { ISTIO_META_DNS_AUTO_ALLOCATE: "true" }', ['warning deprecated-field defaultConfig.proxyMetadata.ISTIO_META_DNS_AUTO_ALLOCATE']],
    ['ports', 'proxyAdminPort: 0, statusPort: 65536', ['error invalid-port defaultConfig.proxyAdminPort', 'error invalid-port defaultConfig.statusPort']],
    ['no provider of keys', 'privateKeyProvider: {}', ['error missing-setting defaultConfig.privateKeyProvider']],
    ['a provider of keys', 'privateKeyProvider: { qat: { pollDelay: 0s } }', ['error missing-setting defaultConfig.privateKeyProvider.qat.pollDelay']],
  ])('%s', (_name, yaml, said) => {
    expect(proxy(yaml)).toEqual(said);
  });

  test.each([
    ['values as they should be', 'httpIdleTimeout: 0s, listenerPerConnectionBufferLimitBytes: 0, httpMaxConcurrentStreams: 1, http2InitialStreamWindowSize: 65535', []],
    ['a negative time', 'httpIdleTimeout: -1s', ['error invalid-duration defaultConfig.connectionSettings.httpIdleTimeout']],
    ['a negative number', 'clusterPerConnectionBufferLimitBytes: -1', ['error invalid-value defaultConfig.connectionSettings.clusterPerConnectionBufferLimitBytes']],
    ['none', 'httpMaxConcurrentStreams: 0', ['error invalid-value defaultConfig.connectionSettings.httpMaxConcurrentStreams']],
    ['a small window', 'http2InitialConnectionWindowSize: 65534', ['error invalid-value defaultConfig.connectionSettings.http2InitialConnectionWindowSize']],
  ])('connections: %s', (_name, yaml, said) => {
    expect(settings(yaml)).toEqual(said);
  });

  test('is read by no other name', () => {
    expect(mesh('{ default_config: { statusPort: 0 } }')).toEqual([]);
    expect(proxy('status_port: 0')).toEqual(['error invalid-port defaultConfig.status_port']);
  });
});

describe('mesh networks', () => {
  test.each([
    ['nothing', '', []],
    ['values as they should be', 'endpoints: [{ fromCidr: 10.0.0.0/8 }, { fromRegistry: Kubernetes }], gateways: [{ address: gw.example.com, port: 15443 }, { registryServiceName: a.b, port: "443" }]', []],
    ['a network', 'endpoints: [{ fromCidr: 10.0.0.0/33 }]', ['error invalid-address networks.a.endpoints[0].fromCidr']],
    ['a registry', 'endpoints: [{ fromRegistry: a_b }]', ['error invalid-value networks.a.endpoints[0].fromRegistry']],
    ['a service', 'gateways: [{ registryServiceName: "*.a.b", port: 443 }]', ['error invalid-host networks.a.gateways[0].registryServiceName']],
    ['an address', 'gateways: [{ address: "1.2.3.4:443", port: 443 }]', ['error invalid-address networks.a.gateways[0].address']],
    ['no port', 'gateways: [{ address: 1.2.3.4 }]', ['error invalid-port networks.a.gateways[0].port']],
  ])('%s', (_name, yaml, said) => {
    expect(lines(meshNetworksRemarks(load(`{ networks: { a: { ${yaml} } } }`)))).toEqual(said);
  });
});
