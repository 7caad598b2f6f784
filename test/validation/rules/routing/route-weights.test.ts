import { findingsOf, reported } from '../../run';

const RULE = 'route-weights';

const weights = (...list: readonly (number | undefined)[]) => split('http', list);
const split = (protocol: string, list: readonly (number | undefined)[]) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  ${protocol}:
    - ${protocol === 'tls' ? 'match: [{ sniHosts: [reviews] }]\n      ' : ''}route:
${list.map((weight, index) => `        - destination: { host: reviews-${index} }${weight === undefined ? '' : `\n          weight: ${weight}`}`).join('\n')}
`;

test.each([
  ['percentages', weights(80, 20)],
  ['three of them', weights(80, 19, 1)],
  ['everything for one of two', weights(0, 100)],
  ['everything for one, none written for the other', weights(100, undefined)],
  ['equal shares', weights(33, 33, 33)],
  ['equal shares beyond 100', weights(60, 60)],
  ['proportions', weights(1, 1)],
  ['a tenth', weights(1, 9)],
  ['proportions of three', weights(1, 2, 1)],
  ['one in a thousand', weights(999, 1)],
  ['one destination', weights(undefined)],
  ['one destination with all', weights(100)],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const AT = 'VirtualService shop/reviews spec.http[0].route';

test.each([
  ['99', weights(80, 19), `error ${AT}: The weights of a route of VirtualService shop/reviews add up to 99, not to 100.`],
  ['50 and 49', weights(50, 49), `error ${AT}: The weights of a route of VirtualService shop/reviews add up to 99, not to 100.`],
  ['nearly equal shares', weights(33, 33, 32), `error ${AT}: The weights of a route of VirtualService shop/reviews add up to 98, not to 100.`],
  ['110', weights(90, 20), `error ${AT}: The weights of a route of VirtualService shop/reviews add up to 110, not to 100.`],
  ['a missing one', weights(undefined, 20), `error ${AT}: VirtualService shop/reviews gives destination 1 of a route no weight, so no traffic goes there; the other weights add up to 20.`],
  ['nothing at all', weights(0, 0), `error ${AT}: VirtualService shop/reviews gives all 2 destinations of a route the weight 0.`],
  ['none written', weights(undefined, undefined), `error ${AT}: VirtualService shop/reviews gives all 2 destinations of a route the weight 0.`],
  ['a negative one', weights(120, -20), `error ${AT}[1].weight: VirtualService shop/reviews has the weight -20.`],
  ['a single destination with a share', weights(20), `warning ${AT}[0].weight: VirtualService shop/reviews gives its only destination the weight 20, but it gets all the traffic.`],
])('%s', (_name, yaml, line) => {
  expect(reported(RULE, yaml)).toEqual([line]);
});

test.each(['tls', 'tcp'])('in a %s route', (protocol) => {
  expect(reported(RULE, split(protocol, [80, 19])).map((line) => line.split(': ')[0])).toEqual([`error VirtualService shop/reviews spec.${protocol}[0].route`]);
});

test('stands for what istiod and Kiali say, and for nothing where they are silent', () => {
  const codes = (yaml: string) => findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join());
  expect(codes(weights(0, 0))).toEqual(['IST0106']);
  expect(codes(weights(120, -20))).toEqual(['IST0106']);
  expect(codes(weights(20))).toEqual(['KIA1104']);
  expect(codes(weights(0))).toEqual(['']);
  expect(codes(weights(80, 19))).toEqual(['']);
});
