// What rules of our own say of routing that no one else looks at: the harm as they say it, and gone where it is mended.
import { client, namespace, service } from '../manifests.mjs';

const HOST = 'reviews.shop.svc.cluster.local';
const shop = [namespace('shop'), namespace('web'), service('shop', 'reviews', { versions: ['v1', 'v2'] }), client('shop', 'front'), client('web', 'front')].join('');

const istio = (kind, namespace, name, spec) => `\n---\n${JSON.stringify({ apiVersion: 'networking.istio.io/v1', kind, metadata: { name, namespace }, spec })}\n`;
const virtualService = (http, spec = {}, namespace = 'shop') => istio('VirtualService', namespace, 'reviews', { hosts: [HOST], http, ...spec });
const destinationRule = (spec, namespace = 'shop', name = 'reviews') => istio('DestinationRule', namespace, name, { host: HOST, ...spec });
const subset = (name, trafficPolicy) => ({ name, labels: { version: name }, ...(trafficPolicy === undefined ? {} : { trafficPolicy }) });
const to = (name, weight) => ({ destination: { host: HOST, ...(name === undefined ? {} : { subset: name }) }, ...(weight === undefined ? {} : { weight }) });

const front = { from: 'shop/front', to: { host: 'reviews', port: 80 } };
const other = { from: 'web/front', to: { host: 'reviews.shop', port: 80 } };
const gateway = { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host: 'shop.example.com' };

const harmAndMend = (rule, bad, good) => [
  { name: `${rule}: the harm`, yaml: shop + bad.yaml, requests: bad.requests },
  { name: `${rule}: mended`, yaml: shop + good.yaml, requests: good.requests },
];

const privately = (exportTo, hosts = {}) => [
  virtualService([{ route: [to('v1')] }], hosts),
  destinationRule({ exportTo, subsets: [subset('v1')] }),
].join('');
const atGateway = istio('Gateway', 'shop', 'public', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }] });
const publicly = { hosts: ['shop.example.com'], gateways: ['public'] };

const v1 = destinationRule({ subsets: [subset('v1')] });
const retrying = (timeout) => virtualService([{ timeout, retries: { attempts: 2, perTryTimeout: '0.2s', retryOn: '5xx' }, route: [to('v1')] }]) + v1;
const posting = (retryOn) => virtualService([{ match: [{ method: { exact: 'POST' } }], retries: { attempts: 2, retryOn }, route: [to('v1')] }, { route: [to('v1')] }]) + v1;

const pinned = { loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } } };

const slow = (name) => istio('VirtualService', 'shop', name, { hosts: [`${name}.shop.svc.cluster.local`], http: [{ timeout: '0.2s', route: [{ destination: { host: `${name}.shop.svc.cluster.local` } }] }] });
const ledger = { from: 'shop/front', to: { host: 'ledger', port: 80 }, headers: { 'x-conformance-delay': '400ms' } };

/** Requests that match go to v2, all others to v1. */
const choosing = (match) => virtualService([{ match: [match], route: [to('v2')] }, { route: [to('v1')] }]) + destinationRule({ subsets: [subset('v1'), subset('v2')] });
const asks = (requests, version) => requests.map((request) => ({ ...front, ...request, expect: { status: 200, version } }));
const matching = (rule, bad, good, ...requests) => harmAndMend(rule, { yaml: choosing(bad), requests: asks(requests, 'v1') }, { yaml: choosing(good), requests: asks(requests, 'v2') });
const chrome = { headers: { 'user-agent': 'Mozilla/5.0 Chrome/140.0 Safari/537.36' } };

