import { App, Chart } from 'cdk8s';
import { configureMesh, type MeshOptions } from '../../src/constructs/mesh-settings';
import { Identity } from '../../src/constructs/identity';
import { MeshService } from '../../src/constructs/mesh-service';

/** A service of namespace shop with one HTTP port, whose container listens on 9080. */
export function shopService(name: string): ReturnType<typeof MeshService.of> & { identity: Identity } {
  return MeshService.of({ name, namespace: 'shop', ports: [{ name: 'http', port: 80, targetPort: 9080 }], selector: { app: name }, serviceAccount: name });
}

export const gateway = Identity.of({ namespace: 'istio-system', serviceAccount: 'ingress' });
export const prometheus = Identity.of({ namespace: 'monitoring', serviceAccount: 'prometheus' });
export const db = MeshService.of({ name: 'db', namespace: 'shop', ports: [{ name: 'tcp-db', port: 5432 }], selector: { app: 'db' } });

/** An App with a chart in namespace shop. */
export function shop(options?: MeshOptions): { app: App; chart: Chart } {
  const app = new App();
  if (options !== undefined) configureMesh(app, options);
  return { app, chart: new Chart(app, 'shop', { namespace: 'shop' }) };
}
