import type { IConstruct } from 'constructs';
import { compareText } from '../model/values';
import type { KeyedService, ServiceKey } from './service-reading';

/** A Service of its own for one version, `reviews-v1`: what the Gateway API can route to where subsets do not exist. */
export interface VersionService {
  readonly version: string;
  /** Its `metadata.name`; its namespace is that of the service. */
  readonly name: string;
}

const VERSION_SERVICES = Symbol.for('cdk8s-istio.version-services');

/** Says that a tree holds a Service for one version of `service`, so that policies on the service cover it as well. */
export function noteVersionService(scope: IConstruct, service: KeyedService, made: VersionService): void {
  const noted = notedIn(scope.node.root);
  const key = keyText(service.key());
  const ofService = noted.get(key) ?? new Map<string, VersionService>();
  ofService.set(made.name, made);
  noted.set(key, ofService);
}

/** The per-version Services of `service` that the tree of `scope` holds, by name. Ask at synth: they may come late. */
export function versionServicesOf(scope: IConstruct, service: KeyedService): readonly VersionService[] {
  const ofService = notedIn(scope.node.root).get(keyText(service.key()));
  return [...(ofService?.values() ?? [])].sort((a, b) => compareText(a.name, b.name));
}

function keyText({ kind, namespace = '', name }: ServiceKey): string {
  return JSON.stringify([kind, namespace, name]);
}

function notedIn(root: IConstruct): Map<string, Map<string, VersionService>> {
  const held: unknown = Reflect.get(root, VERSION_SERVICES);
  if (held instanceof Map) return held;
  const noted = new Map<string, Map<string, VersionService>>();
  Object.defineProperty(root, VERSION_SERVICES, { value: noted });
  return noted;
}
