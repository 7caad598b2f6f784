import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { Identity } from '../../src/constructs/identity';
import type { AllowOptions } from '../../src/patterns/zero-trust-namespace';
import { ZeroTrustNamespace } from '../../src/patterns/zero-trust-namespace';
import { setTreeValidator } from '../../src/l1/tree';
import { IstioApp } from '../../src/synth/istio-app';
import { validateTree } from '../../src/synth/validate-tree';
import { db, shopService } from './zero-trust';

setTreeValidator(validateTree);

const login = { issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys' };
const services = [shopService('reviews'), shopService('ratings')];
const callers = [services[0], Identity.of({ namespace: 'shop', serviceAccount: 'x.y' }), Identity.of({ namespace: 'web', serviceAccount: 'front' })].flatMap((one) => one ?? []);

interface Edge {
  readonly options: AllowOptions;
  readonly granted: boolean;
}

/** Edges as people declare them, each from one of the two sides. */
const edges: fc.Arbitrary<readonly Edge[]> = fc.array(
  fc.record({
    granted: fc.boolean(),
    options: fc.oneof(
      fc.record({
        from: fc.oneof(fc.constantFrom(...callers), fc.uniqueArray(fc.constantFrom(...callers), { minLength: 1, maxLength: 3 })),
        to: fc.constantFrom(...services),
        request: fc.constantFrom<Partial<AllowOptions>>(
          {},
          { methods: ['GET', 'PUT'] },
          { methods: ['PUT', 'GET'], reason: 'because' },
          { paths: ['/a', '/b/*'], ports: [9080] },
          { token: { ...login, audiences: ['one'], claims: { groups: ['b', 'a'] } } },
          { token: { ...login, audiences: ['two'] } },
          { when: [{ key: 'request.headers[x]', values: ['1'] }, { key: 'connection.sni', values: ['s'] }] },
        ),
      }),
      fc.record({ from: fc.constantFrom(...callers), to: fc.constant(db), request: fc.constant<Partial<AllowOptions>>({}) }),
    ).map(({ from, to, request }): AllowOptions => ({ from, to, ...request })),
  }),
  { maxLength: 8 },
);

/** All that a program with these edges writes; the pattern is made before the edge `at`. */
function written(list: readonly Edge[], at: number, dataPlane: 'sidecar' | 'ambient'): string {
  const app = new IstioApp({ name: 'order' });
  configureMesh(app, { dataPlane });
  const chart = new Chart(app, `chart-${at}`, { namespace: 'shop' });
  let zt: ZeroTrustNamespace | undefined;
  const early: AllowOptions[] = [];
  for (const [index, { options, granted }] of list.entries()) {
    if (index === at) zt = new ZeroTrustNamespace(chart, 'zt', { networkPolicy: true });
    if (granted) options.to.grantAccess(new Chart(app, `side-${index}`), options);
    else if (zt === undefined) early.push(options);
    else zt.allow(options);
  }
  const made = zt ?? new ZeroTrustNamespace(chart, 'zt', { networkPolicy: true });
  for (const options of early) made.allow(options);
  return `${app.synthYaml()}${made.accessTableMarkdown()}`;
}

test.each(['sidecar', 'ambient'] as const)('order and side of the declarations do not matter: %s', (dataPlane) => {
  const programs = fc.tuple(edges, fc.nat(8), fc.nat(8)).chain(([list, at, other]) =>
    fc.record({
      list: fc.constant(list),
      at: fc.constant(at),
      other: fc.constant(other),
      again: fc.shuffledSubarray([...list], { minLength: list.length }).chain((shuffled) => fc.tuple(...shuffled.map((edge) => fc.boolean().map((granted) => ({ ...edge, granted }))))),
    }),
  );
  fc.assert(
    fc.property(programs, ({ list, at, other, again }) => {
      expect(written(again, other, dataPlane)).toBe(written(list, at, dataPlane));
    }),
    { numRuns: 60 },
  );
});
