import type { ClientTLSSettings } from '../../../imports/networking';
import type { Place } from '../place';
import type { Wire } from '../wire';

const CONFIG_MAP = 'configmap://';

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings */
export function validateClientTls(tls: Wire<ClientTLSSettings> | undefined, namespace: string, at: Place): void {
  if (tls === undefined) return;
  const { mode = 'DISABLE', credentialName = '', subjectAltNames, insecureSkipVerify = false } = tls;
  if (credentialName.startsWith(CONFIG_MAP)) validateConfigMap(credentialName, namespace, at.at('credentialName'));
  const unused = isSet(tls.caCertificates) || subjectAltNames !== undefined && subjectAltNames.length > 0;
  if (insecureSkipVerify && ((mode === 'SIMPLE' && (unused || credentialName !== '')) || (mode === 'MUTUAL' && unused))) {
    at.at('insecureSkipVerify').error('contradicting-fields', 'The server is not verified, and what it is to be verified by is set.', 'Remove insecureSkipVerify, or what it leaves unused: caCertificates, subjectAltNames, and with SIMPLE credentialName.');
  }
  const presents = mode === 'SIMPLE' || mode === 'MUTUAL';
  if (presents && credentialName !== '') {
    if ([tls.clientCertificate, tls.caCertificates, tls.privateKey, tls.caCrl].some(isSet)) {
      at.error('contradicting-fields', `The certificates come from ${credentialName}, and files are named too.`, 'Use credentialName or files.');
    }
    return;
  }
  if (mode !== 'MUTUAL') return;
  for (const field of ['clientCertificate', 'privateKey'] as const) {
    if (!isSet(tls[field])) at.at(field).error('missing-setting', `Mode MUTUAL has no ${field}.`, 'Name the files of certificate and key, or a credentialName.');
  }
}

function validateConfigMap(name: string, namespace: string, at: Place): void {
  const [own, map, ...rest] = name.slice(CONFIG_MAP.length).split('/');
  if (own === undefined || own === '' || map === undefined || map === '' || rest.length > 0) {
    at.error('invalid-target', `"${name}" does not name a ConfigMap.`, 'Write "configmap://namespace/name".');
  } else if (own !== namespace) {
    at.error('invalid-target', `The ConfigMap lies in namespace ${own}, and the object in ${namespace}.`, 'Use a ConfigMap of the own namespace.');
  }
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}
