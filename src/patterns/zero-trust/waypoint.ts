import type { Construct } from 'constructs';
import { Gateway } from '../../../imports/gateway-api';
import { AuthorizationPolicy } from '../../../imports/security';
import { asText, fieldAt } from '../../model/values';
import { GATEWAY_SERVICE_ACCOUNT, HBONE_PORT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE, WAYPOINT_CLASS, WAYPOINT_FOR } from '../../model/waypoints';
import { Identity } from '../../constructs/identity';

/** The waypoint of a namespace: the proxy that reads HTTP for its services in ambient. */
export interface WaypointOptions {
  /** Name of its Gateway. Default: `waypoint`. */
  readonly name?: string;
  /** The namespace that it runs in. Default: the namespace itself. A waypoint of another namespace is not made here. */
  readonly namespace?: string;
  /** The account that it runs as. Default: Istio makes one of the name of the Gateway. */
  readonly serviceAccount?: string;
}

/** The waypoint that a namespace uses, with the objects that are made for it. */
export class Waypoint {
  readonly name: string;
  readonly namespace: string;
  /** Absent for a waypoint of another namespace, which is made there. */
  readonly gateway?: Gateway;
  /** What is allowed nowhere is denied by it, for Services without an edge as well. */
  readonly denyAll?: AuthorizationPolicy;
  private readonly account?: string;
  private readonly own: string;

  constructor(scope: Construct, own: string, options: WaypointOptions = {}) {
    this.own = own;
    this.name = options.name ?? 'waypoint';
    this.namespace = options.namespace ?? own;
    this.account = options.serviceAccount;
    if (this.namespace !== own) return;
    this.gateway = new Gateway(scope, 'waypoint', {
      metadata: {
        name: this.name,
        namespace: own,
        labels: { [WAYPOINT_FOR]: 'service' },
        ...(this.account === undefined ? {} : { annotations: { [GATEWAY_SERVICE_ACCOUNT]: this.account } }),
      },
      spec: {
        gatewayClassName: WAYPOINT_CLASS,
        // Whose routes are taken is the default, written out: what the API server would add to an item of a list looks like drift.
        listeners: [{ name: 'mesh', port: HBONE_PORT, protocol: 'HBONE', allowedRoutes: { namespaces: { from: 'Same' } } }],
      },
    });
    this.denyAll = new AuthorizationPolicy(scope, 'deny-all-at-waypoint', {
      metadata: { name: 'deny-all-at-waypoint', namespace: own },
      spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: this.name }] },
    });
  }

  /** The labels that bind a Service, or a namespace, to it. */
  labels(): Readonly<Record<string, string>> {
    return { [USE_WAYPOINT]: this.name, ...(this.namespace === this.own ? {} : { [USE_WAYPOINT_NAMESPACE]: this.namespace }) };
  }

  /** Who it is to the pods behind it: what its Gateway says when it is written counts. */
  identity(): Identity {
    return Identity.from(() => ({ namespace: this.namespace, serviceAccount: this.serviceAccount() }));
  }

  private serviceAccount(): string {
    if (this.gateway === undefined) return this.account ?? this.name;
    return asText(fieldAt(this.gateway.toJson(), 'metadata', 'annotations', GATEWAY_SERVICE_ACCOUNT)) ?? this.name;
  }
}
