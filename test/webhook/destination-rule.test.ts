import { document, said, type Said } from './run';

const on = (spec: string): readonly Said[] => said(document('DestinationRule', spec));
const policy = (text: string): readonly Said[] =>
  on(`{ host: reviews, trafficPolicy: ${text} }`).map(([rule, path, severity]) => [rule, path.replace(/^spec\.trafficPolicy\.?/, ''), severity]);
const error = (rule: string, path: string): Said => [rule, path, 'error'];
const warning = (rule: string, path: string): Said => [rule, path, 'warning'];

test.each(['{ host: "*" }', '{ host: "*.example.com", exportTo: ["."] }', '{ host: reviews, subsets: [{ name: V1, labels: {} }] }'])('%s is taken', (spec) => {
  expect(on(spec)).toEqual([]);
});

describe('the whole of it', () => {
  test.each<[string, string, readonly Said[]]>([
    ['a host', '{ host: a_b }', [error('invalid-host', 'spec.host')]],
    ['an address', '{ host: 10.0.0.1 }', [error('invalid-host', 'spec.host')]],
    ['a subset twice', '{ host: a, subsets: [{ name: v1 }, { name: v1 }] }', [error('repeated-entry', 'spec.subsets[1].name')]],
    ['a subset without a name', '{ host: a, subsets: [{ name: "" }] }', [error('invalid-value', 'spec.subsets[0].name')]],
    ['the name of a subset', '{ host: a, subsets: [{ name: v1.2 }] }', [error('invalid-value', 'spec.subsets[0].name')]],
    ['the name of a label', '{ host: a, subsets: [{ name: v1, labels: { "a b": c } }] }', [error('invalid-label', 'spec.subsets[0].labels["a b"]')]],
    ['the value of a label', '{ host: a, subsets: [{ name: v1, labels: { a: b- } }] }', [error('invalid-label', 'spec.subsets[0].labels.a')]],
    ['a policy of a subset that says nothing', '{ host: a, subsets: [{ name: v1, trafficPolicy: {} }] }', [error('missing-setting', 'spec.subsets[0].trafficPolicy')]],
    ['a warning of a subset, which upstream loses', '{ host: a, subsets: [{ name: v1, trafficPolicy: { outlierDetection: { consecutiveErrors: 5 } } }] }', []],
    ['exported to nobody', '{ host: a, exportTo: ["~"] }', [error('invalid-export-to', 'spec.exportTo[0]')]],
    ['for some workloads, exported to all', '{ host: a, exportTo: ["*"], workloadSelector: { matchLabels: { app: a } } }', [error('invalid-export-to', 'spec.exportTo')]],
    ['a selector without labels', '{ host: a, workloadSelector: {} }', [warning('ineffective-field', 'spec.workloadSelector')]],
  ])('%s', (_name, spec, expected) => {
    expect(on(spec)).toEqual(expected);
  });
});

