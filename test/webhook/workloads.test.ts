import { remarksOn } from './run';

const workload = (kind: string, spec: string): string => `
apiVersion: networking.istio.io/${kind === 'ProxyConfig' ? 'v1beta1' : 'v1'}
kind: ${kind}
metadata: { name: vm, namespace: shop }
spec: { ${spec} }
`;

const LONG = 'b'.repeat(64);

describe('WorkloadEntry', () => {
  test.each([
    ['an address', 'address: 10.0.0.1, ports: { http: 8080 }, labels: { app: a, example.com/b: "" }', []],
    ['a host name', 'address: vm.example.com', []],
    ['a socket', 'address: "unix://@abstract"', []],
    ['no place', 'address: ""', ['error missing-setting spec.address']],
    ['a network alone', 'network: vms', ['warning ineffective-field spec.address']],
    ['a URL', 'address: "http://vm.example.com"', ['error invalid-address spec.address']],
    ['an address with a port', 'address: "10.0.0.1:80"', ['error invalid-address spec.address']],
    ['a nameless label', 'address: 10.0.0.1, labels: { "": a }', ['error invalid-label spec.labels[""]']],
    ['a bad value of a label', 'address: 10.0.0.1, labels: { app: a. }', ['error invalid-label spec.labels.app']],
    ['a long name of a label', `address: 10.0.0.1, labels: { ${LONG}: a }`, [`error invalid-label spec.labels.${LONG}`]],
    ['a bad domain of a label', 'address: 10.0.0.1, labels: { a..b/c: a }', ['error invalid-label spec.labels["a..b/c"]']],
  ])('%s', (_name, spec, said) => {
    expect(remarksOn(workload('WorkloadEntry', spec))).toEqual(said);
  });
});

describe('WorkloadGroup', () => {
  test.each([
    ['nothing', 'template: {}', []],
    ['a template that could not be a workload', 'template: { network: vms, labels: { app: "a b" } }', []],
    ['labels', 'template: {}, metadata: { labels: { app: a } }', []],
    ['a bad label', 'template: {}, metadata: { labels: { app: "a b" } }', ['error invalid-label spec.metadata.labels.app']],
    ['a probe of HTTP', 'template: {}, probe: { httpGet: { port: 80, httpHeaders: [{ name: x-a, value: b }] } }', []],
    ['a probe of TCP', 'template: {}, probe: { tcpSocket: { port: 80 } }', []],
    ['a probe by a command', 'template: {}, probe: { exec: { command: [ls] } }', []],
    ['a header of Kubernetes alone', 'template: {}, probe: { httpGet: { port: 80, httpHeaders: [{ name: x_a, value: b }] } }', ['error invalid-header spec.probe.httpGet.httpHeaders[0].name']],
    ['no command', 'template: {}, probe: { exec: { command: [] } }', ['error missing-setting spec.probe.exec.command']],
    ['no way to probe', 'template: {}, probe: { periodSeconds: 5 }', ['error missing-setting spec.probe']],
    ['gRPC', 'template: {}, probe: { grpc: { port: 80 } }', ['error invalid-value spec.probe.grpc']],
  ])('%s', (_name, spec, said) => {
    expect(remarksOn(workload('WorkloadGroup', spec))).toEqual(said);
  });
});

describe('ProxyConfig', () => {
  test.each([
    ['a selector', 'selector: { matchLabels: { app: a } }, concurrency: 0', []],
    ['no labels in the selector', 'selector: {}', ['warning ineffective-field spec.selector']],
  ])('%s', (_name, spec, said) => {
    expect(remarksOn(workload('ProxyConfig', spec))).toEqual(said);
  });
});
