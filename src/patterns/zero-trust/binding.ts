import type { IConstruct } from 'constructs';
import { readCallSite } from '../../l1/call-site';
import { formatObject } from '../../model/finding';
import { INGRESS_USE_WAYPOINT, ingressUsesWaypoint, USE_WAYPOINT } from '../../model/waypoints';
import type { AccessEdge } from '../../constructs/access-edges';
import type { Problem } from '../../constructs/problems';
import type { Enforcer } from './rules';
import { namespaceLabels } from './surroundings';
import { isPastWaypoints, type Target } from './target';
import type { Waypoint } from './waypoint';

/** Where Services are labelled. */
interface Binding {
  readonly scope: IConstruct;
  /** The namespace as a whole is bound to the waypoint. */
  readonly bound: boolean;
}

/** Labels the Service of an edge, where the tree holds it as an object, so that its callers come through the waypoint, or past it. */
export function bindToWaypoint({ scope, bound }: Binding, waypoint: Waypoint, edge: AccessEdge, enforcer: Enforcer): void {
  if (edge.way === 'pods') return;
  if (enforcer === 'ztunnel') {
    edge.to.label(scope, USE_WAYPOINT, 'none');
    return;
  }
  if (!bound) for (const [key, value] of Object.entries(waypoint.labels())) edge.to.label(scope, key, value);
  if (edge.way === 'gateway') edge.to.label(scope, INGRESS_USE_WAYPOINT, 'true');
}

/** Labels of the Service that lead its callers elsewhere than its policies are. What cannot be seen is no problem. */
export function bindingProblems({ scope, bound }: Binding, waypoint: Waypoint, edges: readonly AccessEdge[], { reading }: Target, wasPast: boolean): readonly Problem[] {
  const [first] = edges;
  if (first === undefined) return [];
  const base = { severity: 'error', object: reading.object, source: readCallSite(first.made) } as const;
  const name = formatObject(reading.object);
  const past = isPastWaypoints(reading);
  if (past !== wasPast) {
    return [
      {
        ...base,
        rule: 'edge-not-enforced',
        path: ['spec', 'ports'],
        message: `${name} ${past ? 'speaks no HTTP, or has no address,' : 'speaks HTTP'} by now, and did not look like that when its first edge was declared.`,
        why: 'In ambient a service with HTTP has its policies at the waypoint, and one without, or a headless one, at ztunnel.',
        fix: 'Give the Service its ports before edges to it are declared.',
      },
    ];
  }
  const labels = reading.labels ?? {};
  const wanted = labels[USE_WAYPOINT];
  const through = edges.filter(({ way }) => way !== 'pods');
  const found: Problem[] = [];
  const should = past ? 'none' : waypoint.name;
  if (through.length > 0 && wanted !== undefined && wanted !== should) {
    found.push({
      ...base,
      rule: 'waypoint-not-bound',
      path: ['metadata', 'labels', USE_WAYPOINT],
      message: `${name} has the label ${USE_WAYPOINT}: ${JSON.stringify(wanted)}, and its edges are written for ${JSON.stringify(should)}.`,
      why: past ? 'The edges of this service are held by ztunnel, and a waypoint is not the caller that they allow.' : 'Only the waypoint that its callers come through carries out the policies of a Service.',
      fix: `Take the label off, or set it to ${JSON.stringify(should)}${past ? '' : '; or name that waypoint to the ZeroTrustNamespace'}.`,
    });
  }
  const around = namespaceLabels(scope, reading.namespace ?? '');
  if (through.length > 0 && wanted === undefined && !past && !bound && around !== undefined && around[USE_WAYPOINT] !== waypoint.name) {
    found.push({
      ...base,
      rule: 'waypoint-not-bound',
      path: ['metadata', 'labels', USE_WAYPOINT],
      message: `${name} is not bound to waypoint ${JSON.stringify(waypoint.name)}: neither it nor its Namespace has the label ${USE_WAYPOINT}: ${JSON.stringify(waypoint.name)}.`,
      why: 'Callers go straight to its pods, which take connections from the waypoint only, so nobody gets in.',
      fix: 'Give the ZeroTrustNamespace the Namespace object (namespace), or MeshService.of the Service object: they are labelled then.',
    });
  }
  const ingress = labels[INGRESS_USE_WAYPOINT];
  const entry = edges.find(({ way }) => way === 'gateway');
  if (entry !== undefined && !past && ingress !== undefined && !ingressUsesWaypoint({ labels }, undefined)) {
    found.push({
      ...base,
      source: readCallSite(entry.made),
      rule: 'waypoint-not-bound',
      path: ['metadata', 'labels', INGRESS_USE_WAYPOINT],
      message: `${name} has the label ${INGRESS_USE_WAYPOINT}: ${JSON.stringify(ingress)}, and a gateway has an edge to it.`,
      why: 'A gateway that leaves the waypoint out comes straight to the pods, which take connections from the waypoint only.',
      fix: `Set the label to "true", or declare the gateway with via: 'pods'.`,
    });
  }
  return found;
}
