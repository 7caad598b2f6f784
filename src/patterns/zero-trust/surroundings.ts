import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PerRender } from '../../constructs/per-render';
import { resourcesIn, type TreeResource } from '../../constructs/tree-resources';
import { writtenObject } from '../../constructs/written-object';
import { readKind } from '../../model/kinds';
import { MultiMap } from '../../model/multi-map';
import { targetRefsOf } from '../../model/policy-target';
import { isEmptySelector } from '../../model/selectors';
import { asText, asTextMap, fieldAt } from '../../model/values';
import { WAYPOINT_CLASS } from '../../model/waypoints';

const GROUP = 'gateway.networking.k8s.io/';

/** What a tree holds around the services of a namespace. */
interface Surroundings {
  /** Gateways of the Gateway API that no policy is for, by namespace. */
  readonly closed: ReadonlyMap<string, readonly string[]>;
  /** Labels of Namespace objects, by name. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Services with selectors, by namespace. */
  readonly services: MultiMap<string, SurroundingService>;
}

/** A Service of a tree. */
export interface SurroundingService {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
}

const SURROUNDINGS = new PerRender((root): Surroundings => {
  const opened = new Set<string>();
  const gateways: { readonly namespace: string; readonly name: string }[] = [];
  const namespaces = new Map<string, Readonly<Record<string, string>>>();
  const services = new MultiMap<string, SurroundingService>();
  for (const object of root.node.findAll()) {
    if (!ApiObject.isApiObject(object)) continue;
    const { kind, apiVersion } = object;
    if (kind === 'AuthorizationPolicy' && apiVersion.startsWith('security.istio.io/')) {
      const manifest = writtenObject(object);
      const { spec } = readKind('security.istio.io/AuthorizationPolicy', manifest ?? {});
      for (const { kind: target, name } of targetRefsOf(spec)) if (target === 'Gateway') opened.add(`${metadataOf(manifest).namespace}/${name}`);
    } else if (kind === 'Gateway' && apiVersion.startsWith(GROUP)) {
      const manifest = writtenObject(object);
      if (fieldAt(manifest, 'spec', 'gatewayClassName') !== WAYPOINT_CLASS) gateways.push(metadataOf(manifest));
    } else if (kind === 'Namespace' && apiVersion === 'v1') {
      const manifest = writtenObject(object);
      namespaces.set(metadataOf(manifest).name, asTextMap(fieldAt(manifest, 'metadata', 'labels')));
    } else if (kind === 'Service' && apiVersion === 'v1') {
      const manifest = writtenObject(object);
      const { namespace, name } = metadataOf(manifest);
      const selector = asTextMap(fieldAt(manifest, 'spec', 'selector'));
      if (!isEmptySelector(selector)) services.add(namespace, { name, selector, labels: asTextMap(fieldAt(manifest, 'metadata', 'labels')) });
    }
  }
  const closed = new Map<string, string[]>();
  for (const { namespace, name } of gateways) {
    if (!opened.has(`${namespace}/${name}`)) closed.set(namespace, [...(closed.get(namespace) ?? []), name]);
  }
  return { closed, namespaces, services };
});

/** Labels of the Namespace object of a tree; absent where it holds none of this name. */
export function namespaceLabels(scope: IConstruct, namespace: string): Readonly<Record<string, string>> | undefined {
  return SURROUNDINGS.of(scope).namespaces.get(namespace);
}

/** The Services of a tree in a namespace. */
export function servicesAround(scope: IConstruct, namespace: string): readonly SurroundingService[] {
  return SURROUNDINGS.of(scope).services.get(namespace);
}

const WAYPOINTS = new PerRender((root) => new Map(resourcesIn(root, ['gateway.networking.k8s.io/Gateway']).map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway])));

/** The Gateway of a waypoint; absent where the tree does not hold it. */
export function waypointGateway(scope: IConstruct, namespace: string, name: string): TreeResource<'gateway.networking.k8s.io/Gateway'> | undefined {
  return WAYPOINTS.of(scope).get(`${namespace}/${name}`);
}

/** Names of the Gateways whose pods run in a namespace and that no policy is for. */
export function closedGateways(scope: IConstruct, namespace: string): readonly string[] {
  return [...(SURROUNDINGS.of(scope).closed.get(namespace) ?? [])].sort();
}

function metadataOf(manifest: unknown): { readonly namespace: string; readonly name: string } {
  const text = (key: string): string => asText(fieldAt(manifest, 'metadata', key)) ?? '';
  return { namespace: text('namespace'), name: text('name') };
}
