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
  readonly port?: number;
  /** Default: 1. */
  readonly weight?: number;
}

/** Where a request is sent instead; what is not said stays as it was. */
export interface RequestRedirect {
  readonly scheme?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly path?: { readonly type?: string; readonly replaceFullPath?: string; readonly replacePrefixMatch?: string };
}

/** What a filter of a rule does, as far as it sends requests somewhere. */
export interface RouteFilter {
  readonly type?: string;
  readonly requestMirror?: { readonly backendRef?: BackendRef };
  readonly requestRedirect?: RequestRedirect;
}

/** A text of a match; `type` is `Exact`, which is the default, or `RegularExpression`. For paths `PathPrefix` is the default. */
export interface ValueMatch {
  readonly type?: string;
  readonly value?: string;
}

export interface NamedMatch extends ValueMatch {
  readonly name?: string;
}

/** A call of gRPC. */
export interface GrpcMethodMatch {
  readonly type?: string;
  readonly service?: string;
  readonly method?: string;
}

export interface RouteMatch {
  readonly path?: ValueMatch;
  /** A text for HTTP, a call for gRPC. */
  readonly method?: string | GrpcMethodMatch;
  readonly headers?: readonly NamedMatch[];
  readonly queryParams?: readonly NamedMatch[];
}

export interface RouteRule {
  /** HTTPRoute and GRPCRoute only. */
  readonly matches?: readonly RouteMatch[];
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
  readonly tls?: { readonly mode?: string };
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

/** Has the callers of a backend start TLS. */
export interface BackendTlsPolicy {
  readonly spec?: { readonly targetRefs?: readonly { readonly group?: string; readonly kind?: string; readonly name?: string }[] };
}

export type GatewayClass = Record<never, never>;
