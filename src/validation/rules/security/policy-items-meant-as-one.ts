import { formatObject } from '../../../model/finding';
import type { Severity } from '../../../model/finding';
import type { PolicyAction, PolicyOperation, PolicyRule, PolicySource } from '../../../model/kinds/security';
import type { Path } from '../../../model/path';
import { actionOf } from '../../../model/waypoints';
import { defineRule } from '../../rule';

const example = (from: string): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - from:
${from}
`;

export const policyItemsMeantAsOne = defineRule({
  id: 'policy-items-meant-as-one',
  upstream: [],
  severity: 'warning',
  summary: 'Items of a list in an AuthorizationPolicy read as if all had to hold, and one is enough',
  why: 'A request matches a rule when it fits any item of `from` and any of `to`; only the fields within one item must all hold.',
  fix: 'Write the fields in one item, if all of them are to hold; else leave out the item that changes nothing.',
  notes:
    'Three forms are reported: an item of `from` that another one covers, as a principal beside its whole namespace; items that ' +
    'each exclude something else, which together match everything; and, as an info, operations of an ALLOW rule that each name only ' +
    'methods or only paths, which let in these methods at any path and these paths with any method. Methods that only ask what there is ' +
    '(OPTIONS, HEAD) are taken to be meant.',
  reads: ['security.istio.io/AuthorizationPolicy'],
  bad: example('        - source: { namespaces: [web] }\n        - source: { principals: [cluster.local/ns/web/sa/front] }'),
  good: example('        - source: { namespaces: [web], principals: [cluster.local/ns/web/sa/front] }'),
  check(context) {
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      const action = actionOf(policy.object);
      for (const [index, rule] of (policy.object.spec?.rules ?? []).entries()) {
        for (const { path, message, severity } of problemsOf(rule, action, policy.namespace)) {
          context.report(policy, ['spec', 'rules', index, ...path], `${formatObject(policy.ref)} ${message}`, severity === undefined ? {} : { severity });
        }
      }
    }
  },
});

interface Problem {
  readonly path: Path;
  readonly message: string;
  readonly severity?: Severity;
}

function* problemsOf({ from = [], to = [] }: PolicyRule, action: PolicyAction, namespace: string): Generator<Problem> {
  if (from.length > 1) {
    const sources = from.map(({ source }) => source ?? {});
    yield* covered(sources, action, namespace);
    yield* everything('from', sources, SOURCE_EXCEPTIONS, action);
  }
  if (to.length > 1) {
    const operations = to.map(({ operation }) => operation ?? {});
    yield* everything('to', operations, OPERATION_EXCEPTIONS, action);
    if (action === 'ALLOW') yield* methodsOrPaths(operations);
  }
}

const DOES: { readonly [Action in PolicyAction]: string } = { ALLOW: 'allows', DENY: 'denies', AUDIT: 'records', CUSTOM: 'hands on' };

/** The names of the lists of an item that say something. */
function saidBy(item: PolicySource | PolicyOperation): readonly string[] {
  const entries: readonly (readonly [string, readonly string[] | undefined])[] = Object.entries(item);
  return entries.filter(([, list]) => (list ?? []).length > 0).map(([field]) => field);
}

function isOnly(item: PolicySource | PolicyOperation, field: string): boolean {
  const said = saidBy(item);
  return said.length === 1 && said[0] === field;
}

const PRINCIPAL = /^[^/*]+\/ns\/([^/*]+)\/sa\/[^/]*$/;

/** Sources of callers that all are of namespaces that other sources name without a condition. */
function* covered(sources: readonly PolicySource[], action: PolicyAction, own: string): Generator<Problem> {
  const open = new Set(sources.filter((source) => isOnly(source, 'namespaces')).flatMap(({ namespaces }) => namespaces ?? []));
  if (open.size === 0) return;
  for (const [position, source] of sources.entries()) {
    for (const field of ['principals', 'serviceAccounts'] as const) {
      const namespaces = (source[field] ?? []).map((name) => (field === 'principals' ? PRINCIPAL.exec(name)?.[1] : name.includes('/') ? name.split('/')[0] : own));
      const [first] = namespaces;
      if (first === undefined || !namespaces.every((namespace) => namespace !== undefined && open.has(namespace))) continue;
      yield {
        path: ['from', position, 'source', field],
        message: `${DOES[action]} all of namespace ${first} by another item of from, so these ${field} make no difference: items are alternatives.`,
      };
      break;
    }
  }
}

const SOURCE_EXCEPTIONS = ['notPrincipals', 'notNamespaces', 'notRequestPrincipals'] as const satisfies readonly (keyof PolicySource)[];
const OPERATION_EXCEPTIONS = ['notMethods', 'notPaths', 'notHosts', 'notPorts'] as const satisfies readonly (keyof PolicyOperation)[];

/** Items that each exclude some values of one thing, and none of which all exclude: whatever a request has, one of them takes it. */
function* everything<F extends string>(list: 'from' | 'to', items: readonly (PolicySource & PolicyOperation)[], fields: readonly (F & keyof (PolicySource & PolicyOperation))[], action: PolicyAction): Generator<Problem> {
  for (const field of fields) {
    const excluding = items.filter((item) => isOnly(item, field)).map((item) => new Set(item[field]));
    if (excluding.length < 2 || excluding.some((values) => [...values].some((value) => /[*{]/.test(value)))) continue;
    const times = new Map<string, number>();
    for (const values of excluding) for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
    if ([...times.values()].some((count) => count === excluding.length)) continue;
    yield { path: [list], message: `${DOES[action]} everything in ${list}: several items with only ${field} exclude different values, and what one excludes another takes.` };
  }
}

const HARMLESS: ReadonlySet<string> = new Set(['OPTIONS', 'HEAD']);

function* methodsOrPaths(operations: readonly PolicyOperation[]): Generator<Problem> {
  const kinds = operations.map((operation) => (isOnly(operation, 'methods') ? 'methods' : isOnly(operation, 'paths') ? 'paths' : undefined));
  const second = kinds.findIndex((kind) => kind !== kinds[0]);
  if (second < 0 || kinds.includes(undefined)) return;
  const methods = operations.flatMap((operation) => operation.methods ?? []);
  if (methods.every((method) => HARMLESS.has(method))) return;
  yield {
    path: ['to', second, 'operation', kinds[second] ?? ''],
    message: 'names methods and paths in items of their own, so it allows those methods at every path, and those paths with every method.',
    severity: 'info',
  };
}
