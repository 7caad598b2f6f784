import { remarksOn } from './run';

const entry = (spec: string, labels = ''): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop, labels: { ${labels} } }
spec: { ${spec} }
`;

const PORTS = 'ports: [{ number: 80, name: http, protocol: HTTP }]';
const TCP = 'ports: [{ number: 80, name: tcp, protocol: TCP }]';
const HOST = 'hosts: [a.example.com]';
const OFF = 'networking.istio.io/enable-autoallocate-ip: "false"';
const STATIC = `${HOST}, ${PORTS}, resolution: STATIC`;
const DNS = `${HOST}, ${PORTS}, resolution: DNS`;
const DYNAMIC = `hosts: ["*.example.com"], ${PORTS}, resolution: DYNAMIC_DNS`;
const LONG = 'a'.repeat(64);

test.each([
  ['a host', `${HOST}, ${PORTS}`],
  ['a short host', `hosts: [a], ${PORTS}`],
  ['a wildcard', `hosts: ["*.example.com"], ${PORTS}`],
  ['a network without resolution', `${HOST}, ${PORTS}, addresses: [10.0.0.0/8, "::1"]`],
  ['a network, STATIC', `${STATIC}, addresses: [10.0.0.0/8]`],
  ['endpoints, STATIC', `${STATIC}, endpoints: [{ address: 10.0.0.1, ports: { http: 8080 }, labels: { app: a } }, { address: "fe80::1%eth0" }]`],
  ['a socket, STATIC', `${STATIC}, endpoints: [{ address: "unix:///run/a.sock" }]`],
  ['endpoints, DNS', `${DNS}, endpoints: [{ address: vm.example.com, ports: { http: 8080 } }, { address: 10.0.0.1 }]`],
  ['a wildcard host with endpoints, DNS', `hosts: ["*.example.com"], ${PORTS}, resolution: DNS, endpoints: [{ address: a.b }]`],
  ['several hosts of HTTP', `hosts: [a.b, b.b], ${PORTS}, resolution: DNS`],
  ['several hosts of TLS', `hosts: [a.b, b.b], ports: [{ number: 443, name: tls, protocol: tls }], resolution: DNS`],
  ['several hosts of TCP without resolution', `hosts: [a.b, b.b], ${TCP}, addresses: [10.0.0.1]`],
  ['several hosts and addresses of HTTP', `hosts: [a.b, b.b], ${PORTS}, resolution: DNS, addresses: [10.0.0.1]`],
  ['dynamic hosts', DYNAMIC],
  ['dynamic hosts inside the mesh', `${DYNAMIC}, location: MESH_INTERNAL`],
  ['a partial wildcard, dynamic', `hosts: ["*a.example.com"], ${PORTS}, resolution: DYNAMIC_DNS`],
  ['nobody sees it', `${HOST}, ${PORTS}, exportTo: ["~"]`],
  ['TCP with an address', `${HOST}, ${TCP}, addresses: [10.0.0.1]`],
  ['TCP that is given an address', `${HOST}, ${TCP}, resolution: DNS`],
  ['no protocol, in lower case not asked for an address', `${HOST}, ports: [{ number: 80, name: tcp, protocol: tcp }]`],
  ['a selector', `${STATIC}, workloadSelector: { labels: { app: a } }`],
])('nothing is said of %s', (_name, spec) => {
  expect(remarksOn(entry(spec))).toEqual([]);
});

test.each([
  ['no labels in the selector', `${STATIC}, workloadSelector: {}`, ['warning ineffective-field spec.workloadSelector']],
  ['a nameless label in the selector', `hosts: [a..b], ${PORTS}, resolution: STATIC, workloadSelector: { labels: { "": a } }`, ['error invalid-label spec.workloadSelector.labels[""]']],
  ['a wildcard in the selector', `${STATIC}, workloadSelector: { labels: { "a*": a } }`, ['error invalid-label spec.workloadSelector.labels["a*"]']],
  ['a URL', `hosts: ["https://a.example.com"], ${PORTS}`, ['error invalid-host spec.hosts[0]']],
  ['an address for a host', `hosts: [10.0.0.1], ${PORTS}`, ['error invalid-host spec.hosts[0]']],
  ['a wildcard in the middle', `hosts: ["a.*.com"], ${PORTS}`, ['warning ineffective-field spec.hosts[0]', 'error invalid-host spec.hosts[0]']],
  ['a long part of a host', `hosts: [${LONG}.com], ${PORTS}`, ['error invalid-host spec.hosts[0]']],
  ['a partial wildcard', `hosts: ["*a.example.com"], ${PORTS}`, ['warning ineffective-field spec.hosts[0]']],
  ['a host for an address', `${HOST}, ${PORTS}, addresses: [a.example.com]`, ['error invalid-address spec.addresses[0]']],
  ['a mask that is too long', `${HOST}, ${PORTS}, addresses: [10.0.0.0/33]`, ['error invalid-address spec.addresses[0]']],
  ['a bad name of a port', `${HOST}, ports: [{ number: 80, name: http_80, protocol: HTTP }]`, ['error invalid-port spec.ports[0].name']],
  ['an unknown protocol', `${HOST}, ports: [{ number: 80, name: a, protocol: HTTP/3 }]`, ['error invalid-value spec.ports[0].protocol']],
  ['TCP without address and resolution', `${HOST}, ${TCP}`, ['warning ineffective-field spec.ports[0]']],
  ['no protocol without address and resolution', `${HOST}, ports: [{ number: 80, name: a }]`, ['warning ineffective-field spec.ports[0]']],
  ['a selector without resolution', `${HOST}, ${PORTS}, workloadSelector: { labels: { app: a } }`, ['warning ineffective-field spec.workloadSelector']],
  ['a host name of an endpoint, STATIC', `${STATIC}, endpoints: [{ address: vm.example.com }]`, ['error invalid-address spec.endpoints[0].address']],
  ['no place, STATIC', `${STATIC}, endpoints: [{ address: "", ports: { other: 1 } }]`, ['error missing-setting spec.endpoints[0].address']],
  ['a network alone, STATIC', `${STATIC}, endpoints: [{ network: vms }]`, ['warning ineffective-field spec.endpoints[0].address']],
  ['another port, STATIC', `${STATIC}, endpoints: [{ address: 10.0.0.1, ports: { https: 443 } }]`, ['error invalid-port spec.endpoints[0].ports.https']],
  ['a bad label, STATIC', `${STATIC}, endpoints: [{ address: 10.0.0.1, labels: { app: "a b" } }]`, ['error invalid-label spec.endpoints[0].labels.app']],
  ['a socket of two ports', `${HOST}, ports: [{ number: 80, name: a, protocol: HTTP }, { number: 81, name: b, protocol: HTTP }], resolution: STATIC, endpoints: [{ address: "unix:///a" }]`, ['error contradicting-fields spec.endpoints[0].address']],
  ['a wildcard, DNS', `hosts: [a.b, "*.example.com", "*.example.org"], ${PORTS}, resolution: DNS`, ['error invalid-host spec.hosts[1]']],
  ['a wildcard, DNS_ROUND_ROBIN', `hosts: ["*.example.com"], ${PORTS}, resolution: DNS_ROUND_ROBIN`, ['error invalid-host spec.hosts[0]']],
  ['a network alone, DNS', `${DNS}, endpoints: [{ network: vms }]`, ['error invalid-address spec.endpoints[0].address']],
  ['a socket, DNS', `${DNS}, endpoints: [{ address: "unix:///a" }]`, ['error invalid-address spec.endpoints[0].address']],
  ['a bad label, DNS', `${DNS}, endpoints: [{ address: a.b, labels: { a/b/c: a } }]`, ['error invalid-label spec.endpoints[0].labels["a/b/c"]']],
  ['another port, DNS', `${DNS}, endpoints: [{ address: a.b, ports: { https: 443 } }]`, ['error invalid-port spec.endpoints[0].ports.https']],
  ['several hosts and an address of TLS', 'hosts: [a.b, b.b], addresses: [10.0.0.1], ports: [{ number: 80, name: a, protocol: HTTP }, { number: 443, name: b, protocol: TLS }], resolution: DNS', ['warning ineffective-field spec.ports[1]']],
  ['several hosts of TCP', `hosts: [a.b, b.b], ${TCP}, resolution: STATIC`, ['error contradicting-fields spec.ports[0]']],
  ['no wildcard, dynamic', `${HOST}, ${PORTS}, resolution: DYNAMIC_DNS`, ['error contradicting-fields spec.hosts[0]']],
  ['an address, dynamic', `${DYNAMIC}, addresses: [10.0.0.1]`, ['error contradicting-fields spec.addresses']],
  ['endpoints, dynamic', `${DYNAMIC}, endpoints: [{ address: 10.0.0.1 }]`, ['error contradicting-fields spec.endpoints']],
  ['HTTPS, dynamic', 'hosts: ["*.example.com"], ports: [{ number: 443, name: a, protocol: HTTPS }], resolution: DYNAMIC_DNS', ['error contradicting-fields spec.ports[0].protocol']],
  ['no protocol, dynamic', 'hosts: ["*.example.com"], ports: [{ number: 443, name: a }], resolution: DYNAMIC_DNS', ['error contradicting-fields spec.ports[0].protocol']],
  ['everybody and somebody', `${HOST}, ${PORTS}, exportTo: ["*", shop]`, ['error invalid-export-to spec.exportTo']],
  ['nobody and somebody', `${HOST}, ${PORTS}, exportTo: ["~", shop]`, ['error invalid-export-to spec.exportTo']],
  ['the own namespace twice', `${HOST}, ${PORTS}, exportTo: [., shop]`, ['error invalid-export-to spec.exportTo[1]']],
  ['no namespace', `${HOST}, ${PORTS}, exportTo: [a_b]`, ['error invalid-export-to spec.exportTo[0]']],
])('%s', (_name, spec, said) => {
  expect(remarksOn(entry(spec))).toEqual(said);
});

test.each([
  ['TCP that is not given an address', `${HOST}, ${TCP}, resolution: DNS`, OFF, ['warning ineffective-field spec.ports[0]']],
  ['TCP that is given one', `${HOST}, ${TCP}, resolution: DNS`, 'networking.istio.io/enable-autoallocate-ip: "true"', []],
  ['a waypoint', `${DYNAMIC}, location: MESH_INTERNAL`, 'istio.io/use-waypoint: waypoint', ['error contradicting-fields spec.location']],
  ['a waypoint outside of the mesh', `${DYNAMIC}, location: MESH_EXTERNAL`, 'istio.io/use-waypoint: waypoint', []],
  ['no waypoint', `${DYNAMIC}, location: MESH_INTERNAL`, 'istio.io/use-waypoint: None', []],
])('labels: %s', (_name, spec, labels, said) => {
  expect(remarksOn(entry(spec, labels))).toEqual(said);
});

test('warnings in masses hide no error', () => {
  const hosts = Array.from({ length: 200 }, (_, index) => `"*a${index}.com"`);
  const said = remarksOn(entry(`hosts: [${hosts.join(', ')}, a_b], ${PORTS}`));
  expect(said.filter((line) => line.startsWith('error'))).toEqual(['error invalid-host spec.hosts[200]']);
  expect(said).toHaveLength(101);
});
