import { declaredWith } from '../../src/cli/declare-flag';
import { check, command } from './harness';

const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a, namespace: shop }
spec:
  hosts: [a.example.com]
  gateways: [edge/public]
  http: [{ route: [{ destination: { host: billing.finance.svc.cluster.local, subset: v1 } }] }]
`;

test('what is declared is taken as there', async () => {
  const files = { 'a.yaml': ROUTE };
  const rules = async (...argv: readonly string[]): Promise<readonly string[]> => (await check(files, '--complete', ...argv, 'a.yaml')).findings.map(({ rule }) => rule).sort();
  expect(await rules()).toEqual(['gateway-not-found', 'host-not-found', 'subset-not-found']);
  expect(await rules('--declare', 'gateway=edge/public', '--declare', 'host=*.finance.svc.cluster.local')).toEqual(['subset-not-found']);
  expect(await rules('--declare', 'gateway=edge/public', '--declare', 'host=billing.finance.svc.cluster.local', '--declare', 'subset=billing.finance.svc.cluster.local/v1')).toEqual([]);
});

test('flags add to what the configuration file declares', async () => {
  const files = { 'a.yaml': ROUTE, 'cdk8s-istio.yaml': 'complete: true\ndeclared:\n  hosts: [billing.finance.svc.cluster.local]\n  subsets: [{ host: billing.finance.svc.cluster.local, subsets: [v1] }]\n' };
  expect((await check(files, '--declare', 'gateway=edge/public', 'a.yaml')).findings).toEqual([]);
});

test('a workload has a namespace and labels', () => {
  expect(declaredWith({ hosts: ['a.example.com'] }, ['workload=edge/istio=ingress,app=x', 'host=b.example.com'])).toEqual({
    hosts: ['a.example.com', 'b.example.com'],
    workloads: [{ namespace: 'edge', labels: { istio: 'ingress', app: 'x' } }],
  });
});

const USAGE = 'say what it is and its name: --declare host=HOST, gateway=NAMESPACE/NAME, subset=HOST/NAME or workload=NAMESPACE/LABEL=VALUE';

test.each([
  ['billing', USAGE],
  ['namespace=shop', USAGE],
  ['host=', USAGE],
  ['host=billing', 'it must be a full host like "reviews.bookinfo.svc.cluster.local" or "*.example.com", not "billing"'],
  ['gateway=public', 'it must be a gateway as "namespace/name", not "public"'],
  ['subset=billing.finance.svc.cluster.local', USAGE],
  ['workload=edge', USAGE],
  ['subset=billing/v1', 'it must be { host, subsets } with a full host and the names of its subsets, not {"host":"billing","subsets":["v1"]}'],
  ['workload=Edge/a=b', 'it must be { namespace, labels } with texts as labels, not {"namespace":"Edge","labels":{"a":"b"}}'],
])('--declare %s is one line and code 2', async (text, message) => {
  expect(await command(['check', '--declare', text, 'a.yaml'], { files: { 'a.yaml': ROUTE } })).toEqual({ code: 2, stdout: '', stderr: `cdk8s-istio: --declare ${text}: ${message}\n` });
});
