import type { OutlierDetection } from '../../../imports/networking';
import type { Place } from '../place';
import type { Wire } from '../wire';
import { validateDuration, validatePercent } from './numbers';

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection */
export function validateOutlierDetection(outlier: Wire<OutlierDetection> | undefined, at: Place): void {
  if (outlier === undefined) return;
  validateDuration(outlier.baseEjectionTime, at.at('baseEjectionTime'));
  validateDuration(outlier.interval, at.at('interval'));
  validatePercent(outlier.maxEjectionPercent, at.at('maxEjectionPercent'));
  validatePercent(outlier.minHealthPercent, at.at('minHealthPercent'));
  if ((outlier.consecutiveErrors ?? 0) !== 0) {
    at.at('consecutiveErrors').warn('deprecated-field', 'consecutiveErrors is deprecated.', 'Use consecutive5xxErrors or consecutiveGatewayErrors.');
  }
  if ((outlier.consecutiveLocalOriginFailures ?? 0) > 0 && outlier.splitExternalLocalOriginErrors !== true) {
    at.at('consecutiveLocalOriginFailures').error('contradicting-fields', 'Failures of local origin are counted apart only where splitExternalLocalOriginErrors is true.', 'Set splitExternalLocalOriginErrors: true.');
  }
}
