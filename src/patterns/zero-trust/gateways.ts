import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PerRender } from '../../constructs/per-render';
import { targetRefsOf } from '../../model/policy-target';
import { readKind } from '../../model/kinds';
import { asText, fieldAt } from '../../model/values';
import { WAYPOINT_CLASS } from '../../model/waypoints';

const GROUP = 'gateway.networking.k8s.io/';

/** Gateways of the Gateway API by namespace, with whether some policy is for them. */
const GATEWAYS = new PerRender((root) => {
  const objects = root.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
  const opened = new Set(
    objects
      .filter(({ kind, apiVersion }) => kind === 'AuthorizationPolicy' && apiVersion.startsWith('security.istio.io/'))
      .flatMap((object) => {
        const manifest = written(object);
        const { spec } = readKind('security.istio.io/AuthorizationPolicy', manifest ?? {});
        return targetRefsOf(spec).flatMap(({ kind, name }) => (kind === 'Gateway' ? [`${asText(fieldAt(manifest, 'metadata', 'namespace'))}/${name}`] : []));
      }),
  );
  const closed = new Map<string, string[]>();
  for (const object of objects.filter(({ kind, apiVersion }) => kind === 'Gateway' && apiVersion.startsWith(GROUP))) {
    const manifest = written(object);
    const [namespace = '', name = ''] = [asText(fieldAt(manifest, 'metadata', 'namespace')), asText(fieldAt(manifest, 'metadata', 'name'))];
    if (fieldAt(manifest, 'spec', 'gatewayClassName') === WAYPOINT_CLASS || opened.has(`${namespace}/${name}`)) continue;
    closed.set(namespace, [...(closed.get(namespace) ?? []), name]);
  }
  return closed;
});

/** Names of the Gateways whose pods run in a namespace and that no policy is for. */
export function closedGateways(scope: IConstruct, namespace: string): readonly string[] {
  return [...(GATEWAYS.of(scope).get(namespace) ?? [])].sort();
}

/** An object that cannot be written is a finding of its own. */
function written(object: ApiObject): unknown {
  try {
    return object.toJson();
  } catch {
    return undefined;
  }
}
