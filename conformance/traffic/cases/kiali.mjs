// Rules that stand for what Kiali says, with the harm that they speak of: the bad objects and the good ones differ in one word.
import { client, namespace, service } from '../manifests.mjs';

const from = 'blog/reader';
const to = { host: 'reviews.shop', port: 80 };
const refused = { status: 418, arrivals: {} };

const ambient = [
  namespace('shop', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' }),
  namespace('blog', { 'istio.io/dataplane-mode': 'ambient' }),
  service('shop', 'reviews'),
  client('blog', 'reader'),
  `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop, labels: { istio.io/waypoint-for: service } }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE }]
`,
].join('');

/** The route of waypoint-rule-elsewhere, which a waypoint takes from the namespace of the Service. */
const route = (owner) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: ${owner} }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - directResponse: { status: 418 }
`;

const sidecars = [namespace('shop'), namespace('blog'), service('shop', 'reviews'), client('blog', 'reader')].join('');

/** The entry of sidecar-egress-host-not-found: nothing else is imported, so what it does not import is unknown. */
const sidecar = (host) => `
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: blog }
spec:
  outboundTrafficPolicy: { mode: REGISTRY_ONLY }
  egress: [{ hosts: ["./*", "${host}"] }]
`;

/** A Gateway of the Gateway API, and a route of another namespace than that of its backend. */
const routed = (allowed, granted) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: shop.example.com, allowedRoutes: { namespaces: { from: ${allowed} } } }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: blog }
spec:
  parentRefs: [{ name: edge, namespace: shop }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: reviews, namespace: shop, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: routes, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: ${granted}, namespace: blog }]
  to: [{ group: '', kind: Service }]
`;
const outside = { from: 'outside', to: { gateway: 'shop/edge-istio', port: 80 }, host: 'shop.example.com' };

export const cases = [
  { name: 'route-not-attached: bad', yaml: sidecars + routed('Same', 'HTTPRoute'), requests: [{ ...outside, expect: { status: 404, arrivals: {} } }] },
  { name: 'backend-without-grant: bad', yaml: sidecars + routed('All', 'GRPCRoute'), requests: [{ ...outside, expect: { status: 500, arrivals: {} } }] },
  { name: 'route-not-attached, backend-without-grant: good', yaml: sidecars + routed('All', 'HTTPRoute'), requests: [{ ...outside, expect: { status: 200 } }] },
  { name: 'waypoint-rule-elsewhere: bad', yaml: ambient + route('blog'), requests: [{ from, to, repeat: 5, expect: { status: 200 } }] },
  { name: 'waypoint-rule-elsewhere: good', yaml: ambient + route('shop'), requests: [{ from, to, repeat: 5, expect: refused }] },
  { name: 'sidecar-egress-host-not-found: bad', yaml: sidecars + sidecar('blog/reviews.shop.svc.cluster.local'), requests: [{ from, to, expect: { failure: 'closed', arrivals: {} } }] },
  { name: 'sidecar-egress-host-not-found: good', yaml: sidecars + sidecar('shop/reviews.shop.svc.cluster.local'), requests: [{ from, to, expect: { status: 200 } }] },
];
