import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { CanaryRelease, HttpMatch, IstioApp, type CanaryReleaseProps } from '../../../src/index';
import { manifests, problems } from '../../constructs/tree';
import { reviews, tree, type Versions } from './support';

const split = { service: reviews, stable: 'v1', canary: 'v2', percent: 20 } as const;
const outside = { gateways: ['istio-system/public'], hosts: ['shop.example.com'] } as const;
const x = (value: string): HttpMatch => HttpMatch.header('x').exact(value);

/** Parts of one release, as several teams may say them. */
const PARTS: readonly CanaryReleaseProps<Versions>[] = [
  split,
  { service: reviews, weights: { v2: 20, v1: 80 }, testers: { v3: [x('3')] } },
  { ...split, testers: [x('2')], entry: outside },
  { ...split, traffic: { timeout: '3s', outlierDetection: { consecutive5xxErrors: 3 } } },
  { ...split, traffic: { connectionPool: { tcp: { maxConnections: 9 } } }, entry: { ...outside, testers: { v3: [x('4')] } } },
  { ...split, affinity: { cookie: 'arm' } },
];

/** Everything that an App writes, by file. */
function written(make: (chart: Chart) => void): Record<string, string> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'cdk8s-istio-together-'));
  try {
    const app = new IstioApp({ name: 'shop', outdir });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    make(chart);
    app.synth();
    const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort();
    return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(outdir, file), 'utf8')]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

test.each(['sidecar', 'ambient'] as const)('releases in any order write the same bytes, and are wrong in the same way (%s)', (dataPlane) => {
  const said = dataPlane === 'sidecar' ? PARTS : PARTS.filter((part) => part.traffic === undefined);
  const write = (order: readonly number[]): unknown => {
    const { app, chart } = tree();
    for (const index of order) new CanaryRelease(chart, `part${index}`, { ...(said[index] ?? split), dataPlane });
    const found = problems(app).map(({ message, path: place }) => JSON.stringify({ place, message: message.replaceAll(/ \(.*?\)/g, '') }));
    // cdk8s lists objects in the order in which their constructs were made; files have one each.
    return { objects: Object.values(manifests(app)).map((object) => JSON.stringify(object)).sort(), found: found.sort() };
  };
  const all = said.map((_, index) => index);
  const byMembers = new Map<string, unknown>();
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: 1 }), (order) => {
      const members = [...order].sort().join();
      if (!byMembers.has(members)) byMembers.set(members, write([...order].sort()));
      expect(write(order)).toEqual(byMembers.get(members));
    }),
    { numRuns: 120 },
  );
});

test('two releases of one service write the same files in both orders', () => {
  const [first, second]: readonly CanaryReleaseProps<Versions>[] = [
    { ...split, testers: [x('2')] },
    { ...split, testers: { v3: [x('3')] }, entry: outside, affinity: undefined },
  ];
  const one = written((chart) => [first, second].forEach((props, index) => props !== undefined && new CanaryRelease(chart, `r${index}`, props)));
  const other = written((chart) => [second, first].forEach((props, index) => props !== undefined && new CanaryRelease(chart, `r${1 - index}`, props)));
  expect(Object.keys(one)).toHaveLength(3);
  expect(other).toEqual(one);
});

describe('two releases that contradict', () => {
  test.each<[string, CanaryReleaseProps<Versions>, CanaryReleaseProps<Versions>, string]>([
    ['other weights', split, { ...split, percent: 30 }, 'spec.http.0.route.0.weight'],
    ['other versions', split, { ...split, canary: 'v3' }, 'spec.http.0.route.1.destination.subset'],
    ['one with a cookie, one without', split, { ...split, affinity: {} }, 'spec.http.2.route.0'],
    ['another mirror', { ...split, mirror: { to: 'v3' } }, { ...split, mirror: { to: 'v2' } }, 'spec.http.0.mirror.subset'],
    ['another timeout', { ...split, traffic: { timeout: '1s' } }, { ...split, traffic: { timeout: '2s' } }, 'spec.http.0.timeout'],
    ['another limit', { ...split, traffic: { connectionPool: { tcp: { maxConnections: 1 } } } }, { ...split, traffic: { connectionPool: { tcp: { maxConnections: 2 } } } }, 'spec.trafficPolicy.connectionPool.tcp.maxConnections'],
    ['testers of one kind to two versions', { ...split, testers: [x('2')] }, { ...split, testers: { v3: [x('2')] } }, 'spec.http.0.route.0.destination.subset'],
    ['testers that can be one request', { ...split, testers: [x('2')] }, { ...split, testers: { v3: [HttpMatch.cookie('y', '3')] } }, 'spec.http.1.match'],
  ])('%s', (_what, first, second, place) => {
    const { app, chart } = tree();
    new CanaryRelease(chart, 'one', first);
    new CanaryRelease(chart, 'two', second);
    const found = problems(app);
    expect(found.map((problem) => [problem.rule, problem.severity, problem.path.join('.')])).toEqual([['contributors-disagree', 'error', place]]);
    for (const name of ['one', 'two']) expect(found[0]?.message).toMatch(new RegExp(`CanaryRelease team/${name} \\(test/patterns/canary/together\\.test\\.ts:\\d+\\)`));
    expect(() => app.synthYaml()).toThrow(/contributors-disagree/);
  });
});
