import type { DestinationRuleSpec, GatewaySpec, SidecarSpec, VirtualServiceSpec } from '../../../imports/networking';
import type { AuthorizationPolicySpec, PeerAuthenticationSpec, RequestAuthenticationSpec } from '../../../imports/security';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';
import { validateAuthorizationPolicy } from './authorization-policy';
import { validateDestinationRule } from './destination-rule';
import { validateGateway } from './gateway';
import { validatePeerAuthentication } from './peer-authentication';
import { validateRequestAuthentication } from './request-authentication';
import { validateSidecar } from './sidecar';
import { validateVirtualService } from './virtual-service';

/** The spec of each kind that istiod validates, by `group/kind`; all versions of a kind have one. */
interface Specs {
  'networking.istio.io/DestinationRule': DestinationRuleSpec;
  'networking.istio.io/Gateway': GatewaySpec;
  'networking.istio.io/Sidecar': SidecarSpec;
  'networking.istio.io/VirtualService': VirtualServiceSpec;
  'security.istio.io/AuthorizationPolicy': AuthorizationPolicySpec;
  'security.istio.io/PeerAuthentication': PeerAuthenticationSpec;
  'security.istio.io/RequestAuthentication': RequestAuthenticationSpec;
}

export type ValidatedKind = keyof Specs;

const VALIDATORS: { readonly [K in ValidatedKind]: SpecValidator<Wire<Specs[K]>> } = {
  'networking.istio.io/DestinationRule': validateDestinationRule,
  'networking.istio.io/Gateway': validateGateway,
  'networking.istio.io/Sidecar': validateSidecar,
  'networking.istio.io/VirtualService': validateVirtualService,
  'security.istio.io/AuthorizationPolicy': validateAuthorizationPolicy,
  'security.istio.io/PeerAuthentication': validatePeerAuthentication,
  'security.istio.io/RequestAuthentication': validateRequestAuthentication,
};

export function isValidated(kind: string): kind is ValidatedKind {
  return Object.hasOwn(VALIDATORS, kind);
}

/**
 * The validator of a kind, for a spec that the kind's schema has been applied to: values of a wrong type are gone, so
 * it is what its type says. This is the one place where that is taken on trust.
 */
export function validatorOf(kind: ValidatedKind): SpecValidator<object> {
  return VALIDATORS[kind] as SpecValidator<object>;
}
