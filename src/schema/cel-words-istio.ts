import { show } from './values';
import type { Words, WordsFor } from './words';

const EXCLUDE = (fields: string): Words => ({ message: `${fields} exclude each other.`, fix: 'Set at most one of them.' });
const SCHEMES = (self: unknown): Words => ({
  message: `${show(self)} is no address of a Wasm module: the scheme must be oci, http, https or file, or be left out.`,
  fix: 'Write an address such as oci://registry.example.com/module:1.0.',
});

/**
 * The rules of Istio's CRDs. The key is the rule with runs of white space as one space; a test holds that every rule of
 * Istio is here and that nothing else is.
 */
export const ISTIO_WORDS: Readonly<Record<string, WordsFor>> = {
  "duration(self) >= duration('1ms')": (self) => ({
    message: `${show(self)} is no duration of at least 1ms. A duration is a number with a unit (h, m, s, ms), or several in a row.`,
    fix: 'Write a duration such as 5s, 1h30m or 250ms.',
  }),
  'self.all(key, key.size() != 0)': { message: 'A label key must not be empty.', fix: 'Give every label a key, or remove it.' },
  'self.all(key, !key.contains("*"))': { message: 'A label key must not contain *: selectors know no wildcards.', fix: 'Write the whole key.' },
  '!self.contains("*")': { message: 'A label value must not contain *: selectors know no wildcards.', fix: 'Write the whole value.' },
  'self.size() == 0': { message: 'A target of another namespace is not supported.', fix: 'Remove namespace; the policy must be in the namespace of its target.' },
  '(has(self.selector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': EXCLUDE('selector and targetRefs'),
  '(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': EXCLUDE('selector, targetRef and targetRefs'),
  '(has(self.workloadSelector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': EXCLUDE('workloadSelector and targetRefs'),
  '(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1': EXCLUDE('workloadSelector and endpoints'),
  '(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': EXCLUDE('tlsCertificates and credentialNames'),
  '(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1': EXCLUDE('tlsCertificates and credentialNames'),
  '(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': EXCLUDE('credentialName and credentialNames'),
  '(has(self.jwksUri) ? 1 : 0) + (has(self.jwks_uri) ? 1 : 0) + (has(self.jwks) ? 1 : 0) <= 1': EXCLUDE('jwksUri, jwks_uri and jwks'),
  'has(self.wasm) != has(self.lua)': { message: 'An extension is either wasm or lua: exactly one of the two must be set.', fix: 'Set wasm or lua, and not both.' },
  '(has(self.valueFrom) ? self.valueFrom : "") != "HOST" || !has(self.value)': {
    message: 'With valueFrom HOST the value comes from the proxy\'s environment, so value must not be set.',
    fix: 'Remove value, or set valueFrom to INLINE.',
  },
  'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "file", "oci"]) : (isURL("http://" + self) && url("http://" + self).getScheme() in ["", "http", "https", "file", "oci"])': SCHEMES,
  'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "oci", "file"]) : (isURL("http://" + self) && url("http://" + self).getScheme() in ["", "http", "https", "oci", "file"])': SCHEMES,
  'has(self.context) ? ((self.context == "WAYPOINT") ? has(self.waypoint) : !has(self.waypoint)) : !has(self.waypoint)': {
    message: 'context WAYPOINT and the match waypoint belong together: one is set without the other.',
    fix: 'Set both, or remove waypoint and choose another context.',
  },
  '0 < self && self <= 65535': (self) => ({ message: `${show(self)} is no port.`, fix: 'Write a port from 1 to 65535.' }),
  'self in ["", "HTTP", "HTTPS"]': (self) => ({ message: `${show(self)} is no scheme of a probe: HTTP or HTTPS.`, fix: 'Write HTTP or HTTPS.' }),
  '!((has(self.addresses) ? self.addresses : []).exists(k, k.contains("/")) && !((has(self.resolution) ? self.resolution : "NONE") in ["STATIC", "NONE"]))': {
    message: 'A range of addresses (a CIDR) works only with resolution NONE or STATIC.',
    fix: 'Write single addresses, or set resolution to NONE or STATIC.',
  },
  '((has(self.resolution) ? self.resolution : "NONE") == "NONE") ? !has(self.endpoints) : true': {
    message: 'With resolution NONE traffic goes to the address the caller asked for, so endpoints must not be set.',
    fix: 'Set resolution to STATIC or DNS, or remove endpoints.',
  },
  '((has(self.resolution) ? self.resolution : "") == "DNS_ROUND_ROBIN") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true': {
    message: 'With resolution DNS_ROUND_ROBIN there can be one endpoint at most.',
    fix: 'Keep one endpoint, or set resolution to DNS.',
  },
  'self != "*"': { message: 'A ServiceEntry cannot be for every host (*).', fix: 'Name the hosts, or use a suffix such as *.example.com.' },
  'self.all(l1, self.exists_one(l2, l1.number == l2.number))': { message: 'Two ports of this list have the same number.', fix: 'Give every port its own number.' },
  'has(self.address) || has(self.network)': { message: 'An endpoint needs an address, or the network in which to find it.', fix: 'Set address.' },
  '(has(self.address) ? self.address : "").startsWith("unix://") ? !has(self.ports) : true': {
    message: 'A Unix socket has no ports, so ports must not be set beside such an address.',
    fix: 'Remove ports.',
  },
  'self.startsWith("unix://") ? (self.substring(7, 8) == "/" || self.substring(7, 8) == "@") : true': {
    message: 'A Unix socket is an absolute path (unix:///var/run/x) or an abstract name (unix://@x).',
    fix: 'Write unix:// and then / or @.',
  },
  'self.startsWith("unix://") ? !self.endsWith("/") : true': { message: 'The path of a Unix socket must not end in a slash.', fix: 'Remove the last slash.' },
  'self.all(key, size(key) < 63 && key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))': {
    message: 'A key of this map is no port name: letters, digits and dashes, shorter than 63 characters.',
    fix: 'Use the names of ports as keys, for example http.',
  },
  'url(self).getScheme() in ["http", "https"]': (self) => ({ message: `${show(self)} is no http or https URL.`, fix: 'Write a URL such as https://issuer.example.com/jwks.json.' }),
  'has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true': {
    message: 'portLevelMtls works only in a policy for chosen workloads, and this one has no selector.',
    fix: 'Set selector.matchLabels, or remove portLevelMtls.',
  },
  'self.all(key, 0 < int(key) && int(key) <= 65535)': { message: 'A key of this map is no port number.', fix: 'Use port numbers of the workload, from 1 to 65535, as keys.' },
  '(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) && !has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true': {
    message: 'serviceAccounts and notServiceAccounts cannot stand together with principals, notPrincipals, namespaces or notNamespaces.',
    fix: 'Keep one of the two ways to name who is calling.',
  },
  '((has(self.operation) ? self.operation : "") == "UPSERT") ? (self.value != "") : true': { message: 'Operation UPSERT needs a value.', fix: 'Set value.' },
  '((has(self.operation) ? self.operation : "") == "REMOVE") ? !has(self.value) : true': { message: 'Operation REMOVE takes no value.', fix: 'Remove value.' },
};
