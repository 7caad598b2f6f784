import type { PolicyTargetReference, WorkloadSelector } from '../../../imports/security';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { validateSelector } from './selector';

/** What a policy can be attached to, as `group/kind`. */
const TARGETS = new Set(['/Service', 'core/Service', 'networking.istio.io/ServiceEntry', 'gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass']);

interface Attached {
  readonly selector?: Wire<WorkloadSelector>;
  readonly targetRef?: Wire<PolicyTargetReference>;
  readonly targetRefs?: readonly Wire<PolicyTargetReference>[];
}

/** What a policy is attached to: `selector`, `targetRef` or `targetRefs`. */
export function validateAttachment({ selector, targetRef, targetRefs }: Attached, at: Place): void {
  const set = Object.entries({ selector, targetRef, targetRefs: (targetRefs ?? []).length > 0 ? targetRefs : undefined }).filter(([, value]) => value !== undefined);
  const [first, second] = set.map(([field]) => field);
  if (first !== undefined && second !== undefined) {
    at.at(second).error('contradicting-fields', `${first} and ${second} both say what the policy is for.`, 'Use one of selector and targetRefs.');
  }
  validateSelector(selector, at.at('selector'));
  if (targetRef !== undefined) validateTargetRef(targetRef, at.at('targetRef'));
  each(targetRefs, at.at('targetRefs'), validateTargetRef);
}

function validateTargetRef({ group = '', kind = '', name = '', namespace }: Wire<PolicyTargetReference>, at: Place): void {
  if (name === '') at.at('name').error('invalid-target', 'It is not said to which object the policy is attached.', 'Give the name of the object.');
  if (namespace !== undefined && namespace !== '') {
    at.at('namespace').error('invalid-target', 'A policy cannot be attached to an object of a named namespace.', 'Leave namespace out, and put the policy into the namespace of the object.');
  }
  if (!TARGETS.has(`${group}/${kind}`)) {
    at.error('invalid-target', `A policy cannot be attached to ${group === '' ? '' : `${group} `}${kind}.`, 'Attach it to a Service, a ServiceEntry, or a Gateway or GatewayClass of gateway.networking.k8s.io.');
  }
}
