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
  /** The listener of the Gateway. Default: all of them. */
  readonly sectionName?: string;
  readonly port?: number;
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

/** What a filter of a rule does, as far as it sends requests somewhere. */
export interface RouteFilter {
  readonly requestMirror?: { readonly backendRef?: BackendRef };
}

export interface RouteRule {
  readonly backendRefs?: readonly BackendRef[];
  /** HTTPRoute and GRPCRoute only. */
  readonly filters?: readonly RouteFilter[];
}

/** HTTPRoute, GRPCRoute, TLSRoute and TCPRoute: what all of them have. */
export interface BackendRoute {
  readonly spec?: {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly ParentRef[];
    readonly rules?: readonly RouteRule[];
  };
}

/** A label selector as it is written. */
export interface WrittenSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key?: string; readonly operator?: string; readonly values?: readonly string[] }[];
}

export interface GatewayApiListener {
  readonly name?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly allowedRoutes?: {
    /** Whose routes may be attached, by the namespace. `from` is `All`, `Selector` or `Same`, which is the default. */
    readonly namespaces?: { readonly from?: string; readonly selector?: WrittenSelector };
  };
}

export interface GatewayApiGateway {
  readonly spec?: {
    readonly gatewayClassName?: string;
    readonly listeners?: readonly GatewayApiListener[];
    readonly addresses?: readonly { readonly type?: string; readonly value?: string }[];
  };
}

export interface ReferenceGrant {
  readonly spec?: {
    readonly from?: readonly { readonly group?: string; readonly kind?: string; readonly namespace?: string }[];
    readonly to?: readonly { readonly group?: string; readonly kind?: string; readonly name?: string }[];
  };
}

export type GatewayClass = Record<never, never>;
