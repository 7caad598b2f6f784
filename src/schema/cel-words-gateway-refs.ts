import type { Words, WordsFor } from './words';

const SECTION = "(((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))";
const BOTH_SECTIONS = "((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == ''))";
const SAME_TARGET = 'p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name';
const SAME_PARENT = `${SAME_TARGET} && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ ))`;

const HOSTNAME = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const QUOTED_HOSTNAME = HOSTNAME.replaceAll('\\', '\\\\');

function repeated(what: string): Words {
  return { message: `Two entries of this list name the same ${what} and the same section.`, fix: 'Remove one of them, or set another sectionName.' };
}

function sectionOfOne(what: string): Words {
  return { message: `Two entries of this list name the same ${what}, and only one of them says which section.`, fix: 'Set sectionName in both, each to another section.' };
}

/** A rule that adds up something of the sixteen rules that a route can have. */
function sum(term: (i: number) => string): string {
  return `${Array.from({ length: 16 }, (_, i) => `(self.size() > ${i} ? ${term(i)} : 0)`).join(' + ')} <= 128`;
}

const TOO_MANY_MATCHES: Words = { message: 'The rules of this route have more than 128 matches together.', fix: 'Split the route into several.' };

/** ReplacePrefixMatch takes the place of the prefix that matched, so there has to be one. */
function prefixRules(): Record<string, WordsFor> {
  const words: Record<string, WordsFor> = {};
  for (const [filter, name] of [['requestRedirect', 'redirect'], ['urlRewrite', 'rewrite']] as const) {
    const some = `exists_one(f, has(f.${filter}) && has(f.${filter}.path) && f.${filter}.path.type == 'ReplacePrefixMatch' && has(f.${filter}.path.replacePrefixMatch))`;
    const one = "((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true) : true";
    const told = { message: `A ${name} with ReplacePrefixMatch needs exactly one match in its rule, of type PathPrefix.`, fix: 'Keep one match of type PathPrefix, or use ReplaceFullPath.' };
    words[`(has(self.filters) && self.filters.${some}) ? ${one}`] = told;
    words[`(has(self.backendRefs) && self.backendRefs.exists_one(b, (has(b.filters) && b.filters.${some}) )) ? ${one}`] = told;
  }
  return words;
}

