// Generated from istio.io/api v1.31.1 by "npm run generate". Do not edit.

import type { Construct } from 'constructs';
import { type DurationValue, type GroupVersionKind, type JsonValue, type Manifest, TypedApiObject, type TypedApiObjectProps } from '../src/l1/generated';

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch */
export type StringMatch =
  | {
      readonly exact: string;
      readonly prefix?: never;
      readonly regex?: never;
    }
  | {
      readonly prefix: string;
      readonly exact?: never;
      readonly regex?: never;
    }
  | {
      readonly regex: string;
      readonly exact?: never;
      readonly prefix?: never;
    }
  | {
      readonly exact?: never;
      readonly prefix?: never;
      readonly regex?: never;
    };

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings */
export type LoadBalancerSettings = {
  readonly localityLbSetting?: LocalityLoadBalancerSetting;
  readonly warmup?: WarmupConfiguration;
  readonly warmupDurationSecs?: DurationValue;
  /** @since Istio 1.31 */
  readonly zoneAwareLbSetting?: ZoneAwareLoadBalancerSetting;
} & (
  | {
      readonly simple: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';
      readonly consistentHash?: never;
    }
  | {
      readonly consistentHash: LoadBalancerSettingsConsistentHashLB;
      readonly simple?: never;
    }
  | {
      readonly simple?: never;
      readonly consistentHash?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB */
export type LoadBalancerSettingsConsistentHashLB = {
  /** At least 0. */
  readonly minimumRingSize?: number;
} & (
  | {
      readonly httpHeaderName: string;
      readonly httpCookie?: never;
      readonly useSourceIp?: never;
      readonly httpQueryParameterName?: never;
    }
  | {
      readonly httpCookie: LoadBalancerSettingsConsistentHashLBHTTPCookie;
      readonly httpHeaderName?: never;
      readonly useSourceIp?: never;
      readonly httpQueryParameterName?: never;
    }
  | {
      readonly useSourceIp: boolean;
      readonly httpHeaderName?: never;
      readonly httpCookie?: never;
      readonly httpQueryParameterName?: never;
    }
  | {
      readonly httpQueryParameterName: string;
      readonly httpHeaderName?: never;
      readonly httpCookie?: never;
      readonly useSourceIp?: never;
    }
  | {
      readonly httpHeaderName?: never;
      readonly httpCookie?: never;
      readonly useSourceIp?: never;
      readonly httpQueryParameterName?: never;
    }
) &
  (
    | {
        readonly ringHash: LoadBalancerSettingsConsistentHashLBRingHash;
        readonly maglev?: never;
      }
    | {
        readonly maglev: LoadBalancerSettingsConsistentHashLBMagLev;
        readonly ringHash?: never;
      }
    | {
        readonly ringHash?: never;
        readonly maglev?: never;
      }
  );

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch */
export type EnvoyFilterEnvoyConfigObjectMatch = {
  readonly context?: 'ANY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND' | 'GATEWAY' | 'WAYPOINT';
  readonly proxy?: EnvoyFilterProxyMatch;
} & (
  | {
      readonly listener: EnvoyFilterListenerMatch;
      readonly routeConfiguration?: never;
      readonly cluster?: never;
      readonly waypoint?: never;
    }
  | {
      readonly routeConfiguration: EnvoyFilterRouteConfigurationMatch;
      readonly listener?: never;
      readonly cluster?: never;
      readonly waypoint?: never;
    }
  | {
      readonly cluster: EnvoyFilterClusterMatch;
      readonly listener?: never;
      readonly routeConfiguration?: never;
      readonly waypoint?: never;
    }
  | {
      readonly waypoint: EnvoyFilterWaypointMatch;
      readonly listener?: never;
      readonly routeConfiguration?: never;
      readonly cluster?: never;
    }
  | {
      readonly listener?: never;
      readonly routeConfiguration?: never;
      readonly cluster?: never;
      readonly waypoint?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter */
export type EnvoyFilterSpec = {
  readonly configPatches?: readonly EnvoyFilterEnvoyConfigObjectPatch[];
  readonly priority?: number;
} & (
  | {
      readonly workloadSelector: WorkloadSelector;
      readonly targetRefs?: never;
    }
  | {
      /** At most 16 items. */
      readonly targetRefs: readonly PolicyTargetReference[];
      readonly workloadSelector?: never;
    }
  | {
      readonly workloadSelector?: never;
      readonly targetRefs?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings */
export type ServerTLSSettings = {
  readonly caCertCredentialName?: string;
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly cipherSuites?: readonly string[];
  readonly httpsRedirect?: boolean;
  /** @since Istio 1.31 */
  readonly insecureSkipVerify?: boolean;
  readonly maxProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';
  readonly minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';
  readonly mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL';
  readonly privateKey?: string;
  readonly serverCertificate?: string;
  readonly subjectAltNames?: readonly string[];
  readonly verifyCertificateHash?: readonly string[];
  readonly verifyCertificateSpki?: readonly string[];
} & (
  | {
      /** 1 to 2 items. */
      readonly credentialNames?: readonly string[];
      readonly tlsCertificates?: never;
      readonly credentialName?: never;
    }
  | {
      /** 1 to 2 items. */
      readonly tlsCertificates?: readonly ServerTLSSettingsTLSCertificate[];
      readonly credentialName?: string;
      readonly credentialNames?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPBody */
export type HTTPBody =
  | {
      readonly string: string;
      readonly bytes?: never;
    }
  | {
      readonly bytes: string;
      readonly string?: never;
    }
  | {
      readonly string?: never;
      readonly bytes?: never;
    };

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort */
export type HTTPFaultInjectionAbort = {
  readonly percentage?: Percent;
} & (
  | {
      readonly httpStatus: number;
      readonly grpcStatus?: never;
      readonly http2Error?: never;
    }
  | {
      readonly grpcStatus: string;
      readonly httpStatus?: never;
      readonly http2Error?: never;
    }
  | {
      readonly http2Error: string;
      readonly httpStatus?: never;
      readonly grpcStatus?: never;
    }
  | {
      readonly httpStatus?: never;
      readonly grpcStatus?: never;
      readonly http2Error?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay */
export type HTTPFaultInjectionDelay = {
  readonly percent?: number;
  readonly percentage?: Percent;
} & (
  | {
      readonly fixedDelay: DurationValue;
      readonly exponentialDelay?: never;
    }
  | {
      readonly exponentialDelay: DurationValue;
      readonly fixedDelay?: never;
    }
  | {
      readonly fixedDelay?: never;
      readonly exponentialDelay?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect */
export type HTTPRedirect = {
  readonly authority?: string;
  /** @since Istio 1.31 */
  readonly prefixRewrite?: string;
  readonly redirectCode?: number;
  readonly scheme?: string;
  readonly uri?: string;
} & (
  | {
      readonly port: number;
      readonly derivePort?: never;
    }
  | {
      readonly derivePort: 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT';
      readonly port?: never;
    }
  | {
      readonly port?: never;
      readonly derivePort?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe */
export type ReadinessProbe = {
  /** At least 0. */
  readonly failureThreshold?: number;
  /** At least 0. */
  readonly initialDelaySeconds?: number;
  /** At least 0. */
  readonly periodSeconds?: number;
  /** At least 0. */
  readonly successThreshold?: number;
  /** At least 0. */
  readonly timeoutSeconds?: number;
} & (
  | {
      readonly httpGet: HTTPHealthCheckConfig;
      readonly tcpSocket?: never;
      readonly exec?: never;
      readonly grpc?: never;
    }
  | {
      readonly tcpSocket: TCPHealthCheckConfig;
      readonly httpGet?: never;
      readonly exec?: never;
      readonly grpc?: never;
    }
  | {
      readonly exec: ExecHealthCheckConfig;
      readonly httpGet?: never;
      readonly tcpSocket?: never;
      readonly grpc?: never;
    }
  | {
      readonly grpc: GrpcHealthCheckConfig;
      readonly httpGet?: never;
      readonly tcpSocket?: never;
      readonly exec?: never;
    }
  | {
      readonly httpGet?: never;
      readonly tcpSocket?: never;
      readonly exec?: never;
      readonly grpc?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry */
export type ServiceEntrySpec = {
  /** At most 256 items. */
  readonly addresses?: readonly string[];
  readonly exportTo?: readonly string[];
  /** 1 to 256 items. */
  readonly hosts: readonly string[];
  readonly location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL';
  /** At most 256 items. */
  readonly ports?: readonly ServicePort[];
  readonly resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';
  readonly subjectAltNames?: readonly string[];
} & (
  | {
      readonly workloadSelector: WorkloadSelector;
      readonly endpoints?: never;
    }
  | {
      /** At most 4096 items. */
      readonly endpoints: readonly WorkloadEntrySpec[];
      readonly workloadSelector?: never;
    }
  | {
      readonly workloadSelector?: never;
      readonly endpoints?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings */
export interface ClientTLSSettings {
  readonly caCertificates?: string;
  readonly caCrl?: string;
  readonly clientCertificate?: string;
  readonly credentialName?: string;
  readonly insecureSkipVerify?: boolean;
  readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  readonly privateKey?: string;
  readonly sni?: string;
  readonly subjectAltNames?: readonly string[];
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
export interface ConnectionPoolSettings {
  readonly http?: ConnectionPoolSettingsHTTPSettings;
  readonly tcp?: ConnectionPoolSettingsTCPSettings;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings */
export interface ConnectionPoolSettingsHTTPSettings {
  readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
  readonly http1MaxPendingRequests?: number;
  /** @since Istio 1.31 */
  readonly http2KeepAlive?: ConnectionPoolSettingsHTTPSettingsConnectionKeepalive;
  readonly http2MaxRequests?: number;
  readonly idleTimeout?: DurationValue;
  readonly maxConcurrentStreams?: number;
  readonly maxRequestsPerConnection?: number;
  readonly maxRetries?: number;
  readonly useClientProtocol?: boolean;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive */
export interface ConnectionPoolSettingsHTTPSettingsConnectionKeepalive {
  readonly interval?: DurationValue;
  readonly timeout?: DurationValue;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings */
export interface ConnectionPoolSettingsTCPSettings {
  readonly connectTimeout?: DurationValue;
  readonly idleTimeout?: DurationValue;
  readonly maxConnectionDuration?: DurationValue;
  readonly maxConnections?: number;
  readonly tcpKeepalive?: ConnectionPoolSettingsTCPSettingsTcpKeepalive;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive */
export interface ConnectionPoolSettingsTCPSettingsTcpKeepalive {
  readonly interval?: DurationValue;
  readonly probes?: number;
  readonly time?: DurationValue;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy */
export interface CorsPolicy {
  readonly allowCredentials?: boolean;
  readonly allowHeaders?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowOrigin?: readonly string[];
  readonly allowOrigins?: readonly StringMatch[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: DurationValue;
  readonly unmatchedPreflights?: 'UNSPECIFIED' | 'FORWARD' | 'IGNORE';
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export interface Delegate {
  readonly name?: string;
  readonly namespace?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export interface Destination {
  readonly host: string;
  readonly port?: PortSelector;
  readonly subset?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector */
export interface PortSelector {
  readonly number?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule */
export interface DestinationRuleSpec {
  readonly exportTo?: readonly string[];
  readonly host: string;
  readonly subsets?: readonly Subset[];
  readonly trafficPolicy?: TrafficPolicy;
  readonly workloadSelector?: TypeWorkloadSelector;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset */
export interface Subset {
  readonly labels?: {
    readonly [k: string]: string;
  };
  readonly name: string;
  readonly trafficPolicy?: TrafficPolicy;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy */
export interface TrafficPolicy {
  readonly connectionPool?: ConnectionPoolSettings;
  readonly loadBalancer?: LoadBalancerSettings;
  readonly outlierDetection?: OutlierDetection;
  /** At most 4096 items. */
  readonly portLevelSettings?: readonly TrafficPolicyPortTrafficPolicy[];
  readonly proxyProtocol?: TrafficPolicyProxyProtocol;
  readonly retryBudget?: TrafficPolicyRetryBudget;
  readonly tls?: ClientTLSSettings;
  readonly tunnel?: TrafficPolicyTunnelSettings;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting */
export interface LocalityLoadBalancerSetting {
  readonly distribute?: readonly LocalityLoadBalancerSettingDistribute[];
  readonly enabled?: boolean;
  readonly failover?: readonly LocalityLoadBalancerSettingFailover[];
  readonly failoverPriority?: readonly string[];
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute */
export interface LocalityLoadBalancerSettingDistribute {
  readonly from?: string;
  readonly to?: {
    readonly [k: string]: number;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover */
export interface LocalityLoadBalancerSettingFailover {
  readonly from?: string;
  readonly to?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration */
export interface WarmupConfiguration {
  /** At least 0. */
  readonly aggression?: number;
  readonly duration: DurationValue;
  /** 0 to 100. */
  readonly minimumPercent?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting */
export interface ZoneAwareLoadBalancerSetting {
  readonly enabled?: boolean;
  readonly failover?: readonly ZoneAwareLoadBalancerSettingFailover[];
  readonly failoverPriority?: readonly string[];
  /** 1 to 4294967295. */
  readonly minClusterSize?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-Failover */
export interface ZoneAwareLoadBalancerSettingFailover {
  readonly from?: string;
  readonly to?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie */
export interface LoadBalancerSettingsConsistentHashLBHTTPCookie {
  readonly attributes?: readonly LoadBalancerSettingsConsistentHashLBHTTPCookieAttribute[];
  readonly name: string;
  readonly path?: string;
  readonly ttl?: DurationValue;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-Attribute */
export interface LoadBalancerSettingsConsistentHashLBHTTPCookieAttribute {
  readonly name: string;
  readonly value?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash */
export interface LoadBalancerSettingsConsistentHashLBRingHash {
  /** At least 0. */
  readonly minimumRingSize?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev */
export interface LoadBalancerSettingsConsistentHashLBMagLev {
  /** At least 0. */
  readonly tableSize?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection */
export interface OutlierDetection {
  readonly baseEjectionTime?: DurationValue;
  readonly consecutive5xxErrors?: number;
  readonly consecutiveErrors?: number;
  readonly consecutiveGatewayErrors?: number;
  readonly consecutiveLocalOriginFailures?: number;
  readonly interval?: DurationValue;
  readonly maxEjectionPercent?: number;
  readonly minHealthPercent?: number;
  /** @since Istio 1.31 */
  readonly outlierDetectionHttpErrorCodes?: readonly number[];
  readonly splitExternalLocalOriginErrors?: boolean;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy */
export interface TrafficPolicyPortTrafficPolicy {
  readonly connectionPool?: ConnectionPoolSettings;
  readonly loadBalancer?: LoadBalancerSettings;
  readonly outlierDetection?: OutlierDetection;
  readonly port?: PortSelector;
  readonly tls?: ClientTLSSettings;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol */
export interface TrafficPolicyProxyProtocol {
  readonly version?: 'V1' | 'V2';
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget */
export interface TrafficPolicyRetryBudget {
  /** @since Istio 1.31 */
  readonly budgetInterval?: DurationValue;
  readonly minRetryConcurrency?: number;
  /** 0 to 100. */
  readonly percent?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings */
export interface TrafficPolicyTunnelSettings {
  readonly protocol?: string;
  readonly targetHost: string;
  readonly targetPort: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector */
export interface TypeWorkloadSelector {
  readonly matchLabels?: {
    readonly [k: string]: string;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch */
export interface EnvoyFilterClusterMatch {
  readonly name?: string;
  readonly portNumber?: number;
  readonly service?: string;
  readonly subset?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch */
export interface EnvoyFilterProxyMatch {
  readonly metadata?: {
    readonly [k: string]: string;
  };
  readonly proxyVersion?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch */
export interface EnvoyFilterListenerMatch {
  readonly filterChain?: EnvoyFilterListenerMatchFilterChainMatch;
  readonly listenerFilter?: string;
  readonly name?: string;
  readonly portName?: string;
  readonly portNumber?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch */
export interface EnvoyFilterListenerMatchFilterChainMatch {
  readonly applicationProtocols?: string;
  readonly destinationPort?: number;
  readonly filter?: EnvoyFilterListenerMatchFilterMatch;
  readonly name?: string;
  readonly sni?: string;
  readonly transportProtocol?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch */
export interface EnvoyFilterListenerMatchFilterMatch {
  readonly name?: string;
  readonly subFilter?: EnvoyFilterListenerMatchSubFilterMatch;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-SubFilterMatch */
export interface EnvoyFilterListenerMatchSubFilterMatch {
  readonly name?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch */
export interface EnvoyFilterRouteConfigurationMatch {
  readonly gateway?: string;
  readonly name?: string;
  readonly portName?: string;
  readonly portNumber?: number;
  readonly vhost?: EnvoyFilterRouteConfigurationMatchVirtualHostMatch;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch */
export interface EnvoyFilterRouteConfigurationMatchVirtualHostMatch {
  readonly domainName?: string;
  readonly name?: string;
  readonly route?: EnvoyFilterRouteConfigurationMatchRouteMatch;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch */
export interface EnvoyFilterRouteConfigurationMatchRouteMatch {
  readonly action?: 'ANY' | 'ROUTE' | 'REDIRECT' | 'DIRECT_RESPONSE';
  readonly name?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch */
export interface EnvoyFilterWaypointMatch {
  readonly filter?: EnvoyFilterWaypointMatchFilterMatch;
  readonly portNumber?: number;
  readonly route?: EnvoyFilterWaypointMatchRouteMatch;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch */
export interface EnvoyFilterWaypointMatchFilterMatch {
  readonly name?: string;
  readonly subFilter?: EnvoyFilterWaypointMatchFilterMatchSubFilterMatch;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch-SubFilterMatch */
export interface EnvoyFilterWaypointMatchFilterMatchSubFilterMatch {
  readonly name?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-RouteMatch */
export interface EnvoyFilterWaypointMatchRouteMatch {
  readonly name?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch */
export interface EnvoyFilterEnvoyConfigObjectPatch {
  readonly applyTo?:
    | 'INVALID'
    | 'LISTENER'
    | 'FILTER_CHAIN'
    | 'NETWORK_FILTER'
    | 'HTTP_FILTER'
    | 'ROUTE_CONFIGURATION'
    | 'VIRTUAL_HOST'
    | 'HTTP_ROUTE'
    | 'CLUSTER'
    | 'EXTENSION_CONFIG'
    | 'BOOTSTRAP'
    | 'LISTENER_FILTER';
  readonly match?: EnvoyFilterEnvoyConfigObjectMatch;
  readonly patch?: EnvoyFilterPatch;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch */
export interface EnvoyFilterPatch {
  readonly filterClass?: 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';
  /** `MERGE_AND_REPLACE_LIST` since Istio 1.31. */
  readonly operation?:
    | 'INVALID'
    | 'MERGE'
    | 'ADD'
    | 'REMOVE'
    | 'INSERT_BEFORE'
    | 'INSERT_AFTER'
    | 'INSERT_FIRST'
    | 'REPLACE'
    | 'MERGE_AND_REPLACE_LIST';
  readonly value?: {
    readonly [k: string]: JsonValue | undefined;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/sidecar/#WorkloadSelector */
export interface WorkloadSelector {
  readonly labels?: {
    readonly [k: string]: string;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference */
export interface PolicyTargetReference {
  /** At most 253 characters. */
  readonly group?: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  readonly namespace?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/#ExecHealthCheckConfig */
export interface ExecHealthCheckConfig {
  readonly command: readonly string[];
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway */
export interface GatewaySpec {
  readonly selector?: {
    readonly [k: string]: string;
  };
  readonly servers?: readonly Server[];
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#Server */
export interface Server {
  readonly bind?: string;
  readonly defaultEndpoint?: string;
  readonly hosts: readonly string[];
  readonly name?: string;
  readonly port: Port;
  readonly tls?: ServerTLSSettings;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#Port */
export interface Port {
  readonly name: string;
  readonly number: number;
  readonly protocol: string;
  readonly targetPort?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate */
export interface ServerTLSSettingsTLSCertificate {
  readonly caCertificates?: string;
  readonly privateKey?: string;
  readonly serverCertificate?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/#GrpcHealthCheckConfig */
export interface GrpcHealthCheckConfig {
  readonly port?: number;
  readonly service?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse */
export interface HTTPDirectResponse {
  readonly body?: HTTPBody;
  readonly status: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection */
export interface HTTPFaultInjection {
  readonly abort?: HTTPFaultInjectionAbort;
  readonly delay?: HTTPFaultInjectionDelay;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent */
export interface Percent {
  readonly value?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHeader */
export interface HTTPHeader {
  readonly name?: string;
  readonly value?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig */
export interface HTTPHealthCheckConfig {
  readonly host?: string;
  readonly httpHeaders?: readonly HTTPHeader[];
  readonly path?: string;
  readonly port: number;
  readonly scheme?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export interface HTTPMatchRequest {
  readonly authority?: StringMatch;
  readonly gateways?: readonly string[];
  readonly headers?: {
    readonly [k: string]: StringMatch;
  };
  readonly ignoreUriCase?: boolean;
  readonly method?: StringMatch;
  readonly name?: string;
  readonly port?: number;
  readonly queryParams?: {
    readonly [k: string]: StringMatch;
  };
  readonly scheme?: StringMatch;
  readonly sourceLabels?: {
    readonly [k: string]: string;
  };
  readonly sourceNamespace?: string;
  readonly statPrefix?: string;
  readonly uri?: StringMatch;
  readonly withoutHeaders?: {
    readonly [k: string]: StringMatch;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy */
export interface HTTPMirrorPolicy {
  readonly destination: Destination;
  readonly percentage?: Percent;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry */
export interface HTTPRetry {
  readonly attempts?: number;
  readonly backoff?: DurationValue;
  readonly perTryTimeout?: DurationValue;
  readonly retryIgnorePreviousHosts?: boolean;
  readonly retryOn?: string;
  readonly retryRemoteLocalities?: boolean;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite */
export interface HTTPRewrite {
  readonly authority?: string;
  readonly uri?: string;
  readonly uriRegexRewrite?: RegexRewrite;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#RegexRewrite */
export interface RegexRewrite {
  readonly match?: string;
  readonly rewrite?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute */
export interface HTTPRoute {
  readonly corsPolicy?: CorsPolicy;
  readonly delegate?: Delegate;
  readonly directResponse?: HTTPDirectResponse;
  readonly fault?: HTTPFaultInjection;
  readonly headers?: Headers;
  readonly match?: readonly HTTPMatchRequest[];
  readonly mirror?: Destination;
  readonly mirrorPercent?: number;
  readonly mirrorPercentage?: Percent;
  readonly mirror_percent?: number;
  readonly mirrors?: readonly HTTPMirrorPolicy[];
  readonly name?: string;
  readonly redirect?: HTTPRedirect;
  readonly retries?: HTTPRetry;
  readonly rewrite?: HTTPRewrite;
  readonly route?: readonly HTTPRouteDestination[];
  readonly timeout?: DurationValue;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers */
export interface Headers {
  readonly request?: HeadersHeaderOperations;
  readonly response?: HeadersHeaderOperations;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations */
export interface HeadersHeaderOperations {
  readonly add?: {
    readonly [k: string]: string;
  };
  readonly remove?: readonly string[];
  readonly set?: {
    readonly [k: string]: string;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination */
export interface HTTPRouteDestination {
  readonly destination: Destination;
  readonly headers?: Headers;
  readonly weight?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export interface IstioEgressListener {
  readonly bind?: string;
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE';
  readonly hosts: readonly string[];
  readonly port?: SidecarPort;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort */
export interface SidecarPort {
  readonly name?: string;
  readonly number?: number;
  readonly protocol?: string;
  readonly targetPort?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener */
export interface IstioIngressListener {
  readonly bind?: string;
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE';
  readonly connectionPool?: ConnectionPoolSettings;
  readonly defaultEndpoint?: string;
  readonly port: SidecarPort;
  readonly tls?: ServerTLSSettings;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes */
export interface L4MatchAttributes {
  readonly destinationSubnets?: readonly string[];
  readonly gateways?: readonly string[];
  readonly port?: number;
  readonly sourceLabels?: {
    readonly [k: string]: string;
  };
  readonly sourceNamespace?: string;
  readonly sourceSubnet?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy */
export interface OutboundTrafficPolicy {
  readonly egressProxy?: Destination;
  readonly mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY';
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig */
export interface ProxyConfigSpec {
  /** At least 0. */
  readonly concurrency?: number;
  readonly environmentVariables?: {
    readonly [k: string]: string;
  };
  readonly image?: ProxyImage;
  readonly selector?: TypeWorkloadSelector;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyImage */
export interface ProxyImage {
  readonly imageType?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/#TCPHealthCheckConfig */
export interface TCPHealthCheckConfig {
  readonly host?: string;
  readonly port: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination */
export interface RouteDestination {
  readonly destination: Destination;
  readonly weight?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort */
export interface ServicePort {
  /** At most 256 characters. */
  readonly name: string;
  readonly number: number;
  /** At most 256 characters. */
  readonly protocol?: string;
  readonly targetPort?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry */
export interface WorkloadEntrySpec {
  /** At most 256 characters. */
  readonly address?: string;
  readonly labels?: {
    readonly [k: string]: string;
  };
  /** At most 2048 characters. */
  readonly locality?: string;
  /** At most 2048 characters. */
  readonly network?: string;
  readonly ports?: {
    readonly [k: string]: number;
  };
  /** At most 253 characters. */
  readonly serviceAccount?: string;
  readonly weight?: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar */
export interface SidecarSpec {
  readonly egress?: readonly IstioEgressListener[];
  readonly inboundConnectionPool?: ConnectionPoolSettings;
  readonly ingress?: readonly IstioIngressListener[];
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  readonly workloadSelector?: WorkloadSelector;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute */
export interface TCPRoute {
  readonly match?: readonly L4MatchAttributes[];
  readonly route?: readonly RouteDestination[];
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes */
export interface TLSMatchAttributes {
  readonly destinationSubnets?: readonly string[];
  readonly gateways?: readonly string[];
  readonly port?: number;
  readonly sniHosts: readonly string[];
  readonly sourceLabels?: {
    readonly [k: string]: string;
  };
  readonly sourceNamespace?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute */
export interface TLSRoute {
  readonly match: readonly TLSMatchAttributes[];
  readonly route?: readonly RouteDestination[];
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export interface VirtualServiceSpec {
  readonly exportTo?: readonly string[];
  readonly gateways?: readonly string[];
  readonly hosts?: readonly string[];
  readonly http?: readonly HTTPRoute[];
  readonly tcp?: readonly TCPRoute[];
  readonly tls?: readonly TLSRoute[];
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta */
export interface WorkloadGroupObjectMeta {
  readonly annotations?: {
    readonly [k: string]: string;
  };
  readonly labels?: {
    readonly [k: string]: string;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup */
export interface WorkloadGroupSpec {
  readonly metadata?: WorkloadGroupObjectMeta;
  readonly probe?: ReadinessProbe;
  readonly template: WorkloadEntrySpec;
}

/** Fields of `DestinationRule`. */
export interface DestinationRuleProps extends TypedApiObjectProps {
  readonly spec: DestinationRuleSpec;
}

/**
 * Namespaced Istio object: `DestinationRule` of `networking.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export class DestinationRule extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule' };

  /** The manifest alone, without a construct. */
  static manifest(props: DestinationRuleProps): Manifest {
    return TypedApiObject.manifestOf(DestinationRule.GVK, props);
  }

  constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id, DestinationRule.GVK, props);
  }
}

/** Fields of `EnvoyFilter`. */
export interface EnvoyFilterProps extends TypedApiObjectProps {
  readonly spec: EnvoyFilterSpec;
}

/**
 * Namespaced Istio object: `EnvoyFilter` of `networking.istio.io/v1alpha3`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/envoy-filter/
 */
export class EnvoyFilter extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter' };

  /** The manifest alone, without a construct. */
  static manifest(props: EnvoyFilterProps): Manifest {
    return TypedApiObject.manifestOf(EnvoyFilter.GVK, props);
  }

  constructor(scope: Construct, id: string, props: EnvoyFilterProps) {
    super(scope, id, EnvoyFilter.GVK, props);
  }
}

/** Fields of `Gateway`. */
export interface GatewayProps extends TypedApiObjectProps {
  readonly spec: GatewaySpec;
}

/**
 * Namespaced Istio object: `Gateway` of `networking.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class Gateway extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway' };

  /** The manifest alone, without a construct. */
  static manifest(props: GatewayProps): Manifest {
    return TypedApiObject.manifestOf(Gateway.GVK, props);
  }

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, Gateway.GVK, props);
  }
}

/** Fields of `ProxyConfig`. */
export interface ProxyConfigProps extends TypedApiObjectProps {
  readonly spec: ProxyConfigSpec;
}

/**
 * Namespaced Istio object: `ProxyConfig` of `networking.istio.io/v1beta1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export class ProxyConfig extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1beta1', kind: 'ProxyConfig' };

  /** The manifest alone, without a construct. */
  static manifest(props: ProxyConfigProps): Manifest {
    return TypedApiObject.manifestOf(ProxyConfig.GVK, props);
  }

  constructor(scope: Construct, id: string, props: ProxyConfigProps) {
    super(scope, id, ProxyConfig.GVK, props);
  }
}

/** Fields of `ServiceEntry`. */
export interface ServiceEntryProps extends TypedApiObjectProps {
  readonly spec: ServiceEntrySpec;
}

/**
 * Namespaced Istio object: `ServiceEntry` of `networking.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ServiceEntry extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry' };

  /** The manifest alone, without a construct. */
  static manifest(props: ServiceEntryProps): Manifest {
    return TypedApiObject.manifestOf(ServiceEntry.GVK, props);
  }

  constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id, ServiceEntry.GVK, props);
  }
}

/** Fields of `Sidecar`. */
export interface SidecarProps extends TypedApiObjectProps {
  readonly spec: SidecarSpec;
}

/**
 * Namespaced Istio object: `Sidecar` of `networking.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export class Sidecar extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar' };

  /** The manifest alone, without a construct. */
  static manifest(props: SidecarProps): Manifest {
    return TypedApiObject.manifestOf(Sidecar.GVK, props);
  }

  constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id, Sidecar.GVK, props);
  }
}

/** Fields of `VirtualService`. */
export interface VirtualServiceProps extends TypedApiObjectProps {
  readonly spec: VirtualServiceSpec;
}

/**
 * Namespaced Istio object: `VirtualService` of `networking.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class VirtualService extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' };

  /** The manifest alone, without a construct. */
  static manifest(props: VirtualServiceProps): Manifest {
    return TypedApiObject.manifestOf(VirtualService.GVK, props);
  }

  constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id, VirtualService.GVK, props);
  }
}

/** Fields of `WorkloadEntry`. */
export interface WorkloadEntryProps extends TypedApiObjectProps {
  readonly spec: WorkloadEntrySpec;
}

/**
 * Namespaced Istio object: `WorkloadEntry` of `networking.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/workload-entry/
 */
export class WorkloadEntry extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'WorkloadEntry' };

  /** The manifest alone, without a construct. */
  static manifest(props: WorkloadEntryProps): Manifest {
    return TypedApiObject.manifestOf(WorkloadEntry.GVK, props);
  }

  constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id, WorkloadEntry.GVK, props);
  }
}

/** Fields of `WorkloadGroup`. */
export interface WorkloadGroupProps extends TypedApiObjectProps {
  readonly spec: WorkloadGroupSpec;
}

/**
 * Namespaced Istio object: `WorkloadGroup` of `networking.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/networking/workload-group/
 */
export class WorkloadGroup extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'networking.istio.io/v1', kind: 'WorkloadGroup' };

  /** The manifest alone, without a construct. */
  static manifest(props: WorkloadGroupProps): Manifest {
    return TypedApiObject.manifestOf(WorkloadGroup.GVK, props);
  }

  constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id, WorkloadGroup.GVK, props);
  }
}
