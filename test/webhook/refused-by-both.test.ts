import { document, rejectedFor } from './run';

const lines = (kind: string, spec: string): readonly string[] => rejectedFor(document(kind, spec));

/** The schema says these first, and its findings stand for the webhook's as well. */
describe('what API server and istiod both refuse', () => {
  test.each([
    ['selector and targetRefs', 'AuthorizationPolicy', '{ selector: { matchLabels: { a: b } }, targetRefs: [{ kind: Service, group: "", name: a }] }'],
    ['targetRef and targetRefs', 'RequestAuthentication', '{ targetRef: { kind: Service, group: "", name: a }, targetRefs: [{ kind: Service, group: "", name: a }] }'],
    ['selector and targetRef', 'WasmPlugin', '{ url: "oci://a/b", selector: { matchLabels: { a: b } }, targetRef: { kind: Service, group: "", name: a } }'],
    ['selector and targetRefs of telemetry', 'Telemetry', '{ selector: { matchLabels: { a: b } }, targetRefs: [{ kind: Service, group: "", name: a }] }'],
    ['a target without a name', 'AuthorizationPolicy', '{ targetRefs: [{ kind: Service, group: "" }] }'],
    ['ports of no workload', 'PeerAuthentication', '{ portLevelMtls: { "80": { mode: STRICT } } }'],
    ['no ports', 'PeerAuthentication', '{ selector: { matchLabels: { a: b } }, portLevelMtls: {} }'],
    ['a port that is none', 'PeerAuthentication', '{ selector: { matchLabels: { a: b } }, portLevelMtls: { "65536": { mode: STRICT } } }'],
    ['no hosts', 'ServiceEntry', '{ ports: [{ number: 80, name: http }] }'],
    ['every host', 'ServiceEntry', '{ hosts: ["*"], resolution: NONE }'],
    ['a selector and endpoints', 'ServiceEntry', '{ hosts: [a.b], resolution: STATIC, workloadSelector: { labels: { a: b } }, endpoints: [{ address: 10.0.0.1 }] }'],
    ['a network to look up', 'ServiceEntry', '{ hosts: [a.b], resolution: DNS, addresses: [10.0.0.0/8] }'],
    ['one number twice', 'ServiceEntry', '{ hosts: [a.b], resolution: DNS, ports: [{ number: 80, name: a }, { number: 80, name: b }] }'],
    ['one name twice', 'ServiceEntry', '{ hosts: [a.b], resolution: DNS, ports: [{ number: 80, name: a }, { number: 81, name: a }] }'],
    ['a port out of range', 'ServiceEntry', '{ hosts: [a.b], resolution: DNS, ports: [{ number: 65536, name: a }] }'],
    ['a target port out of range', 'ServiceEntry', '{ hosts: [a.b], resolution: DNS, ports: [{ number: 80, name: a, targetPort: 65536 }] }'],
    ['endpoints of resolution NONE', 'ServiceEntry', '{ hosts: [a.b], endpoints: [{ address: 10.0.0.1 }] }'],
    ['several endpoints to take turns', 'ServiceEntry', '{ hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{ address: a.b }, { address: b.c }] }'],
    ['a relative socket', 'WorkloadEntry', '{ address: "unix://a" }'],
    ['a socket with ports', 'WorkloadEntry', '{ address: "unix:///a", ports: { http: 80 } }'],
    ['a group without a template', 'WorkloadGroup', '{ metadata: { labels: { a: b } } }'],
    ['a negative time', 'WorkloadGroup', '{ template: {}, probe: { periodSeconds: -1, tcpSocket: { port: 80 } } }'],
    ['the port of a probe', 'WorkloadGroup', '{ template: {}, probe: { tcpSocket: { port: 0 } } }'],
    ['the scheme of a probe', 'WorkloadGroup', '{ template: {}, probe: { httpGet: { port: 80, scheme: FTP } } }'],
    ['a negative number of threads', 'ProxyConfig', '{ concurrency: -1 }'],
    ['no provider', 'Telemetry', '{ tracing: [{ providers: [{ name: "" }] }] }'],
    ['a share', 'Telemetry', '{ tracing: [{ randomSamplingPercentage: 101 }] }'],
    ['a tag of nothing', 'Telemetry', '{ tracing: [{ customTags: { a: { literal: { value: "" } } } }] }'],
    ['a metric without a name', 'Telemetry', '{ metrics: [{ overrides: [{ match: { customMetric: "" } }] }] }'],
    ['a value of a tag that is removed', 'Telemetry', '{ metrics: [{ overrides: [{ tagOverrides: { a: { operation: REMOVE, value: b } } }] }] }'],
    ['no module', 'WasmPlugin', '{ pluginName: a }'],
    ['the scheme of a module', 'WasmPlugin', '{ url: "ftp://a/b" }'],
    ['a checksum', 'WasmPlugin', '{ url: "oci://a/b", sha256: "12" }'],
    ['a variable twice', 'WasmPlugin', '{ url: "oci://a/b", vmConfig: { env: [{ name: A, value: a }, { name: A, value: b }] } }'],
    ['a value from elsewhere', 'WasmPlugin', '{ url: "oci://a/b", vmConfig: { env: [{ name: A, value: a, valueFrom: HOST }] } }'],
    ['a port to match', 'WasmPlugin', '{ url: "oci://a/b", match: [{ ports: [{ number: 65536 }] }] }'],
    ['neither a module nor a script', 'TrafficExtension', '{ selector: { matchLabels: { a: b } } }'],
    ['an empty script', 'TrafficExtension', '{ lua: { inlineCode: "" } }'],
    ['a warmup without duration', 'DestinationRule', '{ host: a.b, trafficPolicy: { loadBalancer: { warmup: { aggression: 1 } } } }'],
  ])('%s', (_name, kind, spec) => {
    const said = lines(kind, spec);
    expect(said.length).toBeGreaterThan(0);
    // What istiod says beside the schema would be the same matter twice.
    expect(said.filter((line) => !line.startsWith('API '))).toEqual([]);
  });
});
