import { reported } from '../../run';

const RULE = 'timeout-before-retry';

const route = (fields: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - { ${fields}, route: [{ destination: { host: reviews } }] }
`;
const at = 'VirtualService shop/reviews spec.http[0].timeout: Route spec.http[0] of VirtualService shop/reviews';

test.each([
  ['no retry has time', 'timeout: 2s, retries: { attempts: 3, perTryTimeout: 2s }', `warning ${at} has a timeout of 2s, and a single try may take 2s: one that takes too long is never repeated.`],
  ['the try may take longer', 'timeout: 500ms, retries: { attempts: 1, perTryTimeout: 1s }', `warning ${at} has a timeout of 500ms, and a single try may take 1s: one that takes too long is never repeated.`],
  ['some have time', 'timeout: 5s, retries: { attempts: 3, perTryTimeout: 2s }', `info ${at} has a timeout of 5s, in which 2 of 3 retries can begin when every try takes its 2s.`],
  ['the last would begin at the end', 'timeout: 6s, retries: { attempts: 3, perTryTimeout: 2s }', `info ${at} has a timeout of 6s, in which 2 of 3 retries can begin when every try takes its 2s.`],
])('%s', (_name, fields, expected) => {
  expect(reported(RULE, route(fields))).toEqual([expected]);
});

test.each([
  ['all have time', 'timeout: 7s, retries: { attempts: 3, perTryTimeout: 2s }'],
  ['the last is cut short', 'timeout: 6001ms, retries: { attempts: 3, perTryTimeout: 2s }'],
  ['no timeout', 'retries: { attempts: 3, perTryTimeout: 2s }'],
  ['a timeout that is switched off', 'timeout: 0s, retries: { attempts: 3, perTryTimeout: 2s }'],
  ['no time for a try', 'timeout: 2s, retries: { attempts: 3 }'],
  ['no retries', 'timeout: 2s, retries: { attempts: 0 }'],
  ['what is no duration', 'timeout: soon, retries: { attempts: 3, perTryTimeout: 2s }'],
])('%s is left alone', (_name, fields) => {
  expect(reported(RULE, route(fields))).toEqual([]);
});
