/**
 * What the wire holds for the security, telemetry and extension kinds, as far as checks read it.
 * Reference: https://istio.io/latest/docs/reference/config/security/
 */

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/** What a policy is attached to other than by labels. */
export interface TargetRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** The three ways of saying which workloads a policy is for; none of them: the whole namespace. */
export interface PolicyTarget {
  readonly selector?: LabelSelector;
  readonly targetRef?: TargetRef;
  readonly targetRefs?: readonly TargetRef[];
}

export type MtlsMode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

export interface PeerAuthentication {
  readonly spec?: {
    readonly selector?: LabelSelector;
    readonly mtls?: { readonly mode?: MtlsMode };
    readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: MtlsMode }>>;
  };
}

export interface JwtRule {
  readonly issuer?: string;
  readonly jwksUri?: string;
  /** An older spelling of `jwksUri`, which the CRD still has. */
  readonly jwks_uri?: string;
  readonly jwks?: string;
}

export interface RequestAuthentication {
  readonly spec?: PolicyTarget & { readonly jwtRules?: readonly JwtRule[] };
}

/** `from[].source`: every list has a `not` twin. */
export interface PolicySource {
  readonly principals?: readonly string[];
  readonly notPrincipals?: readonly string[];
  readonly requestPrincipals?: readonly string[];
  readonly notRequestPrincipals?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly notNamespaces?: readonly string[];
  readonly ipBlocks?: readonly string[];
  readonly notIpBlocks?: readonly string[];
  readonly remoteIpBlocks?: readonly string[];
  readonly notRemoteIpBlocks?: readonly string[];
  readonly serviceAccounts?: readonly string[];
  readonly notServiceAccounts?: readonly string[];
  readonly trustDomains?: readonly string[];
  readonly notTrustDomains?: readonly string[];
}

/** `to[].operation`: every list has a `not` twin. */
export interface PolicyOperation {
  readonly hosts?: readonly string[];
  readonly notHosts?: readonly string[];
  readonly ports?: readonly string[];
  readonly notPorts?: readonly string[];
  readonly methods?: readonly string[];
  readonly notMethods?: readonly string[];
  readonly paths?: readonly string[];
  readonly notPaths?: readonly string[];
}

export interface PolicyCondition {
  readonly key?: string;
  readonly values?: readonly string[];
  readonly notValues?: readonly string[];
}

export interface PolicyRule {
  readonly from?: readonly { readonly source?: PolicySource }[];
  readonly to?: readonly { readonly operation?: PolicyOperation }[];
  readonly when?: readonly PolicyCondition[];
}

export type PolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

export interface AuthorizationPolicy {
  readonly spec?: PolicyTarget & {
    readonly action?: PolicyAction;
    /** Of the external authorizer, for the action CUSTOM. */
    readonly provider?: { readonly name?: string };
    readonly rules?: readonly PolicyRule[];
  };
}

export interface Telemetry {
  readonly spec?: PolicyTarget & {
    readonly accessLogging?: readonly { readonly disabled?: boolean; readonly providers?: readonly { readonly name?: string }[] }[];
    readonly tracing?: readonly { readonly providers?: readonly { readonly name?: string }[] }[];
    readonly metrics?: readonly { readonly overrides?: readonly unknown[] }[];
  };
}

export interface WasmPlugin {
  readonly spec?: PolicyTarget;
}

export interface TrafficExtension {
  readonly spec?: PolicyTarget;
}
