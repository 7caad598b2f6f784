/**
 * What the wire holds for the networking kinds, as far as checks read it. Every field is optional: an
 * object that breaks its schema is still read as far as it can be.
 * Reference: https://istio.io/latest/docs/reference/config/networking/
 */

export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

export interface Destination {
  readonly host?: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

export interface RouteDestination {
  readonly destination?: Destination;
  readonly weight?: number;
  readonly headers?: { readonly response?: { readonly set?: Readonly<Record<string, string>>; readonly add?: Readonly<Record<string, string>> } };
}

export interface HttpMatch {
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly gateways?: readonly string[];
  readonly ignoreUriCase?: boolean;
  readonly statPrefix?: string;
}

/** A match of a `tls` or `tcp` route. */
export interface StreamMatch {
  readonly sniHosts?: readonly string[];
  readonly destinationSubnets?: readonly string[];
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
  readonly gateways?: readonly string[];
}

export interface HttpRoute {
  readonly name?: string;
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly RouteDestination[];
  readonly redirect?: HttpRedirect;
  readonly mirror?: Destination;
  readonly mirrors?: readonly { readonly destination?: Destination }[];
  readonly delegate?: { readonly name?: string; readonly namespace?: string };
  readonly fault?: { readonly delay?: { readonly percent?: number } };
  /** As a duration of Go: `5s`. */
  readonly timeout?: string;
  readonly retries?: HttpRetry;
}

/** Where a request is sent instead; what is not said stays as it was. */
export interface HttpRedirect {
  readonly uri?: string;
  /** In place of the prefix that was matched. */
  readonly prefixRewrite?: string;
  readonly authority?: string;
  readonly scheme?: string;
  readonly port?: number;
}

export interface HttpRetry {
  readonly attempts?: number;
  readonly perTryTimeout?: string;
  readonly retryOn?: string;
}

export interface StreamRoute {
  readonly match?: readonly StreamMatch[];
  readonly route?: readonly RouteDestination[];
}

export interface VirtualService {
  readonly spec?: {
    readonly hosts?: readonly string[];
    readonly gateways?: readonly string[];
    readonly exportTo?: readonly string[];
    readonly http?: readonly HttpRoute[];
    readonly tls?: readonly StreamRoute[];
    readonly tcp?: readonly StreamRoute[];
  };
}

export type ClientTlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

export interface ClientTls {
  readonly mode?: ClientTlsMode;
  readonly caCertificates?: string;
  readonly credentialName?: string;
  readonly insecureSkipVerify?: boolean;
}

/** What a traffic policy can say for one port as well as for all. */
export interface CommonTrafficPolicy {
  readonly tls?: ClientTls;
  readonly loadBalancer?: LoadBalancer;
  readonly connectionPool?: { readonly http?: unknown };
  readonly outlierDetection?: unknown;
}

export interface PortTrafficPolicy extends CommonTrafficPolicy {
  readonly port?: { readonly number?: number };
}

export interface TrafficPolicy extends CommonTrafficPolicy {
  readonly portLevelSettings?: readonly PortTrafficPolicy[];
}

export interface LoadBalancer {
  readonly consistentHash?: {
    readonly httpHeaderName?: string;
    readonly httpCookie?: { readonly name?: string };
    readonly httpQueryParameterName?: string;
    readonly useSourceIp?: boolean;
  };
  readonly localityLbSetting?: LocalityLoadBalancing;
}

export interface LocalityLoadBalancing {
  readonly enabled?: boolean;
  readonly distribute?: readonly unknown[];
  readonly failover?: readonly unknown[];
  readonly failoverPriority?: readonly string[];
}

export interface Subset {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly trafficPolicy?: TrafficPolicy;
}

export interface DestinationRule {
  readonly spec?: {
    readonly host?: string;
    readonly subsets?: readonly Subset[];
    readonly trafficPolicy?: TrafficPolicy;
    readonly exportTo?: readonly string[];
    readonly workloadSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  };
}

export interface GatewayServer {
  readonly port?: { readonly number?: number; readonly protocol?: string; readonly name?: string };
  readonly hosts?: readonly string[];
  readonly bind?: string;
  readonly tls?: ServerTls;
}

export interface ServerTls {
  readonly mode?: string;
  readonly httpsRedirect?: boolean;
  readonly credentialName?: string;
  readonly credentialNames?: readonly string[];
  readonly serverCertificate?: string;
  readonly privateKey?: string;
}

export interface Gateway {
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly servers?: readonly GatewayServer[];
  };
}

export interface ServicePort {
  readonly number?: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly targetPort?: number;
}

export interface ServiceEntry {
  readonly spec?: {
    readonly hosts?: readonly string[];
    readonly ports?: readonly ServicePort[];
    readonly exportTo?: readonly string[];
    readonly addresses?: readonly string[];
    readonly location?: string;
    readonly resolution?: string;
    readonly endpoints?: readonly { readonly address?: string; readonly ports?: Readonly<Record<string, number>>; readonly labels?: Readonly<Record<string, string>> }[];
    readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
  };
  /** What istiod has given it, where the object comes from a cluster. */
  readonly status?: { readonly addresses?: readonly unknown[] };
}

export interface WorkloadEntry {
  readonly spec?: { readonly labels?: Readonly<Record<string, string>>; readonly serviceAccount?: string };
}

/** `spec.template` of a WorkloadGroup is a WorkloadEntry; its labels come from `spec.metadata`. */
export interface WorkloadGroup {
  readonly spec?: {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
    readonly template?: { readonly serviceAccount?: string };
  };
}

export interface Sidecar {
  readonly spec?: {
    readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
    readonly egress?: readonly { readonly hosts?: readonly string[] }[];
    readonly outboundTrafficPolicy?: { readonly mode?: string; readonly egressProxy?: unknown };
  };
}

export interface EnvoyFilter {
  readonly spec?: {
    readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
    readonly targetRefs?: readonly unknown[];
    readonly priority?: number;
    readonly configPatches?: readonly EnvoyPatch[];
  };
}

export interface EnvoyPatch {
  readonly applyTo?: string;
  readonly match?: {
    readonly proxy?: { readonly proxyVersion?: string };
    readonly listener?: { readonly filterChain?: { readonly filter?: { readonly name?: string } } };
  };
  readonly patch?: { readonly operation?: string; readonly value?: unknown };
}
