import { dataPlaneOfNamespace, dataPlaneOfWorkload, isGatewayPod } from '../model/data-plane';
import { isEmptySelector } from '../model/selectors';
import { waypointOf } from '../model/waypoints';
import type { RuleContext } from './context';

type Labels = Readonly<Record<string, string>>;

/** What a selector of an ambient namespace is for. */
export interface Reach {
  /** Only gateways or workloads with a sidecar, which read HTTP themselves. */
  readonly forProxies: boolean;
  /** Something without a waypoint. */
  readonly unenrolled: boolean;
  /** Workloads of the input without a waypoint. */
  readonly workloads: boolean;
}

/** What a selector of a namespace that is ambient reaches. */
export function reach(context: RuleContext, namespace: string, selector: Labels): Reach {
  const around = context.namespaces.get(namespace);
  const wide = isEmptySelector(selector);
  const ofNamespace = dataPlaneOfNamespace(around, context.settings);
  const matching = context.workloads.matching(selector, namespace);
  const ambient = matching.filter(({ pod }) => !(pod !== undefined && isGatewayPod(pod)) && dataPlaneOfWorkload(pod, ofNamespace).kind === 'ambient');
  const named = Object.keys(selector).some((key) => key === 'istio' || key.startsWith('gateway.networking.k8s.io/'));
  const known = around !== undefined || context.settings.complete;
  const workloads = known && ambient.some(({ labels }) => waypointOf({ namespace, labels }, around) === undefined);
  return {
    forProxies: !wide && (named || (matching.length > 0 && ambient.length === 0)),
    unenrolled: wide || ambient.length === 0 ? known && waypointOf({ namespace, labels: {} }, around) === undefined : workloads,
    workloads,
  };
}
