import { NANOS_OF_A_MILLISECOND, readDuration, validateDuration, validatePort } from '../checks/numbers';
import { validateWildcardDomain } from '../checks/hosts';
import { validateLoadBalancer } from '../checks/load-balancer';
import { isDnsLabel } from '../checks/text-forms';
import { Place, type Remark } from '../place';
import { Document } from './document';
import { validateProxySettings } from './proxy-config';
import { validateDefaultTrafficPolicy } from './traffic-policy';

const HOUR = 3_600_000_000_000n;
const CURVES = new Set(['', 'P-224', 'P-256', 'P-384', 'P-521', 'X25519', 'X25519Kyber768Draft00', 'X25519MLKEM768']);

/**
 * What istiod says of a mesh config when it starts: with an error it does not, and a later config is not taken. What is
 * absent has a default, which is right.
 * https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig
 *
 * @param mesh the document: key `mesh` of the ConfigMap `istio`, or `meshConfig` of what installs Istio
 */
export function meshConfigRemarks(mesh: unknown): readonly Remark[] {
  return Place.remarksOf((at) => {
    const config = new Document(mesh, at);
    const port = config.field('proxyListenPort');
    if (port.isSet) validatePort(port.number, port.at);
    validateTimeouts(config);
    // The one name that is read as it stands alone, since defaults are merged by it.
    validateProxySettings(config.fieldNamed('defaultConfig'));
    validateLocalities(config);
    for (const settings of config.field('serviceSettings').items) for (const host of settings.field('hosts').items) validateWildcardDomain(host.text ?? '', host.at);
    for (const domain of [config.field('trustDomain'), ...config.field('trustDomainAliases').items]) if (domain.isSet) validateTrustDomain(domain);
    const curves = config.field('meshMTLS').field('ecdhCurves');
    if (curves.items.length > 0) curves.at.error('contradicting-fields', 'The curves of connections within the mesh cannot be chosen.', 'Remove ecdhCurves here; tlsDefaults has those of all others.');
    validateCurves(config.field('tlsDefaults').field('ecdhCurves').items);
    validateDefaultTrafficPolicy(config.field('defaultTrafficPolicy'));
  });
}

function validateTimeouts(config: Document): void {
  const connect = config.field('connectTimeout');
  validateDuration(connect.text, connect.at);
  if ((readDuration(connect.text, connect.at) ?? 0n) > HOUR) connect.at.error('invalid-duration', `The duration ${connect.text ?? ''} is longer than an hour.`, 'Use at most "1h".');
  const detect = config.field('protocolDetectionTimeout');
  if ((readDuration(detect.text, detect.at) ?? 0n) % NANOS_OF_A_MILLISECOND !== 0n) detect.at.error('invalid-duration', `The duration ${detect.text ?? ''} is not a whole number of milliseconds.`, 'Round it to milliseconds.');
}

/** Here both settings may stand side by side, and outlier detection is taken for granted. */
function validateLocalities(config: Document): void {
  const regions = (setting: Document): readonly { readonly from: string; readonly to: string }[] =>
    setting.field('failover').items.map((item) => ({ from: item.field('from').text ?? '', to: item.field('to').text ?? '' }));
  const locality = config.field('localityLbSetting');
  if (locality.isSet) {
    const distribute = locality.field('distribute').items.map((item) => ({
      from: item.field('from').text ?? '',
      to: Object.fromEntries(item.field('to').pairs.map(([name, weight]) => [name, weight.number ?? 0])),
    }));
    validateLoadBalancer({ localityLbSetting: { distribute, failover: regions(locality), failoverPriority: locality.field('failoverPriority').texts } }, true, config.at);
  }
  const zones = config.field('zoneAwareLbSetting');
  if (zones.isSet) validateLoadBalancer({ zoneAwareLbSetting: { failover: regions(zones), failoverPriority: zones.field('failoverPriority').texts } }, true, config.at);
}

function validateTrustDomain({ text = '', at }: Document): void {
  const parts = text.split('.');
  const isOne = text !== '' && (parts.at(-1) === '' ? parts.slice(0, -1) : parts).every(isDnsLabel);
  if (!isOne) at.error('invalid-host', `"${text}" is no trust domain.`, 'Write one such as "cluster.local": letters, digits, "-" and dots.');
}

function validateCurves(curves: readonly Document[]): void {
  const seen = new Set<string>();
  for (const { text = '', at } of curves) {
    if (!CURVES.has(text)) at.warn('ineffective-field', `There is no curve "${text}", so it is left out.`, `Use ${[...CURVES].filter((name) => name !== '').join(', ')}.`);
    else if (seen.has(text)) at.warn('ineffective-field', `The curve "${text}" is named twice.`, 'Name it once.');
    seen.add(text);
  }
}
