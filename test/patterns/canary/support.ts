import { App, Chart } from 'cdk8s';
import { MeshService } from '../../../src/constructs/mesh-service';
import type { ServicePort } from '../../../src/constructs/service-source';
import { manifests, yaml } from '../../constructs/tree';

export type Versions = 'v1' | 'v2' | 'v3';
export const versions = { v1: { version: 'v1' }, v2: { version: 'v2' }, v3: { version: 'v3' } };
export const HOST = 'reviews.shop.svc.cluster.local';

export function reviewsOn(ports: readonly ServicePort[]): MeshService<Versions> {
  return MeshService.of({ name: 'reviews', namespace: 'shop', selector: { app: 'reviews' }, ports }, { versions });
}

export const reviews = reviewsOn([{ name: 'http', port: 80 }]);

export function tree(): { app: App; chart: Chart } {
  const app = new App();
  return { app, chart: new Chart(app, 'team', { namespace: 'team' }) };
}

/** The part of a manifest that a test is about. */
export function specOf(app: App, name: string): unknown {
  const manifest = manifests(app)[name];
  return typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'spec') : undefined;
}

/** The routes of a VirtualService, or the rules of an HTTPRoute. */
export function routes(app: App, name: string): unknown {
  const spec = specOf(app, name);
  return typeof spec === 'object' && spec !== null ? (Reflect.get(spec, 'http') ?? Reflect.get(spec, 'rules')) : undefined;
}

export { yaml };
