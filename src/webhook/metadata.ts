import type { Fields } from '../model/values';
import type { Place } from './place';
import type { WebhookSubject } from './subject';

const DRY_RUN = 'istio.io/dry-run';

/** Says of an object that istiod's own translation of the Gateway API made it: the names in it are others than those that users write. */
const CONVERTED = { Gateway: 'internal.istio.io/gateway-semantics', VirtualService: 'internal.istio.io/route-semantics' } as const;

/** Whether an object claims to be translated from one of the Gateway API. */
export function isConverted({ annotations }: WebhookSubject, kind: keyof typeof CONVERTED): boolean {
  return Object.hasOwn(annotations, CONVERTED[kind]) && annotations[CONVERTED[kind]] === 'gateway';
}

/** Annotations that istiod keeps for itself. */
const INTERNAL = ['internal.istio.io/webhook-always-reject', 'internal.istio.io/parent-namespace', 'internal.istio.io/parents'];

/** The texts that Go's `strconv.ParseBool` reads. */
const BOOLEAN = /^(?:1|0|t|f|T|F|true|false|TRUE|FALSE|True|False)$/;

/**
 * Annotations that make the webhook reject an object before it looks at its spec.
 *
 * @returns whether the spec is looked at
 */
export function validateMetadata({ kind, annotations }: WebhookSubject, action: string | undefined, at: Place): boolean {
  const place = (name: string): Place => at.at('metadata', 'annotations').at(name);
  for (const name of INTERNAL) {
    if (!Object.hasOwn(annotations, name)) continue;
    place(name).error('reserved-annotation', `The annotation "${name}" is istiod's own.`, 'Remove the annotation.');
    return false;
  }
  const dryRun = Object.hasOwn(annotations, DRY_RUN) ? annotations[DRY_RUN] : undefined;
  if (dryRun === undefined) return true;
  if (kind !== 'AuthorizationPolicy') {
    place(DRY_RUN).error('reserved-annotation', `The annotation "${DRY_RUN}" has no meaning on a ${kind}.`, 'Remove it: only an AuthorizationPolicy can be tried out by it.');
  } else if (action === 'AUDIT' || action === 'CUSTOM') {
    place(DRY_RUN).error('reserved-annotation', `A policy of action ${action} cannot be tried out with "${DRY_RUN}".`, 'Remove the annotation, or use ALLOW or DENY.');
  } else if (!BOOLEAN.test(dryRun)) {
    place(DRY_RUN).error('reserved-annotation', `The annotation "${DRY_RUN}" is "${dryRun}", which is neither true nor false.`, 'Write "true" or "false".');
  } else {
    return true;
  }
  return false;
}

/** What an object of Istio can have at its root. */
const FIELDS = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

/** Says of each field at the root of an object that the webhook knows none such. */
export function validateFields(object: Fields, at: Place): void {
  for (const name of Object.keys(object)) {
    if (!FIELDS.has(name) && object[name] !== undefined) at.at(name).error('invalid-value', `"${name}" is no field of an object of Istio.`, 'Remove it, or move it into spec.');
  }
}
