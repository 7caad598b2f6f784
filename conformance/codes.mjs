// What is compared when codes are: one upstream code can stand for several checks.

/** The references behind IST0101, as upstream's text names them, to the name used here. */
const REFERENCES = {
  gateway: 'gateway',
  host: 'host',
  'mirror host': 'host',
  'host:port': 'port',
  'host+subset in destinationrule': 'subset',
  'mirror+subset in destinationrule': 'subset',
  selector: 'selector',
  credentialName: 'credential',
  namespace: 'namespace',
};

/** Which of these references each rule with IST0101 checks. */
const RULE_REFERENCES = {
  'gateway-not-found': 'gateway',
  'host-not-found': 'host',
  'port-not-found': 'port',
  'subset-not-found': 'subset',
  'selector-matches-nothing': 'selector',
  'gateway-credential-not-found': 'credential',
  'policy-namespace-not-found': 'namespace',
};

/** Which of IST0151 and IST0155 upstream says depends on the order in which it comes by the EnvoyFilters, and that is not always the same. */
export function oneOfRelative(code) {
  return code === 'IST0155' ? 'IST0151' : code;
}

/** The code of an analyzer's message; IST0101 with what was not found, IST0174 with whether the host is a wildcard. */
export function upstreamCode({ code, text, pod }) {
  // A Pod made of a template for the judge has not been through the webhook that fills its image in; nobody claims that.
  if (code === 'IST0147' && pod === true) return 'IST0147:template';
  if (code === 'IST0174' && text.startsWith('The host *')) return 'IST0174:wildcard';
  if (code !== 'IST0101') return oneOfRelative(code);
  const reference = /^Referenced (.+?) not found:/.exec(text)?.[1];
  if (!Object.hasOwn(REFERENCES, reference)) throw new Error(`codes.mjs knows no reference "${reference}" of IST0101`);
  return `IST0101:${REFERENCES[reference]}`;
}

/** The upstream codes a finding of ours stands for, in the same form; `API` among them. */
export function ownCodes({ rule, upstream }) {
  return upstream.filter((code) => code === 'API' || code.startsWith('IST')).map((code) => (code === 'IST0101' ? `IST0101:${ruleReference(rule)}` : oneOfRelative(code)));
}

/** All codes of the rules, in the same form. */
export function ruleCodes(rules) {
  return new Set(rules.flatMap(({ id, upstream }) => ownCodes({ rule: id, upstream })));
}

/** The suites that compare codes, and so tell which were seen. */
export const COMPARED_IN = ['rules', 'samples', 'meshes', 'analyzers'];

/** Rules that this file names and that do not exist (any more). */
export function unknownRules(rules) {
  return Object.keys(RULE_REFERENCES).filter((id) => !rules.some((rule) => rule.id === id));
}

/** True when a rule with one of these codes has to answer for this one. */
export function isClaimed(codes, code) {
  return codes.has(code) || codes.has(code.replace(/:wildcard$/, ''));
}

function ruleReference(rule) {
  if (!Object.hasOwn(RULE_REFERENCES, rule)) throw new Error(`say in codes.mjs which reference of IST0101 the rule ${rule} checks`);
  return RULE_REFERENCES[rule];
}
