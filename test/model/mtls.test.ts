import { MtlsPolicies } from '../../src/model/mtls';
import { resource } from './resources';

const peer = (name: string, namespace: string, spec: unknown) => resource('security.istio.io/PeerAuthentication', spec, { name, namespace });
const mode = (text: string) => ({ mtls: { mode: text } });
const policies = (...list: readonly ReturnType<typeof peer>[]) => new MtlsPolicies(list, 'istio-system');
const REVIEWS = { app: 'reviews' };
const selected = (spec: object) => ({ ...spec, selector: { matchLabels: REVIEWS } });

test('without policies every workload is permissive', () => {
  expect(policies().ofWorkload('shop', REVIEWS)).toEqual({ mode: 'PERMISSIVE' });
});

test('workload before namespace before mesh', () => {
  const mesh = peer('mesh', 'istio-system', mode('STRICT'));
  const namespace = peer('namespace', 'shop', mode('PERMISSIVE'));
  const workload = peer('workload', 'shop', selected(mode('DISABLE')));
  expect(policies(mesh).ofWorkload('shop', REVIEWS)).toEqual({ mode: 'STRICT', by: mesh });
  expect(policies(mesh, namespace).ofWorkload('shop', REVIEWS)).toEqual({ mode: 'PERMISSIVE', by: namespace });
  expect(policies(mesh, namespace, workload).ofWorkload('shop', REVIEWS)).toEqual({ mode: 'DISABLE', by: workload });
  expect(policies(mesh, namespace, workload).ofWorkload('shop', { app: 'ratings' })).toEqual({ mode: 'PERMISSIVE', by: namespace });
  expect(policies(mesh, namespace, workload).ofNamespace('bakery')).toEqual({ mode: 'STRICT', by: mesh });
});

test('UNSET and nothing inherit', () => {
  const mesh = peer('mesh', 'istio-system', mode('STRICT'));
  expect(policies(mesh, peer('a', 'shop', mode('UNSET')), peer('b', 'shop', selected({}))).ofWorkload('shop', REVIEWS)).toEqual({ mode: 'STRICT', by: mesh });
});

test('a port comes before its workload, and inherits what it leaves unset', () => {
  const spec = { ...mode('STRICT'), portLevelMtls: { 8080: { mode: 'DISABLE' }, 8081: { mode: 'UNSET' }, 8082: {} } };
  const workload = peer('workload', 'shop', selected(spec));
  const at = (port: number) => policies(workload).ofWorkload('shop', REVIEWS, port)?.mode;
  expect([8080, 8081, 8082, 8083].map(at)).toEqual(['DISABLE', 'STRICT', 'STRICT', 'STRICT']);
});

test('a selector in the root namespace selects nothing', () => {
  expect(policies(peer('a', 'istio-system', selected(mode('STRICT')))).ofWorkload('istio-system', REVIEWS)).toEqual({ mode: 'PERMISSIVE' });
});

test('several that agree are one, several that do not are undecided', () => {
  const strict = peer('a', 'shop', mode('STRICT'));
  expect(policies(strict, peer('b', 'shop', mode('STRICT'))).ofNamespace('shop')).toEqual({ mode: 'STRICT', by: strict });
  expect(policies(strict, peer('b', 'shop', mode('DISABLE'))).ofNamespace('shop')).toBeUndefined();
  expect(policies(peer('a', 'istio-system', mode('STRICT')), peer('b', 'istio-system', mode('DISABLE'))).ofMesh()).toBeUndefined();
});

test('tells which ports policies of a workload tell apart', () => {
  const told = policies(
    peer('a', 'shop', selected({ portLevelMtls: { 9080: mode('STRICT').mtls } })),
    peer('b', 'shop', { selector: { matchLabels: { app: 'ratings' } }, portLevelMtls: { 7070: mode('STRICT').mtls } }),
  );
  expect([...told.portsToldApart('shop')].sort()).toEqual([7070, 9080]);
  expect([...told.portsToldApartFor('shop', REVIEWS)]).toEqual([9080]);
  expect([...told.portsToldApartFor('shop', { app: 'cart' })]).toEqual([]);
  expect([...told.portsToldApartFor('bakery', REVIEWS)]).toEqual([]);
});
