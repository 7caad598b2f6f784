import type {
  LoadBalancerSettings,
  LoadBalancerSettingsConsistentHashLB,
  LocalityLoadBalancerSetting,
  LocalityLoadBalancerSettingFailover,
  WarmupConfiguration,
  ZoneAwareLoadBalancerSetting,
} from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { validateLocalities, validateWeights } from './localities';
import { readDuration, validateDuration } from './numbers';

/** Labels of regions, zones and subzones, which locality load balancing knows by itself. */
const TOPOLOGY = new Set(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']);
/** https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers#maglev */
const LARGEST_MAGLEV_TABLE = 5_000_011;

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings */
export function validateLoadBalancer(settings: Wire<LoadBalancerSettings> | undefined, hasOutlierDetection: boolean, at: Place): void {
  if (settings === undefined) return;
  const { consistentHash, localityLbSetting: locality, zoneAwareLbSetting: zoneAware, warmup } = settings;
  if (consistentHash !== undefined) validateConsistentHash(consistentHash, at.at('consistentHash'));
  if (locality !== undefined && zoneAware !== undefined) {
    at.error('contradicting-fields', 'localityLbSetting and zoneAwareLbSetting are two ways to prefer what is near.', 'Use one of them.');
  }
  if (locality !== undefined) validateLocality(locality, hasOutlierDetection, at.at('localityLbSetting'));
  if (zoneAware !== undefined) validateZoneAware(zoneAware, hasOutlierDetection, at.at('zoneAwareLbSetting'));
  if (warmup !== undefined) validateWarmup(warmup, at.at('warmup'));
}

function validateConsistentHash(hash: Wire<LoadBalancerSettingsConsistentHashLB>, at: Place): void {
  const { httpCookie, minimumRingSize = 0, maglev, ringHash } = hash;
  readDuration(httpCookie?.ttl, at.at('httpCookie', 'ttl'));
  if (httpCookie?.name === '') at.at('httpCookie', 'name').error('missing-setting', 'The cookie has no name.', 'Give it one.');
  const names = new Set<string>();
  each(httpCookie?.attributes, at.at('httpCookie', 'attributes'), ({ name = '' }, place) => {
    if (name === '') place.at('name').error('missing-setting', 'The attribute of the cookie has no name.', 'Give it one.');
    else if (names.has(name)) place.at('name').error('repeated-entry', `The cookie has the attribute "${name}" twice.`, 'Name each attribute once.');
    names.add(name);
  });
  if (minimumRingSize !== 0) {
    at.at('minimumRingSize').warn('deprecated-field', 'minimumRingSize is deprecated.', 'Use ringHash: { minimumRingSize }.');
    if (maglev !== undefined || ringHash !== undefined) {
      at.at('minimumRingSize').error('contradicting-fields', 'minimumRingSize stands beside an algorithm that has settings of its own.', 'Remove minimumRingSize.');
    }
  }
  if (maglev !== undefined) validateMaglevTable(maglev.tableSize ?? 0, at.at('maglev', 'tableSize'));
}

function validateMaglevTable(size: number, at: Place): void {
  if (size > 0 && size < LARGEST_MAGLEV_TABLE && isPrime(size)) return;
  const problem = size === 0 ? 'is missing' : size >= LARGEST_MAGLEV_TABLE ? `is ${size}, which is too large` : `is ${size}, which is no prime number`;
  at.error('invalid-value', `The size of the table ${problem}.`, `Use a prime number below ${LARGEST_MAGLEV_TABLE}, such as 65537.`);
}

/** Of numbers below some millions. Envoy takes 1 for one. */
function isPrime(number: number): boolean {
  if (number < 4) return true;
  if (number % 2 === 0) return false;
  for (let factor = 3; factor * factor <= number; factor += 2) if (number % factor === 0) return false;
  return true;
}

/** As upstream, it stops at the first mistake in what is distributed. */
function validateLocality(setting: Wire<LocalityLoadBalancerSetting>, hasOutlierDetection: boolean, at: Place): void {
  const { distribute = [], failover = [], failoverPriority = [] } = setting;
  if (distribute.length > 0 && failover.length > 0) {
    at.error('contradicting-fields', 'distribute says where traffic goes, and failover says it again.', 'Use one of them.');
    return;
  }
  const known = failoverPriority.findIndex((name) => TOPOLOGY.has(name));
  if (failover.length > 0 && known >= 0) {
    at.at('failoverPriority', known).error('contradicting-fields', `failover orders the regions already, and "${failoverPriority[known] ?? ''}" orders them again.`, 'Use one of them.');
    return;
  }
  for (const [index, { to }] of distribute.entries()) {
    const place = at.at('distribute', index).at('to');
    if (!validateWeights(to, place)) return;
    validateLocalities(Object.keys(to ?? {}).map((locality) => ({ locality, at: place.at(locality) })));
  }
  validateLocalities(distribute.map(({ from = '' }, index) => ({ locality: from, at: at.at('distribute', index).at('from') })));
  warnWithoutOutlierDetection(failover.length + failoverPriority.length, hasOutlierDetection, at);
  each(failover, at.at('failover'), validateFailover);
}

function validateZoneAware({ failover = [], failoverPriority = [] }: Wire<ZoneAwareLoadBalancerSetting>, hasOutlierDetection: boolean, at: Place): void {
  each(failoverPriority, at.at('failoverPriority'), (name, place) => {
    if (TOPOLOGY.has(name)) place.error('contradicting-fields', `Zone-aware load balancing orders by "${name}" already.`, 'Remove it.');
  });
  warnWithoutOutlierDetection(failover.length + failoverPriority.length, hasOutlierDetection, at);
  each(failover, at.at('failover'), validateFailover);
}

function warnWithoutOutlierDetection(rules: number, hasOutlierDetection: boolean, at: Place): void {
  if (rules === 0 || hasOutlierDetection) return;
  at.warn('ineffective-field', 'Without outlierDetection nothing is ever found to have failed, so nothing fails over.', 'Add outlierDetection to the same traffic policy.');
}

function validateFailover({ from = '', to = '' }: Wire<LocalityLoadBalancerSettingFailover>, at: Place): void {
  if (from === to) at.error('invalid-value', `Traffic of region "${from}" fails over to itself.`, 'Name another region in to.');
  if (from.includes('/') || to.includes('/')) at.error('invalid-value', 'Failover is from region to region, and a zone is named.', 'Name the regions alone.');
  if (from.includes('*') || to.includes('*')) at.error('invalid-value', 'Failover is from one region to another, and a wildcard is none.', 'Name the regions.');
}

function validateWarmup({ duration, minimumPercent = 0, aggression }: Wire<WarmupConfiguration>, at: Place): void {
  if (duration === undefined) at.at('duration').error('missing-setting', 'It is not said how long new endpoints are spared.', 'Give warmup a duration.');
  validateDuration(duration, at.at('duration'));
  if (minimumPercent > 100) at.at('minimumPercent').error('invalid-value', `${minimumPercent} is not a percentage.`, 'Use at most 100.');
  if (aggression !== undefined && aggression <= 0) at.at('aggression').error('invalid-value', `The aggression is ${aggression}.`, 'Use a number above 0; 1 grows evenly.');
}
