/** Shapes of routes and redirects for the test that no rule compares all with all. */

const manifest = (apiVersion: string, kind: string, name: string, spec: unknown) => ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, spec });
const istio = (kind: string, name: string, spec: unknown) => manifest('networking.istio.io/v1', kind, name, spec);
const TO_A = { route: [{ destination: { host: 'a' } }] };
const numbers = (size: number) => Array.from({ length: size }, (_, index) => index);

export const ROUTE_SHAPES: Readonly<Record<string, (index: number) => readonly unknown[]>> = {
  'routes of the Gateway API that are alike': (i) => [
    manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', `r${i}`, {
      parentRefs: [{ name: 'edge' }],
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/a' } }], filters: [{ type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/a/b' } } }] },
        { matches: [{ path: { type: 'RegularExpression', value: `/a/${i}/.*` } }], backendRefs: [{ name: 'a', port: 80 }] },
      ],
    }),
  ],
  'redirects at one Gateway': (i) => [
    istio('Gateway', 'g', { selector: { a: 'b' }, servers: numbers(50).map((n) => ({ port: { number: 80, protocol: 'HTTP' }, hosts: [`h${n}.example.com`] })) }),
    istio('VirtualService', `v${i}`, { hosts: [`h${i}.example.com`, 'all.example.com'], gateways: ['g'], http: [{ redirect: { scheme: 'http' } }] }),
  ],
  'servers of TLS for one host': (i) => [istio('VirtualService', `v${i}`, { hosts: ['a.example.com'], gateways: ['edge/g'], tls: [{ match: [{ sniHosts: ['a.example.com'], port: 1000 + i }], ...TO_A }] })],
  'plain text to one host': (i) => [
    istio('ServiceEntry', `e${i}`, { hosts: ['a.example.com'], ports: [{ number: 443, name: 'http', protocol: 'HTTP' }] }),
    istio('DestinationRule', `d${i}`, { host: 'a.example.com', trafficPolicy: { tls: { mode: 'SIMPLE' }, portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'DISABLE' } }] } }),
  ],
};

/** One VirtualService whose routes all redirect to themselves. */
export function manyRedirects(size: number): unknown {
  return istio('VirtualService', 'v', {
    hosts: numbers(size).map((i) => `h${i}.example.com`),
    gateways: numbers(size).map((i) => `edge/g${i}`),
    http: numbers(size).map((i) => ({ match: [{ uri: { exact: `/p${i}` } }], redirect: { uri: `/p${i}` } })),
  });
}
