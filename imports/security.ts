// Generated from istio.io/api v1.31.1 by "npm run generate". Do not edit.

import type { Construct } from 'constructs';
import { type DurationValue, type GroupVersionKind, type Manifest, TypedApiObject, type TypedApiObjectProps } from '../src/l1/generated';

/** Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy */
export type AuthorizationPolicySpec = {
  readonly action?: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
  readonly provider?: AuthorizationPolicyExtensionProvider;
  /** At most 512 items. */
  readonly rules?: readonly Rule[];
} & (
  | {
      readonly selector: WorkloadSelector;
      readonly targetRef?: never;
      readonly targetRefs?: never;
    }
  | {
      readonly targetRef: PolicyTargetReference;
      readonly selector?: never;
      readonly targetRefs?: never;
    }
  | {
      /** At most 16 items. */
      readonly targetRefs: readonly PolicyTargetReference[];
      readonly selector?: never;
      readonly targetRef?: never;
    }
  | {
      readonly selector?: never;
      readonly targetRef?: never;
      readonly targetRefs?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule */
export type JWTRule = {
  readonly audiences?: readonly string[];
  readonly forwardOriginalToken?: boolean;
  readonly fromCookies?: readonly string[];
  readonly fromHeaders?: readonly JWTHeader[];
  readonly fromParams?: readonly string[];
  /** At least 1 character. */
  readonly issuer?: string;
  readonly outputClaimToHeaders?: readonly ClaimToHeader[];
  readonly outputPayloadToHeader?: string;
  /** At most 64 items. */
  readonly spaceDelimitedClaims?: readonly string[];
  readonly timeout?: DurationValue;
} & (
  | {
      /** 1 to 2048 characters. */
      readonly jwksUri: string;
      readonly jwks_uri?: never;
      readonly jwks?: never;
    }
  | {
      /** 1 to 2048 characters. */
      readonly jwks_uri: string;
      readonly jwksUri?: never;
      readonly jwks?: never;
    }
  | {
      readonly jwks: string;
      readonly jwksUri?: never;
      readonly jwks_uri?: never;
    }
  | {
      readonly jwksUri?: never;
      readonly jwks_uri?: never;
      readonly jwks?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication */
export type RequestAuthenticationSpec = {
  /** At most 4096 items. */
  readonly jwtRules?: readonly JWTRule[];
} & (
  | {
      readonly selector: WorkloadSelector;
      readonly targetRef?: never;
      readonly targetRefs?: never;
    }
  | {
      readonly targetRef: PolicyTargetReference;
      readonly selector?: never;
      readonly targetRefs?: never;
    }
  | {
      /** At most 16 items. */
      readonly targetRefs: readonly PolicyTargetReference[];
      readonly selector?: never;
      readonly targetRef?: never;
    }
  | {
      readonly selector?: never;
      readonly targetRef?: never;
      readonly targetRefs?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider */
export interface AuthorizationPolicyExtensionProvider {
  readonly name?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule */
export interface Rule {
  /** At most 512 items. */
  readonly from?: readonly RuleFrom[];
  readonly to?: readonly RuleTo[];
  readonly when?: readonly Condition[];
}

/** Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-From */
export interface RuleFrom {
  readonly source?: Source;
}

/** Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source */
export interface Source {
  readonly ipBlocks?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly notIpBlocks?: readonly string[];
  readonly notNamespaces?: readonly string[];
  readonly notPrincipals?: readonly string[];
  readonly notRemoteIpBlocks?: readonly string[];
  readonly notRequestPrincipals?: readonly string[];
  /** At most 16 items. */
  readonly notServiceAccounts?: readonly string[];
  /** @since Istio 1.30 */
  readonly notTrustDomains?: readonly string[];
  readonly principals?: readonly string[];
  readonly remoteIpBlocks?: readonly string[];
  readonly requestPrincipals?: readonly string[];
  /** At most 16 items. */
  readonly serviceAccounts?: readonly string[];
  /** @since Istio 1.30 */
  readonly trustDomains?: readonly string[];
}

/** Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-To */
export interface RuleTo {
  readonly operation?: Operation;
}

/** Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export interface Operation {
  readonly hosts?: readonly string[];
  readonly methods?: readonly string[];
  readonly notHosts?: readonly string[];
  readonly notMethods?: readonly string[];
  readonly notPaths?: readonly string[];
  readonly notPorts?: readonly string[];
  readonly paths?: readonly string[];
  readonly ports?: readonly string[];
}

/** Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition */
export interface Condition {
  readonly key: string;
  readonly notValues?: readonly string[];
  readonly values?: readonly string[];
}

/** Reference: https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector */
export interface WorkloadSelector {
  readonly matchLabels?: {
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

/** Reference: https://istio.io/latest/docs/reference/config/security/request_authentication/#ClaimToHeader */
export interface ClaimToHeader {
  /** At least 1 character. */
  readonly claim: string;
  /** At least 1 character. */
  readonly header: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTHeader */
export interface JWTHeader {
  /** At least 1 character. */
  readonly name: string;
  readonly prefix?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS */
export interface PeerAuthenticationMutualTLS {
  readonly mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';
}

/** Reference: https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication */
export interface PeerAuthenticationSpec {
  readonly mtls?: PeerAuthenticationMutualTLS;
  readonly portLevelMtls?: {
    readonly [k: string]: PeerAuthenticationMutualTLS;
  };
  readonly selector?: WorkloadSelector;
}

/** Fields of `AuthorizationPolicy`. */
export interface AuthorizationPolicyProps extends TypedApiObjectProps {
  readonly spec: AuthorizationPolicySpec;
}

/**
 * Namespaced Istio object: `AuthorizationPolicy` of `security.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export class AuthorizationPolicy extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy' };

  /** The manifest alone, without a construct. */
  static manifest(props: AuthorizationPolicyProps): Manifest {
    return TypedApiObject.manifestOf(AuthorizationPolicy.GVK, props);
  }

  constructor(scope: Construct, id: string, props: AuthorizationPolicyProps) {
    super(scope, id, AuthorizationPolicy.GVK, props);
  }
}

/** Fields of `PeerAuthentication`. */
export interface PeerAuthenticationProps extends TypedApiObjectProps {
  readonly spec: PeerAuthenticationSpec;
}

/**
 * Namespaced Istio object: `PeerAuthentication` of `security.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class PeerAuthentication extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication' };

  /** The manifest alone, without a construct. */
  static manifest(props: PeerAuthenticationProps): Manifest {
    return TypedApiObject.manifestOf(PeerAuthentication.GVK, props);
  }

  constructor(scope: Construct, id: string, props: PeerAuthenticationProps) {
    super(scope, id, PeerAuthentication.GVK, props);
  }
}

/** Fields of `RequestAuthentication`. */
export interface RequestAuthenticationProps extends TypedApiObjectProps {
  readonly spec: RequestAuthenticationSpec;
}

/**
 * Namespaced Istio object: `RequestAuthentication` of `security.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export class RequestAuthentication extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication' };

  /** The manifest alone, without a construct. */
  static manifest(props: RequestAuthenticationProps): Manifest {
    return TypedApiObject.manifestOf(RequestAuthentication.GVK, props);
  }

  constructor(scope: Construct, id: string, props: RequestAuthenticationProps) {
    super(scope, id, RequestAuthentication.GVK, props);
  }
}
