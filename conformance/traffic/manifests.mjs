// The Kubernetes side of a case's mesh, as YAML: what would stand in the cluster before our patterns write anything.

/** A Namespace. */
export function namespace(name, labels = { 'istio-injection': 'enabled' }) {
  return document({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}

/**
 * A Service with a Deployment for each version (`name-version`), or one Deployment (`name`) when there are none. Ports are Service
 * port: container port; a port's name says its protocol.
 */
export function service(namespace, name, { versions = [], ports = { http: [80, 9080] }, account = name, labels = {} } = {}) {
  const deployments = versions.length === 0
    ? [deployment(namespace, name, { app: name, ...labels }, account, ports)]
    : versions.map((version) => deployment(namespace, `${name}-${version}`, { app: name, version, ...labels }, account, ports));
  return [serviceOnly(namespace, name, { app: name }, ports), ...deployments].join('');
}

/** A Service alone. */
export function serviceOnly(namespace, name, selector, ports = { http: [80, 9080] }, labels = {}) {
  return document({
    apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, labels },
    spec: { selector, ports: Object.entries(ports).map(([port, [number, targetPort]]) => ({ name: port, port: number, targetPort })) },
  });
}

/** A workload that only calls. */
export function client(namespace, name, labels = {}) {
  return deployment(namespace, name, { app: name, ...labels }, name, {});
}

function deployment(namespace, name, labels, serviceAccountName, ports) {
  return document({
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { serviceAccountName, containers: [{ name: 'app', ports: Object.values(ports).map(([, containerPort]) => ({ containerPort })) }] },
      },
    },
  });
}

const document = (object) => `---\n${JSON.stringify(object)}\n`;