describe('traffic policies', () => {
  test.each<[string, string, readonly Said[]]>([
    ['nothing', '{}', [error('missing-setting', '')]],
    ['a tunnel and the PROXY protocol', '{ tunnel: { targetHost: a, targetPort: 80 }, proxyProtocol: {} }', [error('contradicting-fields', '')]],
    ['a tunnel by another protocol', '{ tunnel: { protocol: GET, targetHost: a, targetPort: 80 } }', [error('invalid-value', 'tunnel.protocol')]],
    ['a tunnel to no host', '{ tunnel: { targetHost: "*.a", targetPort: 80 } }', [error('invalid-host', 'tunnel.targetHost')]],
    ['a tunnel to no port', '{ tunnel: { targetHost: a, targetPort: 0 } }', [error('invalid-port', 'tunnel.targetPort')]],
    ['settings without a port', '{ portLevelSettings: [{ tls: {} }] }', [error('missing-setting', 'portLevelSettings[0].port')]],
    ['settings that say nothing', '{ portLevelSettings: [{ port: { number: 80 } }] }', [error('missing-setting', 'portLevelSettings[0]')]],
    ['the old count of errors', '{ outlierDetection: { consecutiveErrors: 5 } }', [warning('deprecated-field', 'outlierDetection.consecutiveErrors')]],
    ['the old count of errors at a port, of which upstream loses its warning', '{ portLevelSettings: [{ port: { number: 80 }, outlierDetection: { consecutiveErrors: 5 } }] }', []],
    ['failures of local origin that are not counted apart', '{ outlierDetection: { consecutiveLocalOriginFailures: 5 } }', [error('contradicting-fields', 'outlierDetection.consecutiveLocalOriginFailures')]],
    ['an interval', '{ outlierDetection: { interval: 1500us } }', [error('invalid-duration', 'outlierDetection.interval')]],
    ['a time of ejection', '{ outlierDetection: { baseEjectionTime: 1500us } }', [error('invalid-duration', 'outlierDetection.baseEjectionTime')]],
    ['percentages', '{ outlierDetection: { maxEjectionPercent: 101, minHealthPercent: -1 } }', [error('invalid-value', 'outlierDetection.maxEjectionPercent'), error('invalid-value', 'outlierDetection.minHealthPercent')]],
    ['an empty pool', '{ connectionPool: {} }', [error('missing-setting', 'connectionPool')]],
    ['connections', '{ connectionPool: { tcp: { maxConnections: -1, connectTimeout: 1500us } } }', [error('invalid-duration', 'connectionPool.tcp.connectTimeout'), error('invalid-value', 'connectionPool.tcp.maxConnections')]],
    ['no idle timeout', '{ connectionPool: { tcp: { idleTimeout: 0s } } }', []],
    ['requests', '{ connectionPool: { http: { http1MaxPendingRequests: -1, maxRetries: -1 } } }', [error('invalid-value', 'connectionPool.http.http1MaxPendingRequests'), error('invalid-value', 'connectionPool.http.maxRetries')]],
    ['two protocols', '{ connectionPool: { http: { h2UpgradePolicy: UPGRADE, useClientProtocol: true } } }', [error('contradicting-fields', 'connectionPool.http.useClientProtocol')]],
    ['half a keep-alive', '{ connectionPool: { http: { http2KeepAlive: { interval: 1s } } } }', [error('missing-setting', 'connectionPool.http.http2KeepAlive.timeout')]],
  ])('%s', (_name, text, expected) => {
    expect(policy(text)).toEqual(expected);
  });
});

