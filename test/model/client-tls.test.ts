import { clientTlsOf } from '../../src/model/client-tls';

test('the host, its ports and its subsets', () => {
  const spec = {
    host: 'reviews',
    trafficPolicy: {
      tls: { mode: 'DISABLE' as const },
      portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'ISTIO_MUTUAL' as const } }, { port: { number: 81 } }, { tls: {} }],
    },
    subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: { tls: {} } }, { name: 'v2' }],
  };
  expect([...clientTlsOf({ spec }, true)]).toEqual([
    { mode: 'DISABLE', path: ['spec', 'trafficPolicy', 'tls', 'mode'], except: new Set([80, 81]) },
    { mode: 'ISTIO_MUTUAL', path: ['spec', 'trafficPolicy', 'portLevelSettings', 0, 'tls', 'mode'], port: 80, except: new Set() },
    { mode: 'DISABLE', path: ['spec', 'subsets', 0, 'trafficPolicy', 'tls', 'mode'], subset: { version: 'v1' }, except: new Set() },
  ]);
  expect([...clientTlsOf({}, true)]).toEqual([]);
});

test('without auto mTLS a rule that sets nothing means plain text; one that sets anything means what it says', () => {
  expect([...clientTlsOf({ spec: { host: 'a' } }, false)]).toEqual([{ mode: 'DISABLE', unsaid: true, path: ['spec'], except: new Set() }]);
  const tls = { mode: 'ISTIO_MUTUAL' } as const;
  expect([...clientTlsOf({ spec: { host: 'a', trafficPolicy: { tls } } }, false)].map(({ mode }) => mode)).toEqual(['ISTIO_MUTUAL']);
});
