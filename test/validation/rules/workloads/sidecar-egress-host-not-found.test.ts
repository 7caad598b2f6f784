import { findingsOf, reported } from '../../run';

const RULE = 'sidecar-egress-host-not-found';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;

const HIDDEN = SERVICE.replace('namespace: shop }', 'namespace: shop, annotations: { networking.istio.io/exportTo: "." } }');

const ENTRY = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com, "*.wild.example.com"], resolution: NONE, ports: [{ number: 443, name: tls, protocol: TLS }] }
---`;

const sidecar = (host: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: blog }
spec: { egress: [{ hosts: ["./*", "${host}"] }] }
`;

test.each([
  ['a Service', 'shop/reviews.shop.svc.cluster.local'],
  ['a Service of whichever namespace', '*/reviews.shop.svc.cluster.local'],
  ['a Service whose neighbours are elsewhere', 'data/db.data.svc.cluster.local'],
  ['a ServiceEntry', 'shop/api.example.com'],
  ['below a wildcard', 'shop/a.wild.example.com'],
  ['wildcards', 'shop/*.nowhere.example.com'],
  ['what is left out', '~/reviews.blog.svc.cluster.local'],
])('there, or not told: %s', (_name, host) => {
  expect(reported(RULE, SERVICE + ENTRY + sidecar(host))).toEqual([]);
});

const AT = 'warning Sidecar blog/default spec.egress[0].hosts[1]: Sidecar blog/default lets its workloads reach ';

test.each([
  ['a wrong name', SERVICE, 'shop/review.shop.svc.cluster.local', 'review.shop.svc.cluster.local, but namespace shop has no Service "review" and no ServiceEntry has that host; "reviews" is near.'],
  ['an external host', SERVICE, '*/www.example.com', 'www.example.com, but no ServiceEntry has that host.'],
  ['the host of a Service without the domain', SERVICE, 'shop/reviews.shop', 'reviews.shop, but Istio completes only names without a dot: write "reviews.shop.svc.cluster.local".'],
  ['a hidden Service', HIDDEN, 'shop/reviews.shop.svc.cluster.local', 'reviews.shop.svc.cluster.local, but Service shop/reviews is not exported to namespace blog.'],
  ['another namespace', SERVICE, './reviews.shop.svc.cluster.local', 'reviews.shop.svc.cluster.local of namespace blog, but that host is of namespace shop.'],
  ['the namespace of a ServiceEntry', ENTRY, 'blog/api.example.com', 'api.example.com of namespace blog, but that host is of namespace shop.'],
])('not there: %s', (_name, mesh, host, rest) => {
  expect(reported(RULE, mesh + sidecar(host))).toEqual([AT + rest]);
});

test('stands for what Kiali says', () => {
  const codes = (host: string) => findingsOf(SERVICE + sidecar(host)).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join());
  expect(codes('shop/review.shop.svc.cluster.local')).toEqual(['KIA1004']);
  expect(codes('blog/reviews.shop.svc.cluster.local')).toEqual(['']);
});