/** The rules of the Gateway API about what objects refer to, and about names and numbers. */
export const GATEWAY_API_REFERENCES: Readonly<Record<string, WordsFor>> = {
  ...prefixRules(),
  [`self.all(p1, self.all(p2, ${SAME_PARENT} ? ${BOTH_SECTIONS} : true))`]: sectionOfOne('parent'),
  [`self.all(p1, self.exists_one(p2, ${SAME_PARENT} && ${SECTION}))`]: repeated('parent'),
  [`self.all(p1, self.all(p2, ${SAME_TARGET} ? ${BOTH_SECTIONS} : true))`]: sectionOfOne('target'),
  [`self.all(p1, self.exists_one(p2, ${SAME_TARGET} && ${SECTION}))`]: repeated('target'),
  [sum((i) => `self[${i}].matches.size()`)]: TOO_MANY_MATCHES,
  [sum((i) => `(has(self[${i}].matches) ? self[${i}].matches.size() : 0)`)]: TOO_MANY_MATCHES,
  '!(has(self.caCertificateRefs) && size(self.caCertificateRefs) > 0 && has(self.wellKnownCACertificates) && self.wellKnownCACertificates != "")': { message: 'caCertificateRefs and wellKnownCACertificates exclude each other.', fix: 'Keep one of them.' },
  '(has(self.caCertificateRefs) && size(self.caCertificateRefs) > 0 || has(self.wellKnownCACertificates) && self.wellKnownCACertificates != "")': { message: 'Nothing says which certificate authority to trust.', fix: 'Set caCertificateRefs, or wellKnownCACertificates to System.' },
  'self.all(t1, self.exists_one(t2, t1.port == t2.port))': { message: 'Two entries of this list are for the same port.', fix: 'Keep one entry for each port.' },
  'has(self.type) ? has(self.service) || has(self.method) : true': { message: 'A match of a gRPC method needs a service or a method.', fix: 'Set service, method or both.' },
  '(!has(self.type) || self.type == \'Exact\') && has(self.service) ? self.service.matches(r"""^(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$"""): true': { message: 'service is no name of a gRPC service.', fix: 'Write a name such as com.example.Chat.' },
  '(!has(self.type) || self.type == \'Exact\') && has(self.method) ? self.method.matches(r"""^[A-Za-z_][A-Za-z_0-9]*$"""): true': { message: 'method is no name of a gRPC method: letters, digits and underscores.', fix: 'Write a name such as Send.' },
  'self.all(key, key.matches(r"""^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$"""))': { message: 'A key of this map is no Kubernetes key: letters, digits, dashes, dots and underscores, with a domain and a slash before them if you like.', fix: 'Write a key such as example.com/team.' },
  'self.all(key, key.split("/")[0].size() < 253)': { message: 'The domain before the slash of a key is too long: 252 characters at most.', fix: 'Shorten it.' },
  "self.all(a1, a1.type == 'IPAddress' && has(a1.value) ? self.exists_one(a2, a2.type == a1.type && has(a2.value) && a2.value == a1.value) : true )": { message: 'An IP address is in this list twice.', fix: 'Remove one of them.' },
  "self.all(a1, a1.type == 'Hostname' && has(a1.value) ? self.exists_one(a2, a2.type == a1.type && has(a2.value) && a2.value == a1.value) : true )": { message: 'A hostname is in this list twice.', fix: 'Remove one of them.' },
  [`self.type == 'Hostname' ? (!has(self.value) || self.value.matches(r"""^(\\*\\.)?${HOSTNAME}$""")): true`]: { message: 'An address of type Hostname must be a DNS name in lower case.', fix: 'Write a name such as gw.example.com.' },
  [`self.type == 'Hostname' ? self.value.matches(r"""^(\\*\\.)?${HOSTNAME}$"""): true`]: { message: 'An address of type Hostname must be a DNS name in lower case.', fix: 'Write a name such as gw.example.com.' },
  "self.type in ['Exact','PathPrefix'] || self.type == 'RegularExpression'": { message: 'The type of a path match is Exact, PathPrefix or RegularExpression.', fix: 'Use one of the three.' },
  '(self.type in [\'Exact\',\'PathPrefix\']) ? self.value.matches(r"""^(?:[-A-Za-z0-9/._~!$&\'()*+,;=:@]|[%][0-9a-fA-F]{2})+$""") : true': { message: 'The path of an Exact or PathPrefix match holds a character that must be escaped.', fix: 'Write it as a percent sign with two hex digits.' },
  'self.all(l1, !has(l1.port) || self.exists_one(l2, has(l2.port) && l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))': { message: 'Two listeners have the same port, protocol and hostname.', fix: 'Make one of the three different.' },
  '!(self.type == "Hostname" && (!has(self.hostname) || self.hostname == ""))': { message: 'Type Hostname needs hostname.', fix: 'Set hostname.' },
  '!(self.type != "Hostname" && has(self.hostname) && self.hostname != "")': { message: 'hostname is set, but the type is not Hostname.', fix: 'Set type to Hostname, or remove hostname.' },
  '!(self.type == "URI" && (!has(self.uri) || self.uri == ""))': { message: 'Type URI needs uri.', fix: 'Set uri.' },
  '!(self.type != "URI" && has(self.uri) && self.uri != "")': { message: 'uri is set, but the type is not URI.', fix: 'Set type to URI, or remove uri.' },
  [`self.all(h, !h.contains('*') ? h.matches('^(${QUOTED_HOSTNAME})$') : true)`]: { message: 'A hostname of this list is no DNS name in lower case.', fix: 'Write names such as a.example.com.' },
  [`self.all(h, h.contains('*') ? (h.startsWith('*.') && h.substring(2).matches('^(${QUOTED_HOSTNAME})$')) : true)`]: { message: 'A wildcard stands only for the first label of a hostname.', fix: 'Write *. and a DNS name, for example *.example.com.' },
};
