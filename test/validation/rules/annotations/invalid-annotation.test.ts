import { reported } from '../../run';

const RULE = 'invalid-annotation';

const annotated = (head: string, annotations: string, more = ''): string => `
apiVersion: ${head}
metadata: { name: a, namespace: shop, annotations: { ${annotations} }${more} }
`;
const POD = 'v1\nkind: Pod';
const deployment = (own: string, ofPods: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop, annotations: { ${own} } }
spec: { template: { metadata: { labels: { app: reviews }, annotations: { ${ofPods} } }, spec: { containers: [{ name: app, image: app }] } } }
`;
const TRAFFIC = 'traffic.sidecar.istio.io';

test.each([
  ['ports', annotated(POD, `${TRAFFIC}/excludeInboundPorts: "80,99999"`), [
    'warning Pod shop/a metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]: Pod shop/a has traffic.sidecar.istio.io/excludeInboundPorts with the value "80,99999", which is not a list of port numbers with commas between them.',
  ]],
  ['CIDR blocks', annotated(POD, `${TRAFFIC}/includeOutboundIPRanges: 10.0.0.1`), [
    'warning Pod shop/a metadata.annotations["traffic.sidecar.istio.io/includeOutboundIPRanges"]: Pod shop/a has traffic.sidecar.istio.io/includeOutboundIPRanges with the value "10.0.0.1", which is not * or a list of CIDR blocks with commas between them.',
  ]],
  ['all CIDR blocks left out', annotated(POD, `${TRAFFIC}/excludeOutboundIPRanges: "*"`), [
    'warning Pod shop/a metadata.annotations["traffic.sidecar.istio.io/excludeOutboundIPRanges"]: Pod shop/a has traffic.sidecar.istio.io/excludeOutboundIPRanges with the value "*", which is not a list of CIDR blocks with commas between them.',
  ]],
  ['interfaces', annotated(POD, `${TRAFFIC}/excludeInterfaces: 0eth`), [
    'warning Pod shop/a metadata.annotations["traffic.sidecar.istio.io/excludeInterfaces"]: Pod shop/a has traffic.sidecar.istio.io/excludeInterfaces with the value "0eth", which is not a list of names of network interfaces with commas between them.',
  ]],
  ['mode', annotated(POD, `sidecar.istio.io/interceptionMode: tproxy`), [
    'warning Pod shop/a metadata.annotations["sidecar.istio.io/interceptionMode"]: Pod shop/a has sidecar.istio.io/interceptionMode with the value "tproxy", which is not REDIRECT, TPROXY or NONE.',
  ]],
  ['count', annotated(POD, `readiness.status.sidecar.istio.io/periodSeconds: "-1"`), [
    'warning Pod shop/a metadata.annotations["readiness.status.sidecar.istio.io/periodSeconds"]: Pod shop/a has readiness.status.sidecar.istio.io/periodSeconds with the value "-1", which is not a whole number from 0 on.',
  ]],
  ['quantity', annotated(POD, `sidecar.istio.io/proxyMemory: 128 MB`), [
    'warning Pod shop/a metadata.annotations["sidecar.istio.io/proxyMemory"]: Pod shop/a has sidecar.istio.io/proxyMemory with the value "128 MB", which is not a quantity as Kubernetes writes them, such as 100m or 128Mi.',
  ]],
  ['boolean', annotated(POD, `prometheus.istio.io/merge-metrics: "yes"`), [
    'warning Pod shop/a metadata.annotations["prometheus.istio.io/merge-metrics"]: Pod shop/a has prometheus.istio.io/merge-metrics with the value "yes", which is not true or false.',
  ]],
  ['port', annotated(POD, `status.sidecar.istio.io/port: "http"`), [
    'warning Pod shop/a metadata.annotations["status.sidecar.istio.io/port"]: Pod shop/a has status.sidecar.istio.io/port with the value "http", which is not a port number.',
  ]],
  ['a pod template', deployment('', 'sidecar.istio.io/proxyCPU: a'), [
    'warning Deployment shop/reviews spec.template.metadata.annotations["sidecar.istio.io/proxyCPU"]: Deployment shop/reviews has sidecar.istio.io/proxyCPU with the value "a", which is not a quantity as Kubernetes writes them, such as 100m or 128Mi.',
  ]],
  ['a proxy config that is no map', annotated(POD, 'proxy.istio.io/config: whatever'), [
    'warning Pod shop/a metadata.annotations["proxy.istio.io/config"]: Pod shop/a has proxy.istio.io/config with a value that the injector does not take: it is not a map of the fields of a ProxyConfig.',
  ]],
  ['a proxy config that is no YAML', annotated(POD, 'proxy.istio.io/config: "{"'), [
    'warning Pod shop/a metadata.annotations["proxy.istio.io/config"]: Pod shop/a has proxy.istio.io/config with a value that the injector does not take: it is no YAML.',
  ]],
  ['a proxy config with a wrong value', annotated(POD, 'proxy.istio.io/config: "statusPort: 99999"'), [
    'warning Pod shop/a metadata.annotations["proxy.istio.io/config"]: Pod shop/a has proxy.istio.io/config with a value that the injector does not take: statusPort: 99999 is not a port.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a proxy config', annotated(POD, 'proxy.istio.io/config: "{ concurrency: 2, image: { imageType: distroless } }"')],
  ['ports', annotated(POD, `${TRAFFIC}/excludeInboundPorts: "80,443", ${TRAFFIC}/includeInboundPorts: "*", ${TRAFFIC}/excludeOutboundPorts: ""`)],
  ['CIDR blocks', annotated(POD, `${TRAFFIC}/includeOutboundIPRanges: "10.0.0.0/8,fd00::/8", ${TRAFFIC}/excludeOutboundIPRanges: 10.0.0.0/8`)],
  ['quantities', annotated(POD, `sidecar.istio.io/proxyMemory: 128Mi, sidecar.istio.io/proxyCPU: "0.5", sidecar.istio.io/proxyCPULimit: 2e3`)],
  ['the rest', annotated(POD, `sidecar.istio.io/interceptionMode: TPROXY, prometheus.istio.io/merge-metrics: "false", status.sidecar.istio.io/port: "15020"`)],
  ['one without a form', annotated(POD, `sidecar.istio.io/logLevel: whatever`)],
  ['where it is misplaced', deployment('sidecar.istio.io/proxyCPU: a', '')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
