import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { HttpMatch } from '../../src/constructs/http-match';
import { MeshService } from '../../src/constructs/mesh-service';
import { CanaryRelease } from '../../src/patterns/canary-release';
import { StrictMtlsMesh } from '../../src/patterns/strict-mtls-mesh';
import { ZeroTrustNamespace } from '../../src/patterns/zero-trust-namespace';
import { IstioApp } from '../../src/synth/istio-app';
import { stderrOf } from '../synth/support';
import { shopService } from './zero-trust';

const reviews = MeshService.of(
  { name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }], selector: { app: 'reviews' } },
  { versions: { v1: { version: 'v1' }, v2: { version: 'v2' } } },
);

const PATTERNS: Readonly<Record<string, (chart: Construct) => unknown>> = {
  canary: (chart) => new CanaryRelease(chart, 'canary', { service: reviews, stable: 'v1', canary: 'v2', percent: 20, testers: [HttpMatch.header('x').exact('y')] }),
  mtls: (chart) => new StrictMtlsMesh(chart, 'mtls'),
  zeroTrust: (chart) => new ZeroTrustNamespace(chart, 'zero-trust').allow({ from: shopService('productpage'), to: reviews, methods: ['GET'] }),
};

const orders = (names: readonly string[]): string[][] => (names.length < 2 ? [[...names]] : names.flatMap((first) => orders(names.filter((name) => name !== first)).map((rest) => [first, ...rest])));

function written(names: readonly string[]): string {
  const app = new IstioApp({ name: 'composed' });
  for (const name of names) PATTERNS[name]?.(new Chart(app, name, { namespace: 'shop' }));
  return app.synthYaml();
}

test.each([['canary', 'mtls'], ['canary', 'zeroTrust'], ['mtls', 'zeroTrust'], ['canary', 'mtls', 'zeroTrust']])('%s, %s, %s on one service: the same bytes in every order, and nothing to complain about', (...names) => {
  const texts = new Set<string>();
  expect(stderrOf(() => { for (const order of orders(names.filter((name) => name in PATTERNS))) texts.add(written(order)); })).toBe('');
  expect(texts.size).toBe(1);
});

