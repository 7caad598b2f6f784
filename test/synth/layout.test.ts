import { definedScopes, filePath } from '../../src/synth/layout';

function fileOf(apiVersion: string, kind: string, metadata: Record<string, unknown>, crds: readonly Record<string, unknown>[] = [], defaultNamespace?: string): string {
  return filePath({ apiVersion, kind, metadata }, { defaultNamespace, definedScopes: definedScopes(crds) });
}

const crd = (scope: string): Record<string, unknown> => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: { group: 'example.com', names: { kind: 'Widget' }, scope },
});

test.each<[string, string, Record<string, unknown>, string]>([
  ['networking.istio.io/v1', 'VirtualService', { namespace: 'shop', name: 'reviews' }, 'shop/networking.istio.io.virtualservice.reviews.yaml'],
  ['networking.istio.io/v1beta1', 'VirtualService', { namespace: 'shop', name: 'reviews' }, 'shop/networking.istio.io.virtualservice.reviews.yaml'],
  ['gateway.networking.k8s.io/v1', 'Gateway', { namespace: 'shop', name: 'web' }, 'shop/gateway.networking.k8s.io.gateway.web.yaml'],
  ['v1', 'Service', { namespace: 'shop', name: 'reviews' }, 'shop/core.service.reviews.yaml'],
  ['apps/v1', 'Deployment', { name: 'reviews' }, 'default/apps.deployment.reviews.yaml'],
  ['v1', 'Namespace', { name: 'shop' }, '_cluster/core.namespace.shop.yaml'],
  ['v1', 'Namespace', { name: 'shop', namespace: 'shop' }, '_cluster/core.namespace.shop.yaml'],
  ['gateway.networking.k8s.io/v1', 'GatewayClass', { name: 'istio' }, '_cluster/gateway.networking.k8s.io.gatewayclass.istio.yaml'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'system:Auth' }, '_cluster/rbac.authorization.k8s.io.clusterrole.system%3aauth.yaml'],
  ['example.com/v1', 'Widget', { name: 'w' }, '_cluster/example.com.widget.w.yaml'],
  ['example.com/v1', 'Widget', { name: 'w', namespace: 'shop' }, 'shop/example.com.widget.w.yaml'],
  ['v1', 'ConfigMap', { name: '../../etc/passwd', namespace: '..' }, '%2e./core.configmap...%2f..%2fetc%2fpasswd.yaml'],
  ['v1', 'ConfigMap', { name: 'x', namespace: '.' }, '%2e/core.configmap.x.yaml'],
  ['v1', 'ConfigMap', { name: 'x', namespace: '_cluster' }, '%5fcluster/core.configmap.x.yaml'],
  ['v1', 'ConfigMap', { name: 'x', namespace: '' }, '%/core.configmap.x.yaml'],
  ['v1', 'ConfigMap', { name: 'a\\b\u0000c:d', namespace: 'A b' }, 'a%20b/core.configmap.a%5cb%00c%3ad.yaml'],
  ['v1', 'ConfigMap', { name: '\ud83d\ude00', namespace: 'n' }, 'n/core.configmap.%f0%9f%98%80.yaml'],
])('%s %s %j', (apiVersion, kind, metadata, file) => {
  expect(fileOf(apiVersion, kind, metadata)).toBe(file);
});

test('a default namespace is the folder of objects that name none', () => {
  expect(fileOf('v1', 'Service', { name: 'x' }, [], 'shop')).toBe('shop/core.service.x.yaml');
  expect(fileOf('v1', 'Namespace', { name: 'x' }, [], 'shop')).toBe('_cluster/core.namespace.x.yaml');
});

test('a definition among the objects says where its kind goes', () => {
  expect(fileOf('example.com/v1', 'Widget', { name: 'w', namespace: 'n' }, [crd('Cluster')])).toBe('_cluster/example.com.widget.w.yaml');
  expect(fileOf('example.com/v1', 'Widget', { name: 'w' }, [crd('Namespaced')], 'shop')).toBe('shop/example.com.widget.w.yaml');
});

test('a name too long for a file is cut and told apart by a hash', () => {
  const [a, b] = ['a', 'b'].map((end) => fileOf('networking.istio.io/v1', 'VirtualService', { namespace: 'n', name: 'x'.repeat(251) + end }));
  expect(a).toMatch(/^n\/networking\.istio\.io\.virtualservice\.x+~[0-9a-f]{12}\.yaml$/);
  expect(a).not.toBe(b);
  expect(a?.length).toBeLessThan(230);
});
