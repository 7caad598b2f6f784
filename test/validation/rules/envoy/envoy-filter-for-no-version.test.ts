import { reported } from '../../run';

const RULE = 'envoy-filter-for-no-version';

const filter = (version: string) => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: f, namespace: shop }
spec:
  configPatches:
    - { applyTo: HTTP_ROUTE, patch: { operation: MERGE, value: {} } }
    - applyTo: HTTP_ROUTE
      match: { proxy: { proxyVersion: '${version}' } }
      patch: { operation: MERGE, value: { route: { idle_timeout: 30s } } }
`;

test('the message says which', () => {
  expect(reported(RULE, filter('^v1\\.31.*'))).toEqual([
    'warning EnvoyFilter shop/f spec.configPatches[1].match.proxy.proxyVersion: EnvoyFilter shop/f has a patch for proxies of the version "^v1\\.31.*", which no version of Istio matches.',
  ]);
  expect(reported(RULE, filter('^1\\.19.*'))).toEqual([
    'info EnvoyFilter shop/f spec.configPatches[1].match.proxy.proxyVersion: EnvoyFilter shop/f has a patch for proxies of the version "^1\\.19.*", which no version of Istio since 1.29 matches.',
  ]);
});

test.each(['^2\\..*', '^1\\.31$', 'v1.31', '^ 1\\.31', '^1\\.31\\.\\*', '^1,31'])('none: %s', (version) => {
  expect(reported(RULE, filter(version)).map((line) => line.split(' ')[0])).toEqual(['warning']);
});

test.each(['^1\\.28.*', '1\\.6\\.', '^1\\.(1|2)[0-8]\\.'])('old: %s', (version) => {
  expect(reported(RULE, filter(version)).map((line) => line.split(' ')[0])).toEqual(['info']);
});

test.each(['', '^1\\.29.*', '1\\.30\\.4', '^1\\.31\\.\\d+$', '^1\\.32.*', '.*', '^1\\.2.*', '^1\\.30-alpha.*', '1.31.2-asm.1', '^v?1\\.31', '(', '^1\\.31\\.2-.*'])(
  'some may: %s',
  (version) => {
    expect(reported(RULE, filter(version))).toEqual([]);
  },
);
