// What rules of our own say of routes of the Gateway API, of redirects and of ServiceEntries: the harm as they say it, and gone where it is mended.
import { client, namespace, service, serviceOnly } from '../manifests.mjs';

const shop = [namespace('shop'), service('shop', 'web'), service('shop', 'items'), client('shop', 'front')].join('');
const host = 'shop.example.com';

const object = (apiVersion, kind, name, spec) => `\n---\n${JSON.stringify({ apiVersion, kind, metadata: { name, namespace: 'shop' }, spec })}\n`;
const istio = (kind, name, spec) => object('networking.istio.io/v1', kind, name, spec);
const gatewayApi = (kind, name, spec) => object('gateway.networking.k8s.io/v1', kind, name, spec);

const edge = gatewayApi('Gateway', 'edge', { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP', hostname: host }] });
const AT_EDGE = { parentRefs: [{ name: 'edge' }], hostnames: [host] };
const OF_CALLERS = { parentRefs: [{ group: '', kind: 'Service', name: 'web', port: 80 }] };
const route = (rules, { name = 'shop', at = AT_EDGE } = {}) => gatewayApi('HTTPRoute', name, { ...at, rules });
const prefix = (value) => ({ path: { type: 'PathPrefix', value } });
const regex = (value) => ({ path: { type: 'RegularExpression', value } });
const exact = (value) => ({ path: { type: 'Exact', value } });
const to = (match, name, more = {}) => ({ matches: [match], backendRefs: [{ name, port: 80, ...more }] });
const away = (match, requestRedirect) => ({ matches: [match], filters: [{ type: 'RequestRedirect', requestRedirect }] });

const outside = (path, expect, more = {}) => ({ from: 'outside', to: { gateway: 'shop/edge-istio', port: 80 }, host, path, expect, ...more });
const by = (name) => ({ status: 200, by: `shop/${name}` });
const nobody = (status) => ({ status, arrivals: {} });

const harmAndMend = (rule, bad, good) => [
  { name: `${rule}: the harm`, yaml: shop + bad.yaml, requests: bad.requests },
  { name: `${rule}: mended`, yaml: shop + good.yaml, requests: good.requests },
];
const atEdge = (rule, [bad, ...seen], [good, ...wanted]) => harmAndMend(rule, { yaml: edge + bad, requests: seen }, { yaml: edge + good, requests: wanted });

const ingress = istio('Gateway', 'public', {
  selector: { istio: 'ingressgateway' },
  servers: [
    { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [host] },
    { port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: [host], tls: { mode: 'SIMPLE', credentialName: 'shop' } },
  ],
});
const atIngress = (http) => ingress + istio('VirtualService', 'shop', { hosts: [host], gateways: ['public'], http });
const TO_WEB = { route: [{ destination: { host: 'web' } }] };
const plain = { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host };
const secure = { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 443 }, protocol: 'https', host };
const sentTo = (location) => ({ status: 301, headers: { location }, arrivals: {} });
const routeSentTo = (location) => ({ status: 302, headers: { location }, arrivals: {} });

const entry = (name, hosts, ports, resolution) => istio('ServiceEntry', name, { hosts, location: 'MESH_EXTERNAL', resolution, ports });
const HTTP_80 = { number: 80, name: 'http', protocol: 'HTTP' };

/** A Service of which callers find the addresses of the Pods. */
const headless = (port) => serviceOnly('shop', 'store', { app: 'store' }, { http: [port, 9080] }).replace('"selector"', '"clusterIP":"None","selector"');
const store = service('shop', 'store').replace(/^---\n[^\n]*\n/, '');
const strict = object('security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
const pod = (port, expect) => ({ from: 'shop/front', to: { pod: 'shop/store', port }, host: 'store', expect });

export const cases = [
  ...atEdge('unreachable-route-rule, an expression below a prefix',
    [route([to(regex('/items/[0-9]+'), 'items'), to(prefix('/items'), 'web')]), outside('/items/1', by('web'))],
    [route([to(prefix('/items'), 'items'), to(exact('/items'), 'web')]), outside('/items/1', by('items')), outside('/items', by('web'))]),
  ...atEdge('unreachable-route-rule, an expression below the prefix of another route',
    [route([to(regex('/items/[0-9]+'), 'items')], { name: 'first' }) + route([to(prefix('/'), 'web')], { name: 'second' }), outside('/items/1', by('web'))],
    [route([to(prefix('/items'), 'items')], { name: 'first' }) + route([to(prefix('/'), 'web')], { name: 'second' }), outside('/items/1', by('items'))]),
  ...atEdge('unreachable-route-rule, one match twice',
    [route([to(prefix('/a'), 'items'), to(prefix('/a/'), 'web')]), outside('/a', by('items'))],
    [route([to(prefix('/a'), 'items'), to(exact('/a'), 'web')]), outside('/a', by('web'))]),
  ...harmAndMend('unreachable-route-rule, callers',
    { yaml: route([to(regex('/items/[0-9]+'), 'items'), to(prefix('/'), 'web')], { at: OF_CALLERS }), requests: [{ from: 'shop/front', to: { host: 'web', port: 80 }, path: '/items/1', expect: by('web') }] },
    { yaml: route([to(prefix('/items'), 'items'), to(prefix('/'), 'web')], { at: OF_CALLERS }), requests: [{ from: 'shop/front', to: { host: 'web', port: 80 }, path: '/items/1', expect: by('items') }] }),
  {
    name: 'a wider prefix before a narrower one in an HTTPRoute takes nothing from it',
    yaml: shop + edge + route([to(prefix('/'), 'web'), to(prefix('/items'), 'items')]),
    requests: [outside('/items/1', by('items'))],
  },
  ...atEdge('route-port-not-found', [route([to(prefix('/'), 'web', { port: 9080 })]), outside('/', nobody(500))], [route([to(prefix('/'), 'web')]), outside('/', by('web'))]),
  ...atEdge('route-rule-without-backend', [route([to(prefix('/'), 'web', { weight: 0 }), { matches: [prefix('/a')] }]), outside('/', nobody(500)), outside('/a', nobody(500))], [route([to(prefix('/'), 'web', { weight: 1 })]), outside('/', by('web'))]),
  ...atEdge('wildcard-taken-literally, an HTTPRoute', [route([to(prefix('/a/*'), 'web')]), outside('/a/b', nobody(404))], [route([to(prefix('/a'), 'web')]), outside('/a/b', by('web'))]),
  ...atEdge('match-never-holds, an HTTPRoute', [route([to(regex('/a\\?b=.*'), 'web')]), outside('/a?b=c', nobody(404))], [route([to(regex('/a'), 'web')]), outside('/a?b=c', by('web'))]),
  ...atEdge('regex-for-whole-value, an HTTPRoute', [route([to(regex('^/api/'), 'web')]), outside('/api/x', nobody(404))], [route([to(regex('/api/.*'), 'web')]), outside('/api/x', by('web'))]),
  ...atEdge('route-redirect-loop, a path',
    [route([away(prefix('/'), { path: { type: 'ReplaceFullPath', replaceFullPath: '/home' } })]), outside('/home', routeSentTo(`http://${host}/home`))],
    [route([away(prefix('/'), { path: { type: 'ReplaceFullPath', replaceFullPath: '/home' } }), to(exact('/home'), 'web')]), outside('/home', by('web'))]),
  ...atEdge('route-redirect-loop, a prefix',
    [route([away(prefix('/a'), { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/a/b' } })]), outside('/a/b/c', routeSentTo(`http://${host}/a/b/b/c`))],
    [route([away(prefix('/a'), { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/a/b' } }), to(prefix('/a/b'), 'web')]), outside('/a/b/c', by('web'))]),
  ...harmAndMend('redirect-loop, to HTTPS',
    { yaml: atIngress([{ redirect: { scheme: 'https' } }]), requests: [{ ...plain, path: '/a', expect: sentTo(`https://${host}/a`) }, { ...secure, path: '/a', expect: sentTo(`https://${host}/a`) }] },
    { yaml: atIngress([{ match: [{ port: 80 }], redirect: { scheme: 'https' } }, TO_WEB]), requests: [{ ...plain, path: '/a', expect: sentTo(`https://${host}/a`) }, { ...secure, path: '/a', expect: by('web') }] }),
  ...harmAndMend('redirect-loop, to a path',
    { yaml: atIngress([{ match: [{ uri: { prefix: '/' } }], redirect: { uri: '/home' } }]), requests: [{ ...plain, path: '/home', expect: sentTo(`http://${host}/home`) }] },
    { yaml: atIngress([{ match: [{ uri: { exact: '/' } }], redirect: { uri: '/home' } }, TO_WEB]), requests: [{ ...plain, path: '/', expect: sentTo(`http://${host}/home`) }, { ...plain, path: '/home', expect: by('web') }] }),
  ...harmAndMend('redirect-loop, sidecars',
    { yaml: istio('VirtualService', 'web', { hosts: ['web'], http: [{ match: [{ uri: { prefix: '/a' } }], redirect: { uri: '/a/b' } }, TO_WEB] }), requests: [{ from: 'shop/front', to: { host: 'web', port: 80 }, path: '/a/b', expect: sentTo('http://web/a/b') }] },
    { yaml: istio('VirtualService', 'web', { hosts: ['web'], http: [{ match: [{ uri: { exact: '/a' } }], redirect: { uri: '/a/b' } }, TO_WEB] }), requests: [{ from: 'shop/front', to: { host: 'web', port: 80 }, path: '/a/b', expect: by('web') }] }),
  {
    // The server that stands for the host takes plain text on every port: that it comes there in plain text is the harm.
    name: 'plain-text-to-tls-port: the harm',
    yaml: shop + entry('pay', ['pay.example.com'], [{ ...HTTP_80, targetPort: 443 }], 'DNS') + entry('api', ['api.example.com'], [{ ...HTTP_80, number: 443 }], 'DNS'),
    requests: [
      { from: 'shop/front', to: { host: 'pay.example.com', port: 80 }, expect: { status: 200, by: 'external/pay.example.com' } },
      { from: 'shop/front', to: { host: 'api.example.com', port: 443 }, expect: { status: 200, by: 'external/api.example.com' } },
    ],
  },
  {
    // Why no rule tells of a wildcard over an exact host with other ports: each takes what is its own.
    name: 'ServiceEntries for a wildcard and for a host below it, with other ports and another resolution',
    yaml: shop + entry('all', ['*.example.com'], [HTTP_80, { number: 8080, name: 'http-alt', protocol: 'HTTP' }], 'NONE') + entry('api', ['api.example.com'], [HTTP_80], 'DNS'),
    meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    requests: [['api', 80], ['api', 8080], ['www', 8080]].map(([name, port]) => ({ from: 'shop/front', to: { host: `${name}.example.com`, port }, expect: { status: 200, by: `external/${name}.example.com` } })),
  },
  {
    name: 'a headless Service with another port than its container: the port of the Service is known, that of the container is not',
    yaml: shop + store + headless(80) + strict,
    requests: [pod(80, { status: 200, by: 'shop/store' }), pod(9080, { failure: 'closed', arrivals: {} })],
  },
  {
    name: 'a headless Service with the port of its container',
    yaml: shop + store + headless(9080) + strict,
    requests: [pod(9080, { status: 200, by: 'shop/store' })],
  },
];
