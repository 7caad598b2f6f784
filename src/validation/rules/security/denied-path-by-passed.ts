import { formatObject } from '../../../model/finding';
import type { PolicyOperation, PolicyRule } from '../../../model/kinds/security';
import type { Path } from '../../../model/path';
import { policyScope, PolicyScopes } from '../../../model/policy-target';
import type { PolicyScope } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { quotedList } from '../../../model/text';
import { actionOf, decides } from '../../../model/waypoints';
import { defineRule } from '../../rule';

const example = (paths: string): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-admin, namespace: shop }
spec:
  action: DENY
  rules:
    - to: [{ operation: { paths: [${paths}], ports: ["8080"] } }]
`;

export const deniedPathByPassed = defineRule({
  id: 'denied-path-by-passed',
  upstream: [],
  severity: 'info',
  summary: 'A path is kept closed exactly as it is written, and other spellings of it are not',
  why: 'Paths are compared as they are written, and many servers take one with a slash at its end, or two at its beginning, for the same.',
  fix: 'Better say what is allowed than what is not (an ALLOW policy with `paths`); else close what is below the path as well: "/admin" and "/admin/*".',
  notes:
    'Looked at are exact `paths` of DENY rules and exact `notPaths` of ALLOW rules that have no entry for the same path with a slash at ' +
    'its end. A query, ".", ".." and encoded letters are no way around: Envoy resolves them before it compares. Repeated slashes ' +
    'and "%2F" are one, unless the mesh config merges slashes (pathNormalization). Whether a server ignores case nobody sees here. ' +
    'Methods of gRPC, whose servers take no other spelling, names of files, and workloads for which only paths by name are allowed are left alone.',
  reads: ['security.istio.io/AuthorizationPolicy'],
  bad: example('"/admin"'),
  good: example('"/admin", "/admin/*"'),
  check(context) {
    const { rootNamespace, mergesSlashes = false } = context.settings;
    const policies = context.all('security.istio.io/AuthorizationPolicy').filter(decides);
    let listed: ((scope: PolicyScope) => boolean) | undefined;
    for (const policy of policies) {
      const open = openPaths(policy);
      if (open.length === 0) continue;
      const denies = actionOf(policy.object) === 'DENY';
      if (denies && (listed ??= allowedByPath(policies, rootNamespace))(policyScope(policy.object.spec, policy.namespace, rootNamespace))) continue;
      for (const { path, text, more } of open) {
        const others = [`${text}/`, ...(mergesSlashes ? [] : [`/${text}`])];
        const which = more === 0 ? `the path "${text}"` : `the path "${text}" (and ${more} more)`;
        context.report(policy, path, `${formatObject(policy.ref)} ${denies ? 'denies' : 'allows all but'} ${which} as it is written, which ${quotedList(others)} ${others.length === 1 ? 'is' : 'are'} not.`);
      }
    }
  },
});

type Policy = Resource<'security.istio.io/AuthorizationPolicy'>;

interface OpenPath {
  readonly path: Path;
  readonly text: string;
  /** How many others of the list are like it. */
  readonly more: number;
}

function openPaths({ object }: Policy): readonly OpenPath[] {
  const action = actionOf(object);
  if (action !== 'DENY' && action !== 'ALLOW') return [];
  const field = action === 'DENY' ? 'paths' : 'notPaths';
  const lists = [...operationsOf(object.spec?.rules ?? [])].filter(({ operation }) => (operation[field] ?? []).length > 0);
  if (lists.length === 0) return [];
  const closed = closedPaths(lists.flatMap(({ operation }) => operation[field] ?? []));
  return lists.flatMap(({ operation, path }) => {
    const open = [...(operation[field] ?? []).entries()].filter(([, text]) => hasOtherSpelling(text) && !closed(`${text}/`));
    const [first] = open;
    return first === undefined ? [] : [{ path: [...path, field, first[0]], text: first[1], more: open.length - 1 }];
  });
}

function* operationsOf(rules: readonly PolicyRule[]): Generator<{ readonly operation: PolicyOperation; readonly path: Path }> {
  for (const [index, { to }] of rules.entries()) {
    for (const [position, { operation }] of (to ?? []).entries()) yield { operation: operation ?? {}, path: ['spec', 'rules', index, 'to', position, 'operation'] };
  }
}

const GRPC_METHOD = /^\/[\w.]*\w\.\w+\/\w+$/;
const FILE = /\.\w+$/;

/** True for an exact path that servers are likely to take in another spelling too. */
function hasOtherSpelling(text: string): boolean {
  return text.startsWith('/') && !/[*{?#]/.test(text) && !text.endsWith('/') && !GRPC_METHOD.test(text) && !FILE.test(text);
}

/** Whether a path is matched by one of several patterns; what a template may match is taken as matched. */
function closedPaths(patterns: readonly string[]): (path: string) => boolean {
  const exact = new Set(patterns);
  const suffixes = patterns.filter((text) => text.startsWith('*')).map((text) => text.slice(1));
  const prefixes = new Set(patterns.flatMap((text) => (text.includes('{') ? [text.slice(0, text.indexOf('{'))] : text.endsWith('*') && !text.startsWith('*') ? [text.slice(0, -1)] : [])));
  return (path) => exact.has(path) || suffixes.some((suffix) => path.endsWith(suffix)) || Array.from({ length: path.length + 1 }, (_, end) => path.slice(0, end)).some((start) => prefixes.has(start));
}

/** Whether the ALLOW policies for some workloads all name the paths that they let in, so that no other spelling gets in. */
function allowedByPath(policies: readonly Policy[], rootNamespace: string): (scope: PolicyScope) => boolean {
  const [naming, open] = [new PolicyScopes(), new PolicyScopes()];
  for (const { object, namespace } of policies) {
    if (actionOf(object) !== 'ALLOW') continue;
    ((object.spec?.rules ?? []).every(namesPaths) ? naming : open).add(policyScope(object.spec, namespace, rootNamespace));
  }
  return (scope) => naming.mayMeet(scope) && !open.mayMeet(scope);
}

function namesPaths({ to }: PolicyRule): boolean {
  return (to ?? []).length > 0 && (to ?? []).every(({ operation }) => (operation?.paths ?? []).length > 0 && !(operation?.paths ?? []).some((text) => text === '*' || text === '/*' || text.startsWith('/{**}')));
}
