import { formatObject } from '../../../model/finding';
import { parseGoDuration } from '../../../schema/go-duration';
import { defineRule } from '../../rule';

const retrying = (timeout: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - timeout: ${timeout}
      retries: { attempts: 3, perTryTimeout: 2s, retryOn: "gateway-error,connect-failure" }
      route: [{ destination: { host: reviews } }]
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const timeoutBeforeRetry = defineRule({
  id: 'timeout-before-retry',
  upstream: [],
  severity: 'warning',
  summary: 'The timeout of a route ends a request before a try that takes too long can be repeated',
  why: 'The timeout is for all tries together: when it is over, the caller gets 504 and nothing is tried again.',
  fix: 'Give the route a timeout longer than perTryTimeout, times the tries that there should be, or a shorter perTryTimeout.',
  notes:
    '`attempts` counts the retries, so that there are as many tries and one more. Where the timeout is not longer than perTryTimeout, perTryTimeout ' +
    'does nothing at all: that is a warning. Where there is time for some of the retries it is an info: a request of which every try hangs ends before ' +
    'the last of them. What fails fast is retried all the same. Without perTryTimeout a try may take all of the time, which many want.',
  reads: ['networking.istio.io/VirtualService'],
  bad: retrying('2s'),
  good: retrying('10s'),
  check(context) {
    if (!context.routes.used.retries) return;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const [index, { timeout, retries }] of (virtualService.object.spec?.http ?? []).entries()) {
        const attempts = retries?.attempts ?? 0;
        if (timeout === undefined || retries?.perTryTimeout === undefined || attempts < 1) continue;
        const [whole, single] = [parseGoDuration(timeout), parseGoDuration(retries.perTryTimeout)];
        // 0 is no limit.
        if (whole === undefined || single === undefined || whole <= 0n || single <= 0n) continue;
        const fitting = Number((whole - 1n) / single);
        if (fitting >= attempts) continue;
        const subject = `Route spec.http[${index}] of ${formatObject(virtualService.ref)}`;
        if (fitting === 0) {
          context.report(virtualService, ['spec', 'http', index, 'timeout'], `${subject} has a timeout of ${timeout}, and a single try may take ${retries.perTryTimeout}: one that takes too long is never repeated.`);
        } else {
          context.report(
            virtualService,
            ['spec', 'http', index, 'timeout'],
            `${subject} has a timeout of ${timeout}, in which ${fitting} of ${attempts} retries can begin when every try takes its ${retries.perTryTimeout}.`,
            { severity: 'info' },
          );
        }
      }
    }
  },
});
