import { Duration } from 'cdk8s';
import { HttpMatch } from '../../../src/constructs/http-match';
import { CanaryRelease } from '../../../src/patterns/canary-release';
import type { CanaryTraffic } from '../../../src/patterns/canary/props';
import { reviews, routes, specOf, tree, yaml } from './support';

const release = { service: reviews, stable: 'v1', canary: 'v2', percent: 20 } as const;

test('limits stand in the DestinationRule, retries and timeouts on every route', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', {
    ...release,
    testers: [HttpMatch.header('x').present()],
    traffic: {
      connectionPool: { tcp: { maxConnections: 100 }, http: { http2MaxRequests: 50 } },
      outlierDetection: { consecutive5xxErrors: 5, interval: '10s' },
      upgradeToHttp2: true,
      retries: { attempts: 2, perTryTimeout: Duration.seconds(1), retryOn: 'connect-failure' },
      timeout: '3s',
    },
  });
  expect(specOf(app, 'DestinationRule shop/reviews')).toMatchObject({
    trafficPolicy: yaml(`
      connectionPool: { tcp: { maxConnections: 100 }, http: { http2MaxRequests: 50, h2UpgradePolicy: UPGRADE } }
      outlierDetection: { consecutive5xxErrors: 5, interval: 10s }`),
  });
  const told = { retries: { attempts: 2, perTryTimeout: '1s', retryOn: 'connect-failure' }, timeout: '3s' };
  expect(routes(app, 'VirtualService shop/reviews')).toMatchObject([told, told]);
});

test.each<[string, CanaryTraffic]>([
  ['no limit at all', {}],
  ['just enough time', { timeout: '3s', retries: { attempts: 3, perTryTimeout: '1s' } }],
  ['no time for a whole request', { retries: { attempts: 3, perTryTimeout: '1s' } }],
  ['a timeout of none', { timeout: '0s', retries: { attempts: 3, perTryTimeout: '1s' } }],
  ['no retries', { timeout: '1s', retries: { attempts: 0 } }],
])('%s is taken', (_what, traffic) => {
  const { chart } = tree();
  expect(() => new CanaryRelease(chart, 'canary', { ...release, traffic })).not.toThrow();
});

test.each<[CanaryTraffic, string]>([
  [
    { timeout: '2s', retries: { attempts: 3, perTryTimeout: '1s' } },
    'traffic.timeout of 2s ends a request before 3 retries of 1s each could be made: make it longer than attempts x perTryTimeout, or perTryTimeout shorter',
  ],
  [
    { timeout: '1s', retries: { attempts: 1, perTryTimeout: '1000ms' } },
    'traffic.timeout of 1s ends a request before 1 retry of 1s each could be made: make it longer than attempts x perTryTimeout, or perTryTimeout shorter',
  ],
  [{ retries: { attempts: 0, perTryTimeout: '1s' } }, 'traffic.retries.perTryTimeout has no meaning with attempts: 0, and Istio refuses it'],
  [{ retries: { attempts: 0, retryOn: '5xx' } }, 'traffic.retries.retryOn has no meaning with attempts: 0, and Istio refuses it'],
  [{ retries: { attempts: -1 } }, 'traffic.retries.attempts is -1: give the number of retries, 0 for none'],
  [{ retries: { retryOn: '5xx' } }, 'traffic.retries.attempts is undefined: give the number of retries, 0 for none'],
])('%j is refused', (traffic, message) => {
  const { chart } = tree();
  expect(() => new CanaryRelease(chart, 'canary', { ...release, traffic })).toThrow(new RangeError(`CanaryRelease: ${message}`));
});
