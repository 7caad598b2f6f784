import { isSystemNamespace } from '../../../model/control-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { AuthorizationPolicy } from '../../../model/kinds/security';
import type { Path } from '../../../model/path';
import { ACCOUNT_KINDS, ServiceAccounts } from '../../../model/service-accounts';
import { firstFew, listed } from '../../../model/text';
import { ANY_OWN_TRUST_DOMAIN } from '../../../model/trust-domains';
import { nearest } from '../../../schema/suggest';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = ['security.istio.io/AuthorizationPolicy', ...ACCOUNT_KINDS] as const satisfies readonly Kind[];

const example = (account: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: productpage, namespace: shop }
spec:
  selector: { matchLabels: { app: productpage } }
  template:
    metadata: { labels: { app: productpage } }
    spec:
      serviceAccountName: bookinfo-productpage
      containers: [{ name: productpage, image: productpage }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  rules:
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/${account}] } }]
`;

export const policyIdentityNotFound = defineRule({
  id: 'policy-identity-not-found',
  upstream: ['KIA0106', 'KIA0108'],
  severity: 'warning',
  summary: 'An AuthorizationPolicy names an identity that nobody in the mesh has',
  why: 'No request comes from there, so a rule that allows it lets nobody in, and one that denies it keeps nobody out.',
  fix: 'Name the service account that the callers run as: a Pod that names none runs as `default`.',
  notes:
    'A service account is reported where the input holds workloads of its namespace, and neither a workload that runs as it nor a ' +
    'ServiceAccount of that name. The accounts of Gateway API Gateways and waypoints count, the namespaces of Istio and of Kubernetes ' +
    'are left alone, and so are values with `*` in the account, and what is excluded. A trust domain is reported where the mesh config ' +
    'is known and says which there are: `trustDomain`, `trustDomainAliases` and those of `caCertificates`; `cluster.local` always ' +
    'stands for that of the mesh. What is no principal at all, [policy-never-matches](policy-never-matches.md) reports.',
  reads: READS,
  bad: example('productpage'),
  good: example('bookinfo-productpage'),
  check(context) {
    const { settings, workloads } = context;
    let accounts: ServiceAccounts | undefined;
    // Of workloads that are only declared nobody says what they run as.
    const declared = new Set((settings.declared.workloads ?? []).map(({ namespace }) => namespace));
    const canTell = (namespace: string): boolean => namespace !== settings.rootNamespace && !isSystemNamespace(namespace) && !declared.has(namespace) && workloads.knows(namespace);
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      for (const { path, text, trustDomain, namespace = policy.namespace, account } of identities(policy.object)) {
        const wrong = trustDomain === undefined ? undefined : domainProblem(context, trustDomain);
        if (wrong !== undefined) {
          context.report(policy, path, `${formatObject(policy.ref)} names "${text}", and ${wrong}.`, {
            upstream: ['KIA0108'],
            fix: 'Correct the trust domain; `cluster.local` stands for that of the mesh, whatever it is.',
          });
          continue;
        }
        if (!isOwn(context, trustDomain) || !canTell(namespace)) continue;
        accounts ??= new ServiceAccounts(context);
        if (accounts.has(namespace, account)) continue;
        context.report(policy, path, `${formatObject(policy.ref)} names "${text}", and nothing in namespace ${namespace} runs as service account "${account}".${hint(accounts, namespace, account)}`, {
          upstream: ['KIA0106'],
        });
      }
    }
  },
});

interface Named {
  readonly path: Path;
  readonly text: string;
  /** Absent: any. */
  readonly trustDomain?: string;
  /** Absent: that of the policy. */
  readonly namespace?: string;
  readonly account: string;
}

const PRINCIPAL = /^([^*/]+|\*)\/ns\/([^*/]+)\/sa\/([^*/]+)$/;
const ACCOUNT = /^(?:([^*/]+)\/)?([^*/]+)$/;

/** Service accounts that a policy is for, as far as they are written out. */
function* identities({ spec }: AuthorizationPolicy): Generator<Named> {
  for (const [index, { from = [], when = [] }] of (spec?.rules ?? []).entries()) {
    for (const [position, { source }] of from.entries()) {
      const path: Path = ['spec', 'rules', index, 'from', position, 'source'];
      yield* principals(source?.principals, [...path, 'principals']);
      yield* serviceAccounts(source?.serviceAccounts, [...path, 'serviceAccounts']);
    }
    for (const [position, { key, values }] of when.entries()) {
      const path: Path = ['spec', 'rules', index, 'when', position, 'values'];
      if (key === 'source.principal') yield* principals(values, path);
      if (key === 'source.serviceAccount') yield* serviceAccounts(values, path);
    }
  }
}

function* principals(texts: readonly string[] | undefined, path: Path): Generator<Named> {
  for (const [index, text] of (texts ?? []).entries()) {
    const [, trustDomain, namespace, account] = PRINCIPAL.exec(text) ?? [];
    if (account !== undefined) yield { path: [...path, index], text, ...(trustDomain === '*' ? {} : { trustDomain }), namespace, account };
  }
}

function* serviceAccounts(texts: readonly string[] | undefined, path: Path): Generator<Named> {
  for (const [index, text] of (texts ?? []).entries()) {
    const [, namespace, account] = ACCOUNT.exec(text) ?? [];
    if (account !== undefined) yield { path: [...path, index], text, ...(namespace === undefined ? {} : { namespace }), account };
  }
}

function domainProblem({ settings }: RuleContext, trustDomain: string): string | undefined {
  const { trustDomains } = settings;
  if (trustDomains === undefined || trustDomain === ANY_OWN_TRUST_DOMAIN || trustDomains.includes(trustDomain)) return undefined;
  return `the mesh takes no identities of trust domain "${trustDomain}", only of ${listed(firstFew(trustDomains))}`;
}

/** Accounts of another trust domain are those of another mesh. */
function isOwn({ settings }: RuleContext, trustDomain: string | undefined): boolean {
  return trustDomain === undefined || trustDomain === ANY_OWN_TRUST_DOMAIN || trustDomain === settings.trustDomain;
}

/** A namespace with more accounts than this gets no proposal, so that many wrong ones stay cheap. */
const COMPARED_AT_MOST = 50;

function hint(accounts: ServiceAccounts, namespace: string, account: string): string {
  if (accounts.in(namespace).length > COMPARED_AT_MOST) return '';
  const names = [...accounts.in(namespace)].sort();
  const meant = nearest(account, names) ?? names.find((name) => name.endsWith(`-${account}`));
  return meant === undefined ? '' : ` Is "${meant}" meant?`;
}
