import type { IConstruct } from 'constructs';
import { compareText } from '../model/values';
import { mapPerTree } from './per-tree';
import type { KeyedService, ServiceKey } from './service-reading';

/** A Service of its own for one version, `reviews-v1`: what the Gateway API can route to where subsets do not exist. */
export interface VersionService {
  readonly version: string;
  /** Its `metadata.name`; its namespace is that of the service. */
  readonly name: string;
}

/** By service, then by name. */
const VERSION_SERVICES = mapPerTree<string, Map<string, VersionService>>('version-services');

/** Says that a tree holds a Service for one version of `service`, so that policies on the service cover it as well. */
export function noteVersionService(scope: IConstruct, service: KeyedService, made: VersionService): void {
  const noted = VERSION_SERVICES.of(scope);
  const key = keyText(service.key());
  const ofService = noted.get(key) ?? new Map<string, VersionService>();
  ofService.set(made.name, made);
  noted.set(key, ofService);
}

/** The per-version Services of `service` that the tree of `scope` holds, by name. Ask at synth: they may come late. */
export function versionServicesOf(scope: IConstruct, service: KeyedService): readonly VersionService[] {
  const ofService = VERSION_SERVICES.of(scope).get(keyText(service.key()));
  return [...(ofService?.values() ?? [])].sort((a, b) => compareText(a.name, b.name));
}

function keyText({ kind, namespace = '', name }: ServiceKey): string {
  return JSON.stringify([kind, namespace, name]);
}
