import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { Path } from '../../../model/path';
import { podPath } from '../../../model/pod-path';
import type { Resource } from '../../../model/resource';
import { USE_WAYPOINT, WAYPOINT_CLASS, waypointOf } from '../../../model/waypoints';
import { POD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const OF_ITSELF = ['core/Namespace', 'core/Service', 'networking.istio.io/ServiceEntry', 'networking.istio.io/WorkloadEntry'] as const satisfies readonly Kind[];
const LABELLED = [...OF_ITSELF, ...POD_KINDS] as const satisfies readonly Kind[];

const mesh = (waypoint: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: ${waypoint} } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop, labels: { istio.io/waypoint-for: service } }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE }]
`;

export const waypointNotFound = defineRule({
  id: 'waypoint-not-found',
  upstream: ['KIA1313'],
  severity: 'warning',
  summary: 'A label names a waypoint that does not exist',
  why: 'Traffic then goes without a waypoint, so that no policy and no route for one is carried out.',
  fix: 'Correct the name (and `istio.io/use-waypoint-namespace`, for one of another namespace), or add the waypoint.',
  notes:
    'Waypoints are often made by `istioctl waypoint apply`, so it is reported where the input holds other waypoints of the namespace, and with `--complete`, where it is an ' +
    'error. Waypoints can be declared (`declared.gateways`). A Gateway of any class counts.',
  reads: [...LABELLED, 'gateway.networking.k8s.io/Gateway'],
  bad: mesh('waypiont'),
  good: mesh('waypoint'),
  check(context) {
    let known: Waypoints | undefined;
    const look = (each: Resource<(typeof LABELLED)[number]>, labels: Readonly<Record<string, string>>, at: Path): void => {
      if (labels[USE_WAYPOINT] === undefined) return;
      const waypoint = waypointOf({ namespace: each.kind === 'core/Namespace' ? each.name : each.namespace, labels }, undefined);
      if (waypoint === undefined) return;
      known ??= waypointsOf(context.all('gateway.networking.k8s.io/Gateway'), context.settings.declared.gateways ?? []);
      const key = `${waypoint.namespace}/${waypoint.name}`;
      if (known.keys.has(key) || !(context.settings.complete || known.namespaces.has(waypoint.namespace))) return;
      context.report(each, [...at, 'metadata', 'labels', USE_WAYPOINT], `${formatObject(each.ref)} uses the waypoint ${key}, and there is none.`, context.settings.complete ? { severity: 'error' } : {});
    };
    for (const kind of OF_ITSELF) for (const each of context.all(kind)) look(each, each.labels, []);
    // Of what makes Pods the labels of these count.
    for (const kind of POD_KINDS) for (const each of context.all(kind)) look(each, each.object.labels, podPath(kind));
  },
});

/** Gateways as `namespace/name`, and the namespaces that have waypoints. */
interface Waypoints {
  readonly keys: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
}

function waypointsOf(gateways: readonly Resource<'gateway.networking.k8s.io/Gateway'>[], declared: readonly string[]): Waypoints {
  return {
    keys: new Set([...gateways.map(({ namespace, name }) => `${namespace}/${name}`), ...declared]),
    namespaces: new Set(gateways.filter(({ object }) => object.spec?.gatewayClassName === WAYPOINT_CLASS).map(({ namespace }) => namespace)),
  };
}
