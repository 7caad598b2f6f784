import { formatObject } from '../../../model/finding';
import type { AuthorizationPolicy, PolicyAction, PolicyOperation, PolicySource } from '../../../model/kinds/security';
import type { Path } from '../../../model/path';
import { listed, quotedList } from '../../../model/text';
import { defineRule } from '../../rule';

export const policyNeverMatches = defineRule({
  id: 'policy-never-matches',
  upstream: ['IST0106', 'KIA0102', 'KIA0106'],
  severity: 'warning',
  summary: 'A value, or a part of a rule, of an AuthorizationPolicy matches no request',
  why: 'What an ALLOW rule was to let through is denied, and what a DENY rule was to stop gets through.',
  fix: 'Write the value as Istio compares it, or remove it.',
  notes:
    'Reported are: methods that are not HTTP methods in upper case (a gRPC method is a path; those of WebDAV are right, though Kiali reports them), paths that do not begin with `/` or ' +
    'that have a query, principals without a path or with `spiffe://` before them, and lists of which everything is taken away ' +
    'again by their `not` twin. A DENY or CUSTOM policy without rules and an empty source, operation or condition are errors, ' +
    'since the webhook of istiod rejects them (IST0106).',
  reads: ['security.istio.io/AuthorizationPolicy'],
  bad: `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  rules:
    - to: [{ operation: { methods: [get], paths: ["reviews/*"] } }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: nobody-from-outside, namespace: shop }
spec:
  action: DENY
`,
  good: `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  rules:
    - to: [{ operation: { methods: [GET], paths: ["/reviews/*"] } }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: nobody-from-outside, namespace: shop }
spec:
  action: DENY
  rules:
    - from: [{ source: { notNamespaces: [shop] } }]
`,
  check(context) {
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      const spec = policy.object.spec;
      const name = formatObject(policy.ref);
      const why = CONSEQUENCE[spec?.action ?? 'ALLOW'];
      const report = ({ path, message, upstream }: Problem): void =>
        context.report(policy, path, `${name} ${message}`, { upstream: upstream ?? [], why });
      for (const { path, message } of emptyParts(spec)) context.report(policy, path, `${name} ${message}`, REJECTED);
      for (const [index, rule] of (spec?.rules ?? []).entries()) {
        for (const [position, { source }] of (rule.from ?? []).entries()) {
          for (const problem of sourceProblems(source ?? {}, ['spec', 'rules', index, 'from', position, 'source'])) report(problem);
        }
        for (const [position, { operation }] of (rule.to ?? []).entries()) {
          for (const problem of operationProblems(operation ?? {}, ['spec', 'rules', index, 'to', position, 'operation'])) report(problem);
        }
        for (const [position, { values, notValues }] of (rule.when ?? []).entries()) {
          const path: Path = ['spec', 'rules', index, 'when', position, 'notValues'];
          for (const problem of takenAway('values', values, notValues, path)) report(problem);
        }
      }
    }
  },
});

const REJECTED = {
  severity: 'error',
  upstream: ['IST0106'],
  why: 'The webhook of istiod rejects the object.',
  fix: 'Say what it is for, or remove it.',
} as const;

/** Parts that match nothing because they say nothing. */
function* emptyParts(spec: AuthorizationPolicy['spec']): Generator<Problem> {
  const action = spec?.action ?? 'ALLOW';
  if ((action === 'DENY' || action === 'CUSTOM') && (spec?.rules ?? []).length === 0) {
    yield { path: ['spec', 'rules'], message: `has the action ${action} and no rules, so it matches no request.` };
  }
  for (const [index, { from, to, when }] of (spec?.rules ?? []).entries()) {
    const path: Path = ['spec', 'rules', index];
    for (const [position, { source }] of (from ?? []).entries()) {
      if (isEmpty(source)) yield { path: [...path, 'from', position, 'source'], message: 'has a source that names no caller.' };
    }
    for (const [position, { operation }] of (to ?? []).entries()) {
      if (isEmpty(operation)) yield { path: [...path, 'to', position, 'operation'], message: 'has an operation that names no request.' };
    }
    for (const [position, { values, notValues, key }] of (when ?? []).entries()) {
      if ((values ?? []).length + (notValues ?? []).length > 0) continue;
      yield { path: [...path, 'when', position], message: `has a condition on "${key ?? ''}" without values.` };
    }
  }
}

function isEmpty(lists: PolicySource | PolicyOperation | undefined): boolean {
  return Object.values(lists ?? {}).every((list: readonly string[] | undefined) => (list ?? []).length === 0);
}

const CONSEQUENCE: { readonly [Action in PolicyAction]: string } = {
  ALLOW: 'What the rule was to let through is denied.',
  DENY: 'What the rule was to stop gets through.',
  AUDIT: 'What the rule was to record is not recorded.',
  CUSTOM: 'What the rule was to hand to the external authorizer is not handed to it.',
};