export const cases = [
  ...matching('match-never-holds, a query in a path', { uri: { exact: '/find?kind=book' } }, { uri: { exact: '/find' }, queryParams: { kind: { exact: 'book' } } }, { path: '/find?kind=book' }),
  ...matching('match-never-holds, a query in an expression', { uri: { regex: '/find\\?kind=.*' } }, { uri: { regex: '/find' } }, { path: '/find?kind=book' }),
  ...matching('match-never-holds, no slash', { uri: { prefix: 'api' } }, { uri: { prefix: '/api' } }, { path: '/api' }, { path: '/api/x' }),
  ...matching('match-never-holds, only an ending', { uri: { regex: '\\.(css|js)$' } }, { uri: { regex: '.*\\.(css|js)$' } }, { path: '/a.css' }),
  ...matching('match-never-holds, a method in small letters', { method: { exact: 'post' } }, { method: { exact: 'POST' } }, { method: 'POST' }),
  ...matching('match-never-holds, blanks around a value', { headers: { 'x-user': { exact: ' ann' } } }, { headers: { 'x-user': { exact: 'ann' } } }, { headers: { 'x-user': 'ann' } }),
  ...matching('match-never-holds, a value in the name of a parameter', { queryParams: { 'kind=book': {} } }, { queryParams: { kind: { exact: 'book' } } }, { path: '/?kind=book' }),
  ...matching('regex-for-whole-value, an open end', { uri: { regex: '^/api/v[12]/' } }, { uri: { regex: '/api/v[12]/.*' } }, { path: '/api/v1/x' }),
  ...matching('regex-for-whole-value, a part of a list', { headers: { 'user-agent': { regex: '(Chrome|Firefox)' } } }, { headers: { 'user-agent': { regex: '.*(Chrome|Firefox).*' } } }, chrome),
  ...matching('regex-for-whole-value, a plain text', { uri: { regex: '/api' } }, { uri: { prefix: '/api' } }, { path: '/api/x' }),
  ...matching('wildcard-taken-literally', { uri: { prefix: '/api/*' } }, { uri: { prefix: '/api/' } }, { path: '/api/x' }),
  ...harmAndMend('subset-hidden-from-caller, a caller of another namespace',
    { yaml: privately(['.']), requests: [{ ...other, expect: { status: 503, arrivals: {} } }, { ...front, expect: { status: 200, version: 'v1' } }] },
    { yaml: privately(['.', 'web']), requests: [{ ...other, expect: { status: 200, version: 'v1' } }] }),
  ...harmAndMend('subset-hidden-from-caller, a gateway',
    { yaml: atGateway + privately(['.'], publicly), requests: [{ ...gateway, expect: { status: 503, arrivals: {} } }] },
    { yaml: atGateway + privately(['.', 'istio-system'], publicly), requests: [{ ...gateway, expect: { status: 200, version: 'v1' } }] }),
  ...harmAndMend('subset-hidden-from-caller, a rule of the caller',
    { yaml: privately(['*']) + destinationRule({ subsets: [subset('v2')] }, 'web'), requests: [{ ...other, expect: { status: 503, arrivals: {} } }] },
    { yaml: privately(['*']) + destinationRule({ subsets: [subset('v1'), subset('v2')] }, 'web'), requests: [{ ...other, expect: { status: 200, version: 'v1' } }] }),
  ...harmAndMend('subset-hidden-from-caller, a rule in a third namespace',
    { yaml: namespace('config') + virtualService([{ route: [to('v1')] }], {}, 'config') + destinationRule({ subsets: [subset('v1')] }, 'config'), requests: [{ ...front, expect: { status: 503, arrivals: {} } }, { ...other, expect: { status: 503, arrivals: {} } }] },
    { yaml: namespace('config') + virtualService([{ route: [to('v1')] }], {}, 'config') + destinationRule({ subsets: [subset('v1')] }), requests: [{ ...front, expect: { status: 200 } }, { ...other, expect: { status: 200 } }] }),
  ...harmAndMend('timeout-before-retry',
    { yaml: retrying('0.2s'), requests: [{ ...front, headers: { 'x-conformance-delay': '400ms' }, expect: { status: 504, arrivals: { 'shop/reviews-v1': 1 } } }] },
    { yaml: retrying('2s'), requests: [{ ...front, headers: { 'x-conformance-delay': '400ms' }, expect: { status: 504, arrivals: { 'shop/reviews-v1': 3 } } }] }),
  ...harmAndMend('retries-repeat-writes',
    { yaml: posting('5xx'), requests: [{ ...front, method: 'POST', headers: { 'x-conformance-status': '500' }, expect: { status: 500, arrivals: { 'shop/reviews-v1': 3 } } }] },
    { yaml: posting('connect-failure,refused-stream'), requests: [{ ...front, method: 'POST', headers: { 'x-conformance-status': '500' }, expect: { status: 500, arrivals: { 'shop/reviews-v1': 1 } } }] }),
  ...harmAndMend('affinity-split-by-weight',
    { yaml: virtualService([{ route: [to('v1', 50), to('v2', 50)] }]) + destinationRule({ trafficPolicy: pinned, subsets: [subset('v1'), subset('v2')] }), requests: [{ ...front, headers: { 'x-user': 'ann' }, repeat: 100, expect: { status: 200, share: { v1: 0.5, v2: 0.5 } } }] },
    { yaml: virtualService([{ route: [to()] }]) + destinationRule({ trafficPolicy: pinned }), requests: [{ ...front, headers: { 'x-user': 'ann' }, repeat: 100, expect: { status: 200, sameVersion: true } }] }),
  ...harmAndMend('http-rule-on-tcp-port',
    { yaml: service('shop', 'ledger', { ports: { 'tcp-api': [80, 9080] } }) + slow('ledger'), requests: [{ ...ledger, expect: { status: 200 } }] },
    { yaml: service('shop', 'ledger', { ports: { 'http-api': [80, 9080] } }) + slow('ledger'), requests: [{ ...ledger, expect: { status: 504 } }] }),
];
