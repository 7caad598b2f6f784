// A mesh of any size, always the same for the same size: a Service, a Deployment, a VirtualService and a
// DestinationRule for each service, 20 services in a namespace.
const PER_NAMESPACE = 20;

export function meshObjects(services) {
  const namespaces = Array.from({ length: Math.ceil(services / PER_NAMESPACE) }, (_, index) => namespaceOf(index));
  return [...namespaces.map(namespaceObject), ...Array.from({ length: services }, (_, index) => serviceObjects(index)).flat()];
}

/** The four objects of service number `index`. */
export function serviceObjects(index) {
  const name = `service-${index}`;
  const namespace = namespaceOf(Math.floor(index / PER_NAMESPACE));
  const host = `${name}.${namespace}.svc.cluster.local`;
  const meta = { name, namespace };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta,
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 8080 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name, version: 'v1' } },
          spec: { containers: [{ name: 'app', image: `${name}:1.0.${index % 7}` }] },
        },
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: meta,
      spec: {
        hosts: [host],
        http: [
          { match: [{ headers: { 'x-tester': { exact: 'true' } } }], route: [{ destination: { host, subset: 'v1' } }] },
          { route: [{ destination: { host, subset: 'v1' } }], timeout: '5s' },
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: meta,
      spec: {
        host,
        subsets: [{ name: 'v1', labels: { version: 'v1' } }],
      },
    },
  ];
}

function namespaceOf(index) {
  return `team-${index}`;
}

function namespaceObject(name) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } };
}
