import { findingsOf } from './run';

const broken = (codes: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: Reviews
  namespace: shop
  annotations: { galley.istio.io/analyze-suppress: "${codes}" }
spec:
  hosts: [reviews]
  gateways: [public]
  http:
    - route: [{ destination: { host: reviews, subset: v1 }, weight: 5 }]
      timeOut: 1s
    - match: [{ uri: { prefix: /a } }]
      directResponse: { status: 200 }
`;

const rules = (codes: string) => findingsOf(broken(codes)).map(({ rule }) => rule).sort();

const ALWAYS = ['invalid-name', 'route-weights', 'unknown-field'];

test('exact codes leave out the findings that stand for them', () => {
  expect(rules('IST0101')).toEqual([...ALWAYS, 'unreachable-route'].sort());
  expect(rules('IST0130')).toEqual([...ALWAYS, 'gateway-not-found', 'subset-not-found'].sort());
});

test('a list has no spaces, as for istioctl', () => {
  expect(rules('IST0130,IST0101')).toEqual(ALWAYS);
  expect(rules('IST0130, IST0101')).toEqual([...ALWAYS, 'gateway-not-found', 'subset-not-found'].sort());
});

test('a star is for everything that istioctl would say, and not for what the API server rejects or only we find', () => {
  expect(rules('*')).toEqual(ALWAYS);
});

test('other texts change nothing', () => {
  for (const codes of ['', 'IST01', 'subset-not-found', 'KIA1107']) expect(rules(codes)).toHaveLength(6);
});
