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

/** What a contributor wants of the mesh VirtualService of a host. */
export interface RouteParts {
  /**
   * Routes for chosen requests; each has a `match`. They stand before the rest, in the order of the text of their
   * matches. Two routes with one match are merged field by field.
   */
  readonly chosen?: readonly ChosenRoute[];
  /** What happens to all other requests, merged field by field. Nobody says a `route`: they go to the host. */
  readonly rest?: Omit<networking.HTTPRoute, 'match'>;
}

/**
 * One HTTP port of the host. A service with several gets its routes once for each, because Istio wants to be told the
 * port of every destination then.
 */
export interface Lane {
  /** The host, or one version of it, on the port of this lane. */
  destination(subset?: string): networking.Destination;
}

/** A wish told at synth: content may depend on settings and on the service as it is by then. */
export interface Contribution<In, Out> {
  readonly by: IConstruct;
  readonly parts: (input: In) => Out;
}
