import type { WorkloadSelector } from '../../imports/security';
import { eachPair, type Place } from './place';
import type { Wire } from './wire';

/** `selector` of security, telemetry and extension kinds. */
export function validateSelector(selector: Wire<WorkloadSelector> | undefined, at: Place): void {
  if (selector === undefined) return;
  const labels = at.at('matchLabels');
  eachPair(selector.matchLabels, labels, (key, value, pair) => {
    if (key === '') pair.error('invalid-label', 'A label of the selector has no name.', 'Name the label, or remove it.');
    if (key.includes('*') || value.includes('*')) {
      pair.error('invalid-label', `The selector holds "${key}=${value}", and "*" does not stand for anything in a selector.`, 'Write the label of the workloads as it is.');
    }
  });
  if (Object.keys(selector.matchLabels ?? {}).length === 0) {
    at.warn('ineffective-field', 'The selector has no labels, so it selects every workload of the namespace.', 'Remove the selector, or name the labels of the workloads that are meant.');
  }
}
