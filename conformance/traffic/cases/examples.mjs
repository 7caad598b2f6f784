// What our examples write, as they write it.

const from = 'bookinfo/productpage-v1';
const to = { host: 'reviews', port: 9080 };

export const cases = [
  {
    name: 'examples/bookinfo',
    program: 'examples/bookinfo/main.ts',
    requests: [
      { from, to, path: '/reviews/0', repeat: 500, expect: { status: 200, share: { v1: 0.8, v3: 0.2 } } },
      { from, to, path: '/reviews/0', headers: { 'end-user': 'jason' }, repeat: 30, expect: { status: 200, version: 'v3' } },
      { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host: 'bookinfo.example.com', path: '/productpage', expect: { status: 200, by: 'bookinfo/productpage-v1' } },
      { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host: 'bookinfo.example.com', path: '/reviews/0', expect: { status: 404, arrivals: {} } },
    ],
  },
];
