import { formatObject } from '../../../model/finding';
import { POD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const mesh = (account: string): string => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: payments, namespace: shop }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews } }
    spec: { serviceAccountName: reviews, containers: [{ name: reviews, image: reviews }] }
---
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: { name: payments, namespace: shop }
spec:
  metadata: { labels: { app: payments } }
  template: { serviceAccount: ${account} }
`;

export const workloadGroupAccountNotFound = defineRule({
  id: 'workload-group-account-not-found',
  upstream: ['KIA1701'],
  severity: 'warning',
  summary: 'A WorkloadGroup has a service account that does not exist',
  why: 'Its machines get no token of that account, so they have no identity and cannot join the mesh.',
  fix: 'Correct the name of the account, or add the ServiceAccount.',
  notes:
    'It is looked at where the input holds ServiceAccounts of the namespace, or with `--complete`. Accounts of workloads count as there, and ' +
    'so does `default`. Kiali looks at the accounts of workloads only.',
  reads: ['networking.istio.io/WorkloadGroup', 'core/ServiceAccount', ...POD_KINDS],
  bad: mesh('payment'),
  good: mesh('payments'),
  check(context) {
    let accounts: Accounts | undefined;
    for (const group of context.all('networking.istio.io/WorkloadGroup')) {
      const account = group.object.spec?.template?.serviceAccount;
      if (account === undefined || account === '' || account === 'default') continue;
      accounts ??= {
        objects: new Set(context.all('core/ServiceAccount').flatMap(({ namespace, name }) => [namespace, `${namespace}/${name}`])),
        used: new Set(POD_KINDS.flatMap((kind) => context.all(kind)).map(({ namespace, object }) => `${namespace}/${object.serviceAccountName ?? ''}`)),
      };
      const key = `${group.namespace}/${account}`;
      if (accounts.objects.has(key) || accounts.used.has(key) || !(context.settings.complete || accounts.objects.has(group.namespace))) continue;
      context.report(
        group,
        ['spec', 'template', 'serviceAccount'],
        `${formatObject(group.ref)} has the service account "${account}", and namespace ${group.namespace} has no ServiceAccount of that name.`,
      );
    }
  },
});

interface Accounts {
  /** ServiceAccounts as `namespace/name`, and the namespaces that have some. */
  readonly objects: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
}
