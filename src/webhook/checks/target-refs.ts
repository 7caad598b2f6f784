import type { PolicyTargetReference } from '../../../imports/security';
import { each, type Place } from '../place';
import type { Wire } from '../wire';

/** What a policy can be attached to, as `group/kind`. */
const TARGETS = new Set(['/Service', 'core/Service', 'networking.istio.io/ServiceEntry', 'gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass']);

/** `targetRef` and `targetRefs` of policies. */
export function validateTargetRefs(
  { targetRef, targetRefs }: { readonly targetRef?: Wire<PolicyTargetReference>; readonly targetRefs?: readonly Wire<PolicyTargetReference>[] },
  at: Place,
): void {
  if (targetRef !== undefined) validateTargetRef(targetRef, at.at('targetRef'));
  each(targetRefs, at.at('targetRefs'), validateTargetRef);
}

function validateTargetRef({ group = '', kind, name, namespace }: Wire<PolicyTargetReference>, at: Place): void {
  if (name === '') at.at('name').error('invalid-target', 'It is not said to which object the policy is attached.', 'Give the name of the object.');
  if (namespace !== undefined && namespace !== '') {
    at.at('namespace').error('invalid-target', 'A policy cannot be attached to an object of a named namespace.', 'Leave namespace out, and put the policy into the namespace of the object.');
  }
  if (!TARGETS.has(`${group}/${kind}`)) {
    at.error('invalid-target', `A policy cannot be attached to ${group === '' ? '' : `${group} `}${kind}.`, 'Attach it to a Service, a ServiceEntry, or a Gateway or GatewayClass of gateway.networking.k8s.io.');
  }
}
