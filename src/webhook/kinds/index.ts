import type { PeerAuthenticationSpec } from '../../../imports/security';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';
import { validatePeerAuthentication } from './peer-authentication';

/** The spec of each kind that istiod validates, by `group/kind`; all versions of a kind have one. */
interface Specs {
  'security.istio.io/PeerAuthentication': PeerAuthenticationSpec;
}

export type ValidatedKind = keyof Specs;

const VALIDATORS: { readonly [K in ValidatedKind]: SpecValidator<Wire<Specs[K]>> } = {
  'security.istio.io/PeerAuthentication': validatePeerAuthentication,
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