interface Problem {
  readonly path: Path;
  readonly message: string;
  readonly upstream?: readonly string[];
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE']);

function* operationProblems(operation: PolicyOperation, path: Path): Generator<Problem> {
  for (const field of ['methods', 'notMethods'] as const) {
    for (const [index, method] of (operation[field] ?? []).entries()) {
      const message = methodProblem(method);
      if (message !== undefined)
        yield {
          path: [...path, field, index],
          message,
          upstream: METHODS.has(method.toUpperCase()) || field === 'notMethods' ? [] : ['KIA0102'],
        };
    }
  }
  for (const field of ['paths', 'notPaths'] as const) {
    for (const [index, text] of (operation[field] ?? []).entries()) {
      const message = pathProblem(text);
      if (message !== undefined) yield { path: [...path, field, index], message };
    }
  }
  for (const [field, twin] of [
    ['methods', 'notMethods'],
    ['paths', 'notPaths'],
    ['hosts', 'notHosts'],
    ['ports', 'notPorts'],
  ] as const) {
    yield* takenAway(field, operation[field], operation[twin], [...path, twin]);
  }
}

/** Methods of HTTP extensions, such as WebDAV, that Envoy takes in HTTP/1 requests as well: to any other it answers 400. */
const MORE_METHODS: readonly string[] = [
  'ACL', 'BIND', 'CHECKOUT', 'COPY', 'LINK', 'LOCK', 'MERGE', 'MKACTIVITY', 'MKCALENDAR', 'MKCOL', 'MOVE', 'MSEARCH', 'M-SEARCH', 'NOTIFY', 'PROPFIND', 'PROPPATCH',
  'PURGE', 'QUERY', 'REBIND', 'REPORT', 'SEARCH', 'SOURCE', 'SUBSCRIBE', 'UNBIND', 'UNLINK', 'UNLOCK', 'UNSUBSCRIBE',
];
const ALL_METHODS: ReadonlySet<string> = new Set([...METHODS, ...MORE_METHODS]);

function methodProblem(method: string): string | undefined {
  const word = method.replace(/^\*|\*$/g, '');
  if (word === '' || ALL_METHODS.has(word)) return undefined;
  if (word.includes('/')) return `has "${method}" among its methods; the method of a gRPC call is POST, and its name is the path.`;
  if (word !== word.toUpperCase())
    return `has the method "${method}", but methods are compared letter by letter and sent in upper case. Write "${method.toUpperCase()}".`;
  if (method === word) return `has the method "${method}", which is not one of HTTP: Envoy takes no HTTP/1 request with it.`;
  const matches = method.startsWith('*') ? (known: string): boolean => known.endsWith(word) : (known: string): boolean => known.startsWith(word);
  return [...ALL_METHODS].some(matches) ? undefined : `has the method "${method}", which matches none of HTTP.`;
}

function pathProblem(text: string): string | undefined {
  if (text.includes('?')) return `has the path "${text}", but a path is compared without the query.`;
  if (text === '' || text.startsWith('/') || text.startsWith('*') || text.startsWith('{')) return undefined;
  return `has the path "${text}", but every path begins with "/".`;
}

const TWINS = [
  ['principals', 'notPrincipals'],
  ['requestPrincipals', 'notRequestPrincipals'],
  ['namespaces', 'notNamespaces'],
  ['ipBlocks', 'notIpBlocks'],
  ['remoteIpBlocks', 'notRemoteIpBlocks'],
  ['serviceAccounts', 'notServiceAccounts'],
  ['trustDomains', 'notTrustDomains'],
] as const;

function* sourceProblems(source: PolicySource, path: Path): Generator<Problem> {
  for (const field of ['principals', 'notPrincipals'] as const) {
    for (const [index, principal] of (source[field] ?? []).entries()) {
      const message = principalProblem(principal);
      if (message !== undefined) yield { path: [...path, field, index], message, upstream: field === 'principals' ? ['KIA0106'] : [] };
    }
  }
  for (const [field, twin] of TWINS) yield* takenAway(field, source[field], source[twin], [...path, twin]);
}

function principalProblem(principal: string): string | undefined {
  if (principal.startsWith('spiffe://')) return `has the principal "${principal}"; principals are written without "spiffe://".`;
  // Identities of certificates from outside the mesh may have any path, but they have one.
  if (principal.includes('/') || principal.startsWith('*') || principal.endsWith('*')) return undefined;
  return `has the principal "${principal}", but a principal is <trust domain>/ns/<namespace>/sa/<service account>.`;
}

/** Finds a list of which the `not` list takes everything away. */
function* takenAway(
  field: string,
  wanted: readonly string[] | undefined,
  unwanted: readonly string[] | undefined,
  path: Path,
): Generator<Problem> {
  if (wanted === undefined || unwanted === undefined || wanted.length === 0) return;
  const patterns = patternSet(unwanted);
  if (!wanted.every((value) => isCovered(patterns, value))) return;
  const twin = path.at(-1);
  yield {
    path,
    message: `wants ${field} ${quotedList(wanted)} and excludes ${listed([...new Set(unwanted)].map((value) => `"${value}"`))} with ${String(twin)}, so nothing is left.`,
  };
}

/** Patterns by form, so that a value is looked up and not compared with each. */
interface PatternSet {
  readonly exact: ReadonlySet<string>;
  readonly prefixes: ReadonlySet<string>;
  readonly suffixes: ReadonlySet<string>;
}

function patternSet(patterns: readonly string[]): PatternSet {
  const suffixes = patterns.filter((pattern) => pattern.startsWith('*')).map((pattern) => pattern.slice(1));
  const prefixes = patterns.filter((pattern) => pattern.endsWith('*') && !pattern.startsWith('*')).map((pattern) => pattern.slice(0, -1));
  return { exact: new Set(patterns), prefixes: new Set(prefixes), suffixes: new Set(suffixes) };
}

/** True when everything that the value stands for is matched by one of the patterns. */
function isCovered({ exact, prefixes, suffixes }: PatternSet, value: string): boolean {
  if (exact.has('*') || exact.has(value)) return true;
  const ends = Array.from({ length: value.length + 1 }, (_, index) => index);
  if (!value.endsWith('*') || value.startsWith('*')) {
    if (suffixes.size > 0 && ends.some((index) => suffixes.has(value.slice(index)))) return true;
  }
  return prefixes.size > 0 && !value.startsWith('*') && ends.some((index) => prefixes.has(value.slice(0, index)));
}
