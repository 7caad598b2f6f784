import type { WorkloadSelector } from '../../../imports/security';
import type { Place } from '../place';
import type { Wire } from '../wire';
import { validateSelectedLabels } from './workload-selector';

/** `selector` of security, telemetry and extension kinds. */
export function validateSelector(selector: Wire<WorkloadSelector> | undefined, at: Place): void {
  if (selector !== undefined) validateSelectedLabels(selector.matchLabels, at, 'matchLabels');
}
