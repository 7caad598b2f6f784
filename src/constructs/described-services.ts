import type { IConstruct } from 'constructs';
import type { MeshSettings } from '../model/settings';
import { meshSettings } from './mesh-settings';
import { setPerTree } from './per-tree';
import type { Problem } from './problems';

/** What a service says of its host when it is asked. */
export interface HostReading {
  readonly host: string;
  /** Why the host cannot be relied on; empty when it can. */
  readonly problems: readonly Problem[];
  /** The service was told in words, or is an object of another program: it exists although the tree does not hold it. */
  readonly described: boolean;
}

/** A service whose host can be asked for. */
export interface DestinationHost {
  /** @internal */
  readHost(scope: IConstruct): HostReading;
}

const SERVICES = setPerTree<DestinationHost>('services');

/** Remembers that the tree of `scope` counts on `service`. */
export function noteService(scope: IConstruct, service: DestinationHost): void {
  SERVICES.of(scope).add(service);
}

const GATEWAYS = setPerTree<string>('gateways');

/** Remembers that the tree of `scope` counts on a gateway, told as `namespace/name`, that it need not hold. */
export function noteGateway(scope: IConstruct, gateway: string): void {
  GATEWAYS.of(scope).add(gateway);
}

/** The settings of a tree for checks: hosts and gateways that it is told of without holding them are declared. */
export function settingsWithServices(root: IConstruct): MeshSettings {
  const settings = meshSettings(root);
  const readings = [...SERVICES.of(root)].map((service) => service.readHost(root));
  const described = readings.filter((reading) => reading.described && reading.problems.length === 0).map(({ host }) => host);
  return withDeclared(withDeclared(settings, 'hosts', described), 'gateways', [...GATEWAYS.of(root)]);
}

function withDeclared(settings: MeshSettings, what: 'hosts' | 'gateways', added: readonly string[]): MeshSettings {
  if (added.length === 0) return settings;
  const all = [...new Set([...(settings.declared[what] ?? []), ...added])].sort();
  return { ...settings, declared: { ...settings.declared, [what]: all } };
}
