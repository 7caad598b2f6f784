import { reported } from '../../run';

const RULE = 'retries-repeat-writes';

const route = (match: string, retries: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: orders, namespace: shop }
spec:
  hosts: [orders]
  http:
    - { ${match === '' ? '' : `match: ${match}, `}retries: ${retries}, route: [{ destination: { host: orders } }] }
`;
const at = 'warning VirtualService shop/orders spec.http[0].retries.retryOn: Route spec.http[0] of VirtualService shop/orders repeats';
const POST = '[{ method: { exact: POST } }]';

test.each([
  ['5xx', POST, '5xx', 'POST requests on 5xx'],
  ['several conditions', POST, 'connect-failure,gateway-error,reset', 'POST requests on gateway-error and reset'],
  ['a status', POST, 'retriable-status-codes,503,429', 'POST requests on 503'],
  ['blanks', POST, '5xx, retriable-4xx', 'POST requests on 5xx and retriable-4xx'],
  ['another match', '[{ uri: { prefix: /a } }, { method: { exact: PATCH } }]', '5xx', 'PATCH requests on 5xx'],
  ['an expression', '[{ method: { regex: "POST|PUT|PATCH" } }]', '5xx', 'POST and PATCH requests on 5xx'],
  ['a prefix', '[{ method: { prefix: PO } }]', '5xx', 'POST requests on 5xx'],
])('%s', (_name, match, retryOn, expected) => {
  expect(reported(RULE, route(match, `{ attempts: 2, retryOn: "${retryOn}" }`))).toEqual([`${at} ${expected}, whatever the server did with them.`]);
});

test.each([
  ['a route for all methods', '', '{ attempts: 2, retryOn: 5xx }'],
  ['a match for all methods', '[{ uri: { prefix: /a } }]', '{ attempts: 2, retryOn: 5xx }'],
  ['an expression for all methods', '[{ method: { regex: ".*" } }]', '{ attempts: 2, retryOn: 5xx }'],
  ['an expression that is none', '[{ method: { regex: "(" } }]', '{ attempts: 2, retryOn: 5xx }'],
  ['a method that is safe to repeat', '[{ method: { exact: PUT } }]', '{ attempts: 2, retryOn: 5xx }'],
  ['conditions of the connection', POST, '{ attempts: 2, retryOn: "connect-failure,refused-stream,reset-before-request,envoy-ratelimited,429,425" }'],
  ['statuses without one', POST, '{ attempts: 2, retryOn: retriable-status-codes }'],
  ['the default of retryOn', POST, '{ attempts: 2 }'],
  ['no retries', POST, '{ attempts: 0, retryOn: 5xx }'],
])('%s is left alone', (_name, match, retries) => {
  expect(reported(RULE, route(match, retries))).toEqual([]);
});
