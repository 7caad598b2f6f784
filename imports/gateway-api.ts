// Generated from sigs.k8s.io/gateway-api v1.6.0 by "npm run generate". Do not edit.

import type { Construct } from 'constructs';
import { type DurationValue, type GroupVersionKind, type Manifest, TypedApiObject, type TypedApiObjectProps } from '../src/l1/generated';

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#grpcroutefilter */
export type GRPCRouteFilter =
  | {
      readonly type: 'ResponseHeaderModifier';
      readonly responseHeaderModifier: HTTPHeaderFilter;
      readonly requestHeaderModifier?: never;
      readonly requestMirror?: never;
      readonly extensionRef?: never;
    }
  | {
      readonly type: 'RequestHeaderModifier';
      readonly requestHeaderModifier: HTTPHeaderFilter;
      readonly responseHeaderModifier?: never;
      readonly requestMirror?: never;
      readonly extensionRef?: never;
    }
  | {
      readonly type: 'RequestMirror';
      readonly requestMirror: HTTPRequestMirrorFilter;
      readonly requestHeaderModifier?: never;
      readonly responseHeaderModifier?: never;
      readonly extensionRef?: never;
    }
  | {
      readonly type: 'ExtensionRef';
      readonly extensionRef: LocalObjectReference;
      readonly requestHeaderModifier?: never;
      readonly responseHeaderModifier?: never;
      readonly requestMirror?: never;
    };

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httproutefilter */
export type HTTPRouteFilter =
  | {
      readonly type: 'RequestHeaderModifier';
      readonly requestHeaderModifier: HTTPHeaderFilter;
      readonly cors?: never;
      readonly responseHeaderModifier?: never;
      readonly requestMirror?: never;
      readonly requestRedirect?: never;
      readonly urlRewrite?: never;
      readonly extensionRef?: never;
    }
  | {
      readonly type: 'ResponseHeaderModifier';
      readonly responseHeaderModifier: HTTPHeaderFilter;
      readonly cors?: never;
      readonly requestHeaderModifier?: never;
      readonly requestMirror?: never;
      readonly requestRedirect?: never;
      readonly urlRewrite?: never;
      readonly extensionRef?: never;
    }
  | {
      readonly type: 'RequestMirror';
      readonly requestMirror: HTTPRequestMirrorFilter;
      readonly cors?: never;
      readonly requestHeaderModifier?: never;
      readonly responseHeaderModifier?: never;
      readonly requestRedirect?: never;
      readonly urlRewrite?: never;
      readonly extensionRef?: never;
    }
  | {
      readonly type: 'RequestRedirect';
      readonly requestRedirect: HTTPRequestRedirectFilter;
      readonly cors?: never;
      readonly requestHeaderModifier?: never;
      readonly responseHeaderModifier?: never;
      readonly requestMirror?: never;
      readonly urlRewrite?: never;
      readonly extensionRef?: never;
    }
  | {
      readonly type: 'URLRewrite';
      readonly urlRewrite: HTTPURLRewriteFilter;
      readonly cors?: never;
      readonly requestHeaderModifier?: never;
      readonly responseHeaderModifier?: never;
      readonly requestMirror?: never;
      readonly requestRedirect?: never;
      readonly extensionRef?: never;
    }
  | {
      readonly type: 'ExtensionRef';
      readonly extensionRef: LocalObjectReference;
      readonly cors?: never;
      readonly requestHeaderModifier?: never;
      readonly responseHeaderModifier?: never;
      readonly requestMirror?: never;
      readonly requestRedirect?: never;
      readonly urlRewrite?: never;
    }
  | {
      readonly type: 'CORS';
      readonly cors: HTTPCORSFilter;
      readonly requestHeaderModifier?: never;
      readonly responseHeaderModifier?: never;
      readonly requestMirror?: never;
      readonly requestRedirect?: never;
      readonly urlRewrite?: never;
      readonly extensionRef?: never;
    };

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httppathmodifier */
export type HTTPPathModifier =
  | {
      readonly type: 'ReplaceFullPath';
      /** At most 1024 characters. */
      readonly replaceFullPath: string;
      readonly replacePrefixMatch?: never;
    }
  | {
      readonly type: 'ReplacePrefixMatch';
      /** At most 1024 characters. */
      readonly replacePrefixMatch: string;
      readonly replaceFullPath?: never;
    };

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#allowedlisteners */
export interface AllowedListeners {
  readonly namespaces?: ListenerNamespaces;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#listenernamespaces */
export interface ListenerNamespaces {
  /** @default "None" */
  readonly from?: 'All' | 'Selector' | 'Same' | 'None';
  readonly selector?: LabelSelector;
}

/** Reference: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
export interface LabelSelector {
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
  readonly matchLabels?: {
    readonly [k: string]: string;
  };
}

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#allowedroutes */
export interface AllowedRoutes {
  /** At most 8 items. */
  readonly kinds?: readonly RouteGroupKind[];
  readonly namespaces?: RouteNamespaces;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#routegroupkind */
export interface RouteGroupKind {
  /**
   * At most 253 characters.
   * @default "gateway.networking.k8s.io"
   */
  readonly group?: string;
  /** 1 to 63 characters. */
  readonly kind: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#routenamespaces */
export interface RouteNamespaces {
  /** @default "Same" */
  readonly from?: 'All' | 'Selector' | 'Same';
  readonly selector?: LabelSelector;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#backendobjectreference */
export interface BackendObjectReference {
  /**
   * At most 253 characters.
   * @default ""
   */
  readonly group?: string;
  /**
   * 1 to 63 characters.
   * @default "Service"
   */
  readonly kind?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
  /** 1 to 65535. */
  readonly port?: number;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#backendref */
export interface BackendRef {
  /**
   * At most 253 characters.
   * @default ""
   */
  readonly group?: string;
  /**
   * 1 to 63 characters.
   * @default "Service"
   */
  readonly kind?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
  /** 1 to 65535. */
  readonly port?: number;
  /**
   * 0 to 1000000.
   * @default 1
   */
  readonly weight?: number;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#backendtlspolicyspec */
export interface BackendTLSPolicySpec {
  readonly options?: {
    readonly [k: string]: string;
  };
  /** 1 to 16 items. */
  readonly targetRefs: readonly LocalPolicyTargetReferenceWithSectionName[];
  readonly validation: BackendTLSPolicyValidation;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#localpolicytargetreferencewithsectionname */
export interface LocalPolicyTargetReferenceWithSectionName {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 253 characters. */
  readonly sectionName?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#backendtlspolicyvalidation */
export interface BackendTLSPolicyValidation {
  /** At most 8 items. */
  readonly caCertificateRefs?: readonly LocalObjectReference[];
  /** 1 to 253 characters. */
  readonly hostname: string;
  /** At most 5 items. */
  readonly subjectAltNames?: readonly SubjectAltName[];
  /** 1 to 253 characters. */
  readonly wellKnownCACertificates?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#localobjectreference */
export interface LocalObjectReference {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#subjectaltname */
export interface SubjectAltName {
  /** 1 to 253 characters. */
  readonly hostname?: string;
  readonly type: 'Hostname' | 'URI';
  /** 1 to 253 characters. */
  readonly uri?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#fraction */
export interface Fraction {
  /**
   * At least 1.
   * @default 100
   */
  readonly denominator?: number;
  /** At least 0. */
  readonly numerator: number;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#frontendtlsconfig */
export interface FrontendTLSConfig {
  readonly default: TLSConfig;
  /** At most 64 items. */
  readonly perPort?: readonly TLSPortConfig[];
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#tlsconfig */
export interface TLSConfig {
  readonly validation?: FrontendTLSValidation;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#frontendtlsvalidation */
export interface FrontendTLSValidation {
  /** 1 to 16 items. */
  readonly caCertificateRefs: readonly ObjectReference[];
  /** @default "AllowValidOnly" */
  readonly mode?: 'AllowValidOnly' | 'AllowInsecureFallback';
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#objectreference */
export interface ObjectReference {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#tlsportconfig */
export interface TLSPortConfig {
  /** 1 to 65535. */
  readonly port: number;
  readonly tls: TLSConfig;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#grpcbackendref */
export interface GRPCBackendRef {
  /** At most 16 items. */
  readonly filters?: readonly GRPCRouteFilter[];
  /**
   * At most 253 characters.
   * @default ""
   */
  readonly group?: string;
  /**
   * 1 to 63 characters.
   * @default "Service"
   */
  readonly kind?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
  /** 1 to 65535. */
  readonly port?: number;
  /**
   * 0 to 1000000.
   * @default 1
   */
  readonly weight?: number;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httpheaderfilter */
export interface HTTPHeaderFilter {
  /** At most 16 items. */
  readonly add?: readonly HTTPHeader[];
  /** At most 16 items. */
  readonly remove?: readonly string[];
  /** At most 16 items. */
  readonly set?: readonly HTTPHeader[];
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httpheader */
export interface HTTPHeader {
  /** 1 to 256 characters. */
  readonly name: string;
  /** 1 to 4096 characters. */
  readonly value: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httprequestmirrorfilter */
export interface HTTPRequestMirrorFilter {
  readonly backendRef: BackendObjectReference;
  readonly fraction?: Fraction;
  /** 0 to 100. */
  readonly percent?: number;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#grpcheadermatch */
export interface GRPCHeaderMatch {
  /** 1 to 256 characters. */
  readonly name: string;
  /** @default "Exact" */
  readonly type?: 'Exact' | 'RegularExpression';
  /** 1 to 4096 characters. */
  readonly value: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#grpcmethodmatch */
export interface GRPCMethodMatch {
  /** At most 1024 characters. */
  readonly method?: string;
  /** At most 1024 characters. */
  readonly service?: string;
  /** @default "Exact" */
  readonly type?: 'Exact' | 'RegularExpression';
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#grpcroutematch */
export interface GRPCRouteMatch {
  /** At most 16 items. */
  readonly headers?: readonly GRPCHeaderMatch[];
  readonly method?: GRPCMethodMatch;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#grpcrouterule */
export interface GRPCRouteRule {
  /** At most 16 items. */
  readonly backendRefs?: readonly GRPCBackendRef[];
  /** At most 16 items. */
  readonly filters?: readonly GRPCRouteFilter[];
  /** At most 64 items. */
  readonly matches?: readonly GRPCRouteMatch[];
  /** 1 to 253 characters. */
  readonly name?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#grpcroutespec */
export interface GRPCRouteSpec {
  /** At most 16 items. */
  readonly hostnames?: readonly string[];
  /** At most 32 items. */
  readonly parentRefs?: readonly ParentReference[];
  /** At most 16 items. */
  readonly rules?: readonly GRPCRouteRule[];
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#parentreference */
export interface ParentReference {
  /**
   * At most 253 characters.
   * @default "gateway.networking.k8s.io"
   */
  readonly group?: string;
  /**
   * 1 to 63 characters.
   * @default "Gateway"
   */
  readonly kind?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
  /** 1 to 65535. */
  readonly port?: number;
  /** 1 to 253 characters. */
  readonly sectionName?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#gatewaybackendtls */
export interface GatewayBackendTLS {
  readonly clientCertificateRef?: SecretObjectReference;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#secretobjectreference */
export interface SecretObjectReference {
  /**
   * At most 253 characters.
   * @default ""
   */
  readonly group?: string;
  /**
   * 1 to 63 characters.
   * @default "Secret"
   */
  readonly kind?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#gatewayclassspec */
export interface GatewayClassSpec {
  /** 1 to 253 characters. */
  readonly controllerName: string;
  /** At most 64 characters. */
  readonly description?: string;
  readonly parametersRef?: ParametersReference;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#parametersreference */
export interface ParametersReference {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#gatewayinfrastructure */
export interface GatewayInfrastructure {
  readonly annotations?: {
    readonly [k: string]: string;
  };
  readonly labels?: {
    readonly [k: string]: string;
  };
  readonly parametersRef?: LocalParametersReference;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#localparametersreference */
export interface LocalParametersReference {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#gatewayspec */
export interface GatewaySpec {
  /** At most 16 items. */
  readonly addresses?: readonly GatewaySpecAddress[];
  readonly allowedListeners?: AllowedListeners;
  /** 1 to 253 characters. */
  readonly gatewayClassName: string;
  readonly infrastructure?: GatewayInfrastructure;
  /** 1 to 64 items. */
  readonly listeners: readonly Listener[];
  readonly tls?: GatewayTLSConfig;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#gatewayspecaddress */
export interface GatewaySpecAddress {
  /**
   * 1 to 253 characters.
   * @default "IPAddress"
   */
  readonly type?: string;
  /** At most 253 characters. */
  readonly value?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#listener */
export interface Listener {
  readonly allowedRoutes?: AllowedRoutes;
  /** 1 to 253 characters. */
  readonly hostname?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 65535. */
  readonly port: number;
  /** 1 to 255 characters. */
  readonly protocol: string;
  readonly tls?: ListenerTLSConfig;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#listenertlsconfig */
export interface ListenerTLSConfig {
  /** At most 64 items. */
  readonly certificateRefs?: readonly SecretObjectReference[];
  /** @default "Terminate" */
  readonly mode?: 'Terminate' | 'Passthrough';
  readonly options?: {
    readonly [k: string]: string;
  };
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#gatewaytlsconfig */
export interface GatewayTLSConfig {
  readonly backend?: GatewayBackendTLS;
  readonly frontend?: FrontendTLSConfig;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httpbackendref */
export interface HTTPBackendRef {
  /** At most 16 items. */
  readonly filters?: readonly HTTPRouteFilter[];
  /**
   * At most 253 characters.
   * @default ""
   */
  readonly group?: string;
  /**
   * 1 to 63 characters.
   * @default "Service"
   */
  readonly kind?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
  /** 1 to 65535. */
  readonly port?: number;
  /**
   * 0 to 1000000.
   * @default 1
   */
  readonly weight?: number;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httprequestredirectfilter */
export interface HTTPRequestRedirectFilter {
  /** 1 to 253 characters. */
  readonly hostname?: string;
  readonly path?: HTTPPathModifier;
  /** 1 to 65535. */
  readonly port?: number;
  readonly scheme?: 'http' | 'https';
  /** @default 302 */
  readonly statusCode?: number;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httpurlrewritefilter */
export interface HTTPURLRewriteFilter {
  /** 1 to 253 characters. */
  readonly hostname?: string;
  readonly path?: HTTPPathModifier;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httpcorsfilter */
export interface HTTPCORSFilter {
  readonly allowCredentials?: boolean;
  /** At most 64 items. */
  readonly allowHeaders?: readonly string[];
  /** At most 9 items. */
  readonly allowMethods?: readonly ('GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | '*')[];
  /** At most 64 items. */
  readonly allowOrigins?: readonly string[];
  /** At most 64 items. */
  readonly exposeHeaders?: readonly string[];
  /**
   * At least 1.
   * @default 5
   */
  readonly maxAge?: number;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httpheadermatch */
export interface HTTPHeaderMatch {
  /** 1 to 256 characters. */
  readonly name: string;
  /** @default "Exact" */
  readonly type?: 'Exact' | 'RegularExpression';
  /** 1 to 4096 characters. */
  readonly value: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httppathmatch */
export interface HTTPPathMatch {
  /** @default "PathPrefix" */
  readonly type?: 'Exact' | 'PathPrefix' | 'RegularExpression';
  /**
   * At most 1024 characters.
   * @default "/"
   */
  readonly value?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httpqueryparammatch */
export interface HTTPQueryParamMatch {
  /** 1 to 256 characters. */
  readonly name: string;
  /** @default "Exact" */
  readonly type?: 'Exact' | 'RegularExpression';
  /** 1 to 1024 characters. */
  readonly value: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httproutematch */
export interface HTTPRouteMatch {
  /** At most 16 items. */
  readonly headers?: readonly HTTPHeaderMatch[];
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH';
  readonly path?: HTTPPathMatch;
  /** At most 16 items. */
  readonly queryParams?: readonly HTTPQueryParamMatch[];
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httprouterule */
export interface HTTPRouteRule {
  /** At most 16 items. */
  readonly backendRefs?: readonly HTTPBackendRef[];
  /** At most 16 items. */
  readonly filters?: readonly HTTPRouteFilter[];
  /**
   * At most 64 items.
   * @default [{"path":{"type":"PathPrefix","value":"/"}}]
   */
  readonly matches?: readonly HTTPRouteMatch[];
  /** 1 to 253 characters. */
  readonly name?: string;
  readonly timeouts?: HTTPRouteTimeouts;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httproutetimeouts */
export interface HTTPRouteTimeouts {
  readonly backendRequest?: DurationValue;
  readonly request?: DurationValue;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httproutespec */
export interface HTTPRouteSpec {
  /** At most 16 items. */
  readonly hostnames?: readonly string[];
  /** At most 32 items. */
  readonly parentRefs?: readonly ParentReference[];
  /**
   * 1 to 16 items.
   * @default [{"matches":[{"path":{"type":"PathPrefix","value":"/"}}]}]
   */
  readonly rules?: readonly HTTPRouteRule[];
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#listenerentry */
export interface ListenerEntry {
  readonly allowedRoutes?: AllowedRoutes;
  /** 1 to 253 characters. */
  readonly hostname?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 65535. */
  readonly port: number;
  /** 1 to 255 characters. */
  readonly protocol: string;
  readonly tls?: ListenerTLSConfig;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#listenersetspec */
export interface ListenerSetSpec {
  /** 1 to 64 items. */
  readonly listeners: readonly ListenerEntry[];
  readonly parentRef: ParentGatewayReference;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#parentgatewayreference */
export interface ParentGatewayReference {
  /**
   * At most 253 characters.
   * @default "gateway.networking.k8s.io"
   */
  readonly group?: string;
  /**
   * 1 to 63 characters.
   * @default "Gateway"
   */
  readonly kind?: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#referencegrantfrom */
export interface ReferenceGrantFrom {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 63 characters. */
  readonly namespace: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#referencegrantspec */
export interface ReferenceGrantSpec {
  /** 1 to 16 items. */
  readonly from: readonly ReferenceGrantFrom[];
  /** 1 to 16 items. */
  readonly to: readonly ReferenceGrantTo[];
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#referencegrantto */
export interface ReferenceGrantTo {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#tcprouterule */
export interface TCPRouteRule {
  /** 1 to 16 items. */
  readonly backendRefs: readonly BackendRef[];
  /** 1 to 253 characters. */
  readonly name?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#tcproutespec */
export interface TCPRouteSpec {
  /** At most 32 items. */
  readonly parentRefs?: readonly ParentReference[];
  /** 1 to 1 item. */
  readonly rules: readonly TCPRouteRule[];
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#tlsrouterule */
export interface TLSRouteRule {
  /** 1 to 16 items. */
  readonly backendRefs: readonly BackendRef[];
  /** 1 to 253 characters. */
  readonly name?: string;
}

/** Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#tlsroutespec */
export interface TLSRouteSpec {
  /** 1 to 1024 items. */
  readonly hostnames: readonly string[];
  /** At most 32 items. */
  readonly parentRefs?: readonly ParentReference[];
  /** 1 to 1 item. */
  readonly rules: readonly TLSRouteRule[];
}

/** Fields of `BackendTLSPolicy`. */
export interface BackendTLSPolicyProps extends TypedApiObjectProps {
  readonly spec: BackendTLSPolicySpec;
}

/**
 * Namespaced Gateway API object: `BackendTLSPolicy` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class BackendTLSPolicy extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'BackendTLSPolicy' };

  /** The manifest alone, without a construct. */
  static manifest(props: BackendTLSPolicyProps): Manifest {
    return TypedApiObject.manifestOf(BackendTLSPolicy.GVK, props);
  }

  constructor(scope: Construct, id: string, props: BackendTLSPolicyProps) {
    super(scope, id, BackendTLSPolicy.GVK, props);
  }
}

/** Fields of `GRPCRoute`. */
export interface GRPCRouteProps extends TypedApiObjectProps {
  readonly spec: GRPCRouteSpec;
}

/**
 * Namespaced Gateway API object: `GRPCRoute` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class GRPCRoute extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute' };

  /** The manifest alone, without a construct. */
  static manifest(props: GRPCRouteProps): Manifest {
    return TypedApiObject.manifestOf(GRPCRoute.GVK, props);
  }

  constructor(scope: Construct, id: string, props: GRPCRouteProps) {
    super(scope, id, GRPCRoute.GVK, props);
  }
}

/** Fields of `Gateway`. */
export interface GatewayProps extends TypedApiObjectProps {
  readonly spec: GatewaySpec;
}

/**
 * Namespaced Gateway API object: `Gateway` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class Gateway extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' };

  /** The manifest alone, without a construct. */
  static manifest(props: GatewayProps): Manifest {
    return TypedApiObject.manifestOf(Gateway.GVK, props);
  }

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, Gateway.GVK, props);
  }
}

/** Fields of `GatewayClass`. */
export interface GatewayClassProps extends TypedApiObjectProps {
  readonly spec: GatewayClassSpec;
}

/**
 * Cluster-scoped Gateway API object: `GatewayClass` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class GatewayClass extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' };

  /** The manifest alone, without a construct. */
  static manifest(props: GatewayClassProps): Manifest {
    return TypedApiObject.manifestOf(GatewayClass.GVK, props);
  }

  constructor(scope: Construct, id: string, props: GatewayClassProps) {
    super(scope, id, GatewayClass.GVK, props, 'Cluster');
  }
}

/** Fields of `HTTPRoute`. */
export interface HTTPRouteProps extends TypedApiObjectProps {
  readonly spec: HTTPRouteSpec;
}

/**
 * Namespaced Gateway API object: `HTTPRoute` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class HTTPRoute extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' };

  /** The manifest alone, without a construct. */
  static manifest(props: HTTPRouteProps): Manifest {
    return TypedApiObject.manifestOf(HTTPRoute.GVK, props);
  }

  constructor(scope: Construct, id: string, props: HTTPRouteProps) {
    super(scope, id, HTTPRoute.GVK, props);
  }
}

/** Fields of `ListenerSet`. */
export interface ListenerSetProps extends TypedApiObjectProps {
  readonly spec: ListenerSetSpec;
}

/**
 * Namespaced Gateway API object: `ListenerSet` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class ListenerSet extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ListenerSet' };

  /** The manifest alone, without a construct. */
  static manifest(props: ListenerSetProps): Manifest {
    return TypedApiObject.manifestOf(ListenerSet.GVK, props);
  }

  constructor(scope: Construct, id: string, props: ListenerSetProps) {
    super(scope, id, ListenerSet.GVK, props);
  }
}

/** Fields of `ReferenceGrant`. */
export interface ReferenceGrantProps extends TypedApiObjectProps {
  readonly spec: ReferenceGrantSpec;
}

/**
 * Namespaced Gateway API object: `ReferenceGrant` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class ReferenceGrant extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ReferenceGrant' };

  /** The manifest alone, without a construct. */
  static manifest(props: ReferenceGrantProps): Manifest {
    return TypedApiObject.manifestOf(ReferenceGrant.GVK, props);
  }

  constructor(scope: Construct, id: string, props: ReferenceGrantProps) {
    super(scope, id, ReferenceGrant.GVK, props);
  }
}

/** Fields of `TCPRoute`. */
export interface TCPRouteProps extends TypedApiObjectProps {
  readonly spec: TCPRouteSpec;
}

/**
 * Namespaced Gateway API object: `TCPRoute` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class TCPRoute extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TCPRoute' };

  /** The manifest alone, without a construct. */
  static manifest(props: TCPRouteProps): Manifest {
    return TypedApiObject.manifestOf(TCPRoute.GVK, props);
  }

  constructor(scope: Construct, id: string, props: TCPRouteProps) {
    super(scope, id, TCPRoute.GVK, props);
  }
}

/** Fields of `TLSRoute`. */
export interface TLSRouteProps extends TypedApiObjectProps {
  readonly spec: TLSRouteSpec;
}

/**
 * Namespaced Gateway API object: `TLSRoute` of `gateway.networking.k8s.io/v1`.
 *
 * Reference: https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/
 */
export class TLSRoute extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TLSRoute' };

  /** The manifest alone, without a construct. */
  static manifest(props: TLSRouteProps): Manifest {
    return TypedApiObject.manifestOf(TLSRoute.GVK, props);
  }

  constructor(scope: Construct, id: string, props: TLSRouteProps) {
    super(scope, id, TLSRoute.GVK, props);
  }
}