describe('load balancing', () => {
  const TOPOLOGY = 'topology.kubernetes.io/region';
  const balancing = (text: string, rest = 'outlierDetection: {}'): readonly Said[] =>
    policy(`{ loadBalancer: ${text}, ${rest} }`).map(([rule, path, severity]) => [rule, path.replace(/^loadBalancer\.?/, ''), severity]);

  test.each<[string, string, readonly Said[]]>([
    ['a cookie without a name', '{ consistentHash: { httpCookie: { name: "" } } }', [error('missing-setting', 'consistentHash.httpCookie.name')]],
    ['an attribute without a name', '{ consistentHash: { httpCookie: { name: a, attributes: [{ name: "" }] } } }', [error('missing-setting', 'consistentHash.httpCookie.attributes[0].name')]],
    ['an attribute twice', '{ consistentHash: { httpCookie: { name: a, attributes: [{ name: b }, { name: b }] } } }', [error('repeated-entry', 'consistentHash.httpCookie.attributes[1].name')]],
    ['the old size of the ring', '{ consistentHash: { useSourceIp: true, minimumRingSize: 1 } }', [warning('deprecated-field', 'consistentHash.minimumRingSize')]],
    ['the old size beside the new', '{ consistentHash: { useSourceIp: true, minimumRingSize: 1, ringHash: {} } }', [error('contradicting-fields', 'consistentHash.minimumRingSize'), warning('deprecated-field', 'consistentHash.minimumRingSize')]],
    ['a table of no size', '{ consistentHash: { useSourceIp: true, maglev: {} } }', [error('invalid-value', 'consistentHash.maglev.tableSize')]],
    ['a table of a size that is not prime', '{ consistentHash: { useSourceIp: true, maglev: { tableSize: 9 } } }', [error('invalid-value', 'consistentHash.maglev.tableSize')]],
    ['a table that is too large', '{ consistentHash: { useSourceIp: true, maglev: { tableSize: 5000011 } } }', [error('invalid-value', 'consistentHash.maglev.tableSize')]],
    ['two ways to prefer what is near', '{ localityLbSetting: {}, zoneAwareLbSetting: {} }', [error('contradicting-fields', '')]],
    ['no aggression', '{ warmup: { duration: 1s, aggression: 0 } }', [error('invalid-value', 'warmup.aggression')]],
    ['a time to warm up', '{ warmup: { duration: 1500us } }', [error('invalid-duration', 'warmup.duration')]],
    ['distribution and failover', '{ localityLbSetting: { distribute: [{ from: a, to: { b: 100 } }], failover: [{ from: a, to: b }] } }', [error('contradicting-fields', 'localityLbSetting')]],
    ['two orders of regions', `{ localityLbSetting: { failover: [{ from: a, to: b }], failoverPriority: [${TOPOLOGY}] } }`, [error('contradicting-fields', 'localityLbSetting.failoverPriority[0]')]],
    ['a weight', '{ localityLbSetting: { distribute: [{ from: a, to: { b: 101 } }] } }', [error('invalid-value', 'localityLbSetting.distribute[0].to.b')]],
    ['weights that do not add up', '{ localityLbSetting: { distribute: [{ from: a, to: { b: 50, c: 40 } }] } }', [error('invalid-value', 'localityLbSetting.distribute[0].to')]],
    ['a wildcard before the end', '{ localityLbSetting: { distribute: [{ from: "*/a", to: { b: 100 } }] } }', [error('invalid-value', 'localityLbSetting.distribute[0].from')]],
    ['an empty zone', '{ localityLbSetting: { distribute: [{ from: a/, to: { b: 100 } }] } }', [error('invalid-value', 'localityLbSetting.distribute[0].from')]],
    ['a zone within a region before it', '{ localityLbSetting: { distribute: [{ from: a, to: { b: 100 } }, { from: a/b, to: { b: 100 } }] } }', [error('invalid-value', 'localityLbSetting.distribute[1].from')]],
    ['failover to itself', '{ localityLbSetting: { failover: [{ from: a, to: a }] } }', [error('invalid-value', 'localityLbSetting.failover[0]')]],
    ['failover of a zone', '{ localityLbSetting: { failover: [{ from: a/b, to: c }] } }', [error('invalid-value', 'localityLbSetting.failover[0]')]],
    ['failover to anywhere', '{ localityLbSetting: { failover: [{ from: a, to: "*" }] } }', [error('invalid-value', 'localityLbSetting.failover[0]')]],
    ['zones that are known already', `{ zoneAwareLbSetting: { failoverPriority: [${TOPOLOGY}] } }`, [error('contradicting-fields', 'zoneAwareLbSetting.failoverPriority[0]')]],
  ])('%s', (_name, text, expected) => {
    expect(balancing(text)).toEqual(expected);
  });

  test.each(['localityLbSetting', 'zoneAwareLbSetting'])('%s without outlier detection', (field) => {
    expect(balancing(`{ ${field}: { failover: [{ from: a, to: b }] } }`, 'tls: {}')).toEqual([warning('ineffective-field', field)]);
  });
});

describe('TLS to the host', () => {
  test.each<[string, string, readonly Said[]]>([
    ['no ConfigMap', '{ credentialName: "configmap://a" }', [error('invalid-target', 'tls.credentialName')]],
    ['a ConfigMap of another namespace', '{ credentialName: "configmap://other/ca" }', [error('invalid-target', 'tls.credentialName')]],
    ['a ConfigMap of the own namespace', '{ mode: SIMPLE, credentialName: "configmap://shop/ca" }', []],
    ['no verification, and what to verify by', '{ mode: SIMPLE, insecureSkipVerify: true, caCertificates: /ca }', [error('contradicting-fields', 'tls.insecureSkipVerify')]],
    ['no verification, and a credential', '{ mode: MUTUAL, insecureSkipVerify: true, credentialName: a }', []],
    ['a credential and files', '{ mode: MUTUAL, credentialName: a, caCertificates: /ca }', [error('contradicting-fields', 'tls')]],
    ['no certificate', '{ mode: MUTUAL }', [error('missing-setting', 'tls.clientCertificate'), error('missing-setting', 'tls.privateKey')]],
  ])('%s', (_name, tls, expected) => {
    expect(policy(`{ tls: ${tls} }`)).toEqual(expected);
  });
});
