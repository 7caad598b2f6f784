import { ZeroTrustNamespace } from '../../src/patterns/zero-trust-namespace';
import { MeshService } from '../../src/constructs/mesh-service';
import { db, gateway, prometheus, shop, shopService } from './zero-trust';

const reviews = shopService('reviews');
const productpage = shopService('productpage');

test('who may do what, and why: as data and as Markdown', () => {
  const { chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  zt.allow({ from: productpage, to: reviews, methods: ['GET'], paths: ['/reviews/*'], reason: 'stars' });
  zt.allow({ from: productpage, to: reviews, methods: ['GET'], paths: ['/reviews/*'], reason: 'and texts' });
  zt.allowGateway({ from: gateway, to: reviews, token: { issuer: 'https://a.example', audiences: ['x'], claims: { groups: ['b', 'a'] } }, when: [{ key: 'source.ip', notValues: ['10.0.0.1'] }] });
  zt.allow({ from: productpage, to: db });
  zt.allow({ from: prometheus, to: MeshService.of({ name: 'named', namespace: 'shop', ports: [{ port: 80, targetPort: 'web' }], selector: { app: 'named' } }), reason: 'a | b <script>\n`c` [d](e)' });
  zt.allowPlaintext({ name: 'probe', to: reviews, ports: [8081], paths: ['/healthz'], ipBlocks: ['10.1.0.0/16'] });
  expect(zt.accessTable()).toEqual([
    { to: 'db', from: 'cluster.local/ns/shop/sa/productpage', ports: [5432], requests: [], conditions: [], enforcedBy: 'sidecar', reasons: [], policy: 'db-from-productpage' },
    { to: 'named', from: 'cluster.local/ns/monitoring/sa/prometheus', requests: [], conditions: [], enforcedBy: 'sidecar', reasons: ['a | b <script>\n`c` [d](e)'], policy: 'named-from-monitoring.prometheus' },
    {
      to: 'reviews',
      from: 'cluster.local/ns/istio-system/sa/ingress',
      ports: [9080],
      requests: [],
      conditions: ['token of https://a.example', 'for x', 'groups: a or b', 'source.ip: not 10.0.0.1'],
      enforcedBy: 'sidecar',
      reasons: [],
      policy: 'reviews-from-istio-system.ingress',
    },
    { to: 'reviews', from: 'cluster.local/ns/shop/sa/productpage', ports: [9080], requests: ['GET', '/reviews/*'], conditions: [], enforcedBy: 'sidecar', reasons: ['and texts', 'stars'], policy: 'reviews-from-productpage' },
    { to: 'reviews', from: 'probe (plaintext)', ports: [8081], requests: ['GET', '/healthz'], conditions: ['from 10.1.0.0/16'], enforcedBy: 'sidecar', reasons: [], policy: 'reviews-for-probe' },
  ]);
  expect(zt.accessTableMarkdown()).toBe(`# Access to namespace shop

Everything else is denied.

| To | From | Ports | Requests | Only if | Why | Held by |
| --- | --- | --- | --- | --- | --- | --- |
| db | cluster.local/ns/shop/sa/productpage | 5432 | all |  |  | AuthorizationPolicy db-from-productpage (sidecar) |
| named | cluster.local/ns/monitoring/sa/prometheus | any | all |  | a \\| b &lt;script\\> \\\`c\\\` \\[d\\](e) | AuthorizationPolicy named-from-monitoring.prometheus (sidecar) |
| reviews | cluster.local/ns/istio-system/sa/ingress | 9080 | all | token of https://a.example; for x; groups: a or b; source.ip: not 10.0.0.1 |  | AuthorizationPolicy reviews-from-istio-system.ingress (sidecar) |
| reviews | cluster.local/ns/shop/sa/productpage | 9080 | GET; /reviews/\\* |  | and texts; stars | AuthorizationPolicy reviews-from-productpage (sidecar) |
| reviews | probe (plaintext) | 8081 | GET; /healthz | from 10.1.0.0/16 |  | AuthorizationPolicy reviews-for-probe (sidecar) |
`);
});
