import { reported } from '../../run';

const RULE = 'locality-without-outlier-detection';

const rule = (spec: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, ${spec} }
`;
const NEAR = 'loadBalancer: { localityLbSetting: { enabled: true } }';
const FAILOVER = 'loadBalancer: { localityLbSetting: { failoverPriority: [topology.kubernetes.io/zone] } }';
const OUTLIERS = 'outlierDetection: { consecutive5xxErrors: 5 }';
const subset = (policy: string, host = '') => rule(`${host === '' ? '' : `trafficPolicy: { ${host} }, `}subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { ${policy} } }]`);
const port = (policy: string, host = '') => rule(`trafficPolicy: { ${host === '' ? '' : `${host}, `}portLevelSettings: [{ port: { number: 80 }, ${policy} }] }`);

test.each([
  ['of a host', rule(`trafficPolicy: { ${NEAR} }`), 'trafficPolicy'],
  ['of a subset', subset(NEAR), 'subsets[0].trafficPolicy'],
  ['of a port, which inherits none', port(NEAR, OUTLIERS), 'trafficPolicy.portLevelSettings[0]'],
  ['of a port, that fails over', port(FAILOVER), 'trafficPolicy.portLevelSettings[0]'],
])('an order by locality %s', (_name, yaml, path) => {
  expect(reported(RULE, yaml)).toEqual([
    `warning DestinationRule shop/reviews spec.${path}.loadBalancer.localityLbSetting: DestinationRule shop/reviews orders endpoints by locality, and has no outlierDetection there to tell that they fail.`,
  ]);
});

test.each([
  ['beside it', rule(`trafficPolicy: { ${NEAR}, ${OUTLIERS} }`)],
  ['inherited by a subset', subset(NEAR, OUTLIERS)],
  ['of a subset that inherits the order', subset(OUTLIERS, NEAR)],
  ['of a port', port(`${NEAR}, ${OUTLIERS}`)],
])('outlier detection %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['shares by locality', rule('trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: true, distribute: [{ from: a/b, to: { a/b: 100 } }] } } }')],
  ['turned off', rule('trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: false } } }')],
  ['a failover, of which the webhook warns', rule(`trafficPolicy: { ${FAILOVER} }`)],
])('%s: nothing is said', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
