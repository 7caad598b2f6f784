import { reported } from '../../run';

const RULE = 'port-settings-inherit-nothing';

const rule = (spec: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, ${spec} }
`;
const POOL = 'connectionPool: { tcp: { maxConnections: 9 } }';
const OUTLIERS = 'outlierDetection: { consecutive5xxErrors: 5 }';
const at = 'DestinationRule shop/reviews spec';
const ofHost = 'trafficPolicy.portLevelSettings[0]: DestinationRule shop/reviews has settings for port 80 without';
const ofSubset = 'subsets[0].trafficPolicy.portLevelSettings[0]: DestinationRule shop/reviews has settings for port 80 of subset "v1" without';

const forPort = (wide: string, own: string) => rule(`trafficPolicy: { ${wide}, portLevelSettings: [{ port: { number: 80 }, ${own} }] }`);
const forSubset = (wide: string, ofSubset: string, own: string) =>
  rule(`${wide === '' ? '' : `trafficPolicy: { ${wide} }, `}subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { ${ofSubset === '' ? '' : `${ofSubset}, `}portLevelSettings: [{ port: { number: 80 }, ${own} }] } }]`);

test.each([
  ['TLS that clients begin', forPort('tls: { mode: SIMPLE }', POOL), `warning ${at}.${ofHost} tls, so that the tls of the whole host does not hold there.`],
  ['TLS that is turned off', forPort('tls: { mode: DISABLE }', POOL), `info ${at}.${ofHost} tls, so that the tls of the whole host does not hold there.`],
  ['a pool', forPort(POOL, 'tls: { mode: DISABLE }'), `info ${at}.${ofHost} connectionPool, so that the connectionPool of the whole host does not hold there.`],
  ['several', forPort(`${POOL}, ${OUTLIERS}, loadBalancer: { consistentHash: { useSourceIp: true } }`, 'tls: { mode: DISABLE }'), `info ${at}.${ofHost} connectionPool, outlierDetection and loadBalancer, so that the connectionPool, outlierDetection and loadBalancer of the whole host do not hold there.`],
  ['what the subset says', forSubset('', OUTLIERS, POOL), `info ${at}.${ofSubset} outlierDetection, so that the outlierDetection of the subset and the host does not hold there.`],
  ['what the host says for a subset', forSubset('tls: { mode: MUTUAL, clientCertificate: /a, privateKey: /b }', '', POOL), `warning ${at}.${ofSubset} tls, so that the tls of the subset and the host does not hold there.`],
])('%s is lost', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual([expected]);
});

test('mutual TLS of Istio is lost where it is not there by itself', () => {
  const yaml = forPort('tls: { mode: ISTIO_MUTUAL }', POOL);
  expect(reported(RULE, yaml)).toEqual([]);
  expect(reported(RULE, yaml, { settings: { autoMtls: false } })).toHaveLength(1);
});

test.each([
  ['what is said again', forPort(POOL, 'connectionPool: { tcp: { maxConnections: 10 } }')],
  ['settings of ports alone', rule(`trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ${POOL} }] }`)],
  ['a simple way to choose', forPort('loadBalancer: { simple: ROUND_ROBIN }', POOL)],
  ['settings of no port', rule(`trafficPolicy: { ${OUTLIERS}, portLevelSettings: [{ ${POOL} }] }`)],
  ['what the settings of the port left out for all subsets already', rule(`trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ${POOL} }] }, subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ${POOL} }] } }]`)],
  ['other ports', rule(`trafficPolicy: { portLevelSettings: [{ port: { number: 81 }, ${POOL} }] }, subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ${OUTLIERS} }] } }]`)],
])('%s is left alone', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
