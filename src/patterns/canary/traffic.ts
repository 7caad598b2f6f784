import type { HTTPRoute, TrafficPolicy } from '../../../imports/networking';
import type { DataPlaneName } from '../../constructs/data-plane-choice';
import { durationMillis } from '../../l1/duration';
import type { CanaryTraffic } from './props';
import type { Refuse } from './refusal';

/** What callers are told, where it stands in the objects. */
export interface CheckedTraffic {
  /** For the DestinationRule. */
  readonly policy?: TrafficPolicy;
  /** For every route. */
  readonly route: Pick<HTTPRoute, 'retries' | 'timeout'>;
}

/** Fields that only sidecars can be told: an HTTPRoute has no words for them. */
const SIDECAR_ONLY = ['connectionPool', 'outlierDetection', 'upgradeToHttp2', 'retries'] as const;

export function checkTraffic(traffic: CanaryTraffic | undefined, dataPlane: DataPlaneName, refuse: Refuse): CheckedTraffic {
  if (traffic === undefined) return { route: {} };
  const unsaid = dataPlane === 'ambient' ? SIDECAR_ONLY.filter((field) => traffic[field] !== undefined) : [];
  if (unsaid.length > 0) {
    refuse(`traffic.${unsaid.join(', traffic.')} cannot be said in an HTTPRoute, which waypoints are told by; write a DestinationRule for the Services of single versions, or leave it to the application`);
  }
  checkRetries(traffic, refuse);
  const { connectionPool, outlierDetection, upgradeToHttp2, retries, timeout } = traffic;
  const http = upgradeToHttp2 === undefined ? connectionPool?.http : { ...connectionPool?.http, h2UpgradePolicy: upgradeToHttp2 ? ('UPGRADE' as const) : ('DO_NOT_UPGRADE' as const) };
  const pool = http === undefined ? connectionPool : { ...connectionPool, http };
  const policy: TrafficPolicy = { ...(pool === undefined ? {} : { connectionPool: pool }), ...(outlierDetection === undefined ? {} : { outlierDetection }) };
  return {
    ...(Object.keys(policy).length === 0 ? {} : { policy }),
    route: { ...(retries === undefined ? {} : { retries }), ...(timeout === undefined ? {} : { timeout }) },
  };
}

function checkRetries({ retries, timeout }: CanaryTraffic, refuse: Refuse): void {
  if (retries === undefined) return;
  const { attempts, perTryTimeout, ...others } = retries;
  if (attempts === undefined || !Number.isInteger(attempts) || attempts < 0) refuse(`traffic.retries.attempts is ${attempts}: give the number of retries, 0 for none`);
  const [idle] = Object.entries({ perTryTimeout, ...others }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  if (attempts === 0 && idle !== undefined) refuse(`traffic.retries.${idle} has no meaning with attempts: 0, and Istio refuses it`);
  if (attempts === 0 || timeout === undefined || perTryTimeout === undefined) return;
  const [whole, single] = [durationMillis(timeout), durationMillis(perTryTimeout)];
  if (whole === 0 || (whole > single && whole >= single * attempts)) return;
  const written = (value: number): string => `${value / 1000}s`;
  refuse(
    `traffic.timeout of ${written(whole)} ends a request before ${attempts} ${attempts === 1 ? 'retry' : 'retries'} of ${written(single)} each could be made: ` +
      'make it longer than attempts x perTryTimeout, or perTryTimeout shorter',
  );
}
