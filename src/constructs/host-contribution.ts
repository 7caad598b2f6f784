import type { IConstruct } from 'constructs';
import type * as networking from '../../imports/networking';

/** What a contributor wants of the DestinationRule of a host. */
export interface PolicyParts {
  /** Subsets by name. The same name with other labels is a disagreement. */
  readonly subsets?: Readonly<Record<string, Omit<networking.Subset, 'name'>>>;
  /** Merged field by field with what others want. */
  readonly trafficPolicy?: networking.TrafficPolicy;
}

/** A route for some requests only. */
export interface ChosenRoute extends networking.HTTPRoute {
  readonly match: readonly networking.HTTPMatchRequest[];
}

/** What a contributor wants of the routes to a host. */
export interface RouteParts {
  /**
   * Routes for chosen requests; each has a `match`. They stand before the rest, in the order of the text of their
   * matches. Two routes with one match are merged field by field; two that send the same requests to different places
   * are a disagreement.
   */
  readonly chosen?: readonly ChosenRoute[];
  /** Routes for requests that bring back a mark of an earlier answer: after the chosen, before the rest. */
  readonly returning?: readonly ChosenRoute[];
  /** What happens to all other requests, merged field by field. Nobody says a `route`: they go to the host. Only at a gateway may it have a `match`. */
  readonly rest?: networking.HTTPRoute;
}

/** What a contributor wants of the VirtualService that a host has at some gateways. */
export interface EntryParts extends RouteParts {
  /** Hosts that callers outside ask for. All contributors say the same. */
  readonly hosts: readonly string[];
}

/**
 * One HTTP port of the host. A service with several gets its routes once for each, because Istio wants to be told the
 * port of every destination then.
 */
export interface Lane {
  /** The port; absent where one object has the routes of one port. */
  readonly port?: number;
  /** The host, or one version of it, on the port of this lane. */
  destination(version?: string): networking.Destination;
}

/** A wish told at synth: content may depend on settings and on the service as it is by then. */
export interface Contribution<In, Out> {
  readonly by: IConstruct;
  readonly parts: (input: In) => Out;
}
