/**
 * What the wire holds for the Gateway API's kinds, as far as checks read it. The schema fills in the defaults; an object
 * of an unknown version has none.
 * Reference: https://gateway-api.sigs.k8s.io/reference/spec/
 */

/** What a route is attached to: a Gateway, or a Service for traffic inside the mesh. */
export interface ParentRef {
  /** Default: `gateway.networking.k8s.io`. */
  readonly group?: string;
  /** Default: `Gateway`. */
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface BackendRef {
  /** Default: the group without a name. */
  readonly group?: string;
  /** Default: `Service`. */
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Default: 1. */
  readonly weight?: number;
}

/** HTTPRoute and GRPCRoute: what both have. */
export interface BackendRoute {
  readonly spec?: {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly ParentRef[];
    readonly rules?: readonly { readonly backendRefs?: readonly BackendRef[] }[];
  };
}

export interface GatewayApiGateway {
  readonly spec?: { readonly gatewayClassName?: string; readonly listeners?: readonly { readonly hostname?: string }[] };
}
