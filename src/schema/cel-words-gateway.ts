import type { WordsFor } from './words';

const FILTERS: readonly (readonly [string, string])[] = [
  ['requestHeaderModifier', 'RequestHeaderModifier'],
  ['responseHeaderModifier', 'ResponseHeaderModifier'],
  ['requestMirror', 'RequestMirror'],
  ['requestRedirect', 'RequestRedirect'],
  ['urlRewrite', 'URLRewrite'],
  ['extensionRef', 'ExtensionRef'],
  ['cors', 'CORS'],
];

const REPLACEMENTS: readonly (readonly [string, string])[] = [
  ['replaceFullPath', 'ReplaceFullPath'],
  ['replacePrefixMatch', 'ReplacePrefixMatch'],
];

const PATH_PARTS: readonly (readonly [string, string])[] = [
  ["contains('//')", '//'],
  ["contains('/./')", '/./'],
  ["contains('/../')", '/../'],
  ["contains('%2f')", '%2f'],
  ["contains('%2F')", '%2F'],
  ["contains('#')", '#'],
  ["endsWith('/..')", '/.. at its end'],
  ["endsWith('/.')", '/. at its end'],
];

function filterWords(): Record<string, WordsFor> {
  const words: Record<string, WordsFor> = {};
  for (const [field, type] of FILTERS) {
    words[`!(has(self.${field}) && self.type != '${type}')`] = { message: `${field} is set, but the type of this filter is not ${type}.`, fix: `Set type to ${type}, or remove ${field}.` };
    words[`!(!has(self.${field}) && self.type == '${type}')`] = { message: `A filter of type ${type} needs ${field}.`, fix: `Set ${field}.` };
    words[`self.filter(f, f.type == '${type}').size() <= 1`] = { message: `There can be one ${type} filter at most.`, fix: 'Keep one of them.' };
  }
  for (const [field, type] of REPLACEMENTS) {
    words[`self.type == '${type}' ? has(self.${field}) : true`] = { message: `Type ${type} needs ${field}.`, fix: `Set ${field}.` };
    words[`has(self.${field}) ? self.type == '${type}' : true`] = { message: `${field} is set, but the type is not ${type}.`, fix: `Set type to ${type}, or remove ${field}.` };
  }
  return words;
}

function pathWords(): Record<string, WordsFor> {
  const words: Record<string, WordsFor> = {};
  for (const [test, part] of PATH_PARTS) {
    words[`(self.type in ['Exact','PathPrefix']) ? !self.value.${test} : true`] = { message: `The path of an Exact or PathPrefix match must not hold ${part}.`, fix: 'Write the path without it.' };
  }
  return words;
}

/** The rules of the Gateway API about filters, matches and listeners. */
export const GATEWAY_API_WORDS: Readonly<Record<string, WordsFor>> = {
  ...filterWords(),
  ...pathWords(),
  "(self.type in ['Exact','PathPrefix']) ? self.value.startsWith('/') : true": { message: 'The path of an Exact or PathPrefix match must start with a slash.', fix: 'Put / in front of it.' },
  "(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true": { message: 'A reference to a Service needs a port.', fix: 'Set port.' },
  'self.numerator <= self.denominator': { message: 'A fraction cannot be more than one: the numerator is larger than the denominator.', fix: 'Make numerator smaller.' },
  '!(has(self.percent) && has(self.fraction))': { message: 'percent and fraction exclude each other.', fix: 'Keep one of them.' },
  "!('*' in self && self.size() > 1)": { message: 'The wildcard * stands for every value, so no other can stand beside it.', fix: 'Keep only *, or remove it.' },
  "!(self.exists(f, f.type == 'RequestRedirect') && self.exists(f, f.type == 'URLRewrite'))": { message: 'A redirect and a rewrite exclude each other.', fix: 'Keep one of the two filters.' },
  '(has(self.backendRefs) && size(self.backendRefs) > 0) ? (!has(self.filters) || self.filters.all(f, !has(f.requestRedirect))): true': { message: 'A rule that redirects cannot have backends.', fix: 'Remove backendRefs or the redirect.' },
  "!(has(self.request) && has(self.backendRequest) && duration(self.request) != duration('0s') && duration(self.backendRequest) > duration(self.request))": {
    message: 'The timeout of one attempt (backendRequest) is longer than that of the whole request.',
    fix: 'Make backendRequest at most as long as request.',
  },
  "self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)": { message: 'A listener of protocol HTTP, TCP or UDP cannot have tls.', fix: 'Remove tls, or set the protocol to HTTPS or TLS.' },
  "self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)": { message: 'An HTTPS listener must terminate TLS.', fix: 'Set tls.mode to Terminate.' },
  "self.all(l, (l.protocol == 'TLS' ? has(l.tls) && has(l.tls.mode) && l.tls.mode != '' : true))": { message: 'A listener of protocol TLS needs tls with a mode.', fix: 'Set tls.mode to Terminate or Passthrough.' },
  "self.all(l, l.protocol in ['TCP', 'UDP'] ? (!has(l.hostname) || l.hostname == '') : true)": { message: 'A listener of protocol TCP or UDP cannot have a hostname.', fix: 'Remove hostname.' },
  'self.all(l1, self.exists_one(l2, l1.name == l2.name))': { message: 'Two listeners have the same name.', fix: 'Give every listener its own name.' },
  'self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))': {
    message: 'Two listeners have the same port, protocol and hostname.',
    fix: 'Make one of the three different.',
  },
  "self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true": { message: 'To terminate TLS a listener needs certificates.', fix: 'Set certificateRefs, or set mode to Passthrough.' },
  'self.all(h, !isIP(h))': { message: 'A hostname cannot be an IP address.', fix: 'Write names.' },
};
