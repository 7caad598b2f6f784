import { App, Chart } from 'cdk8s';
import { HostOwner } from '../../src/constructs/host-owner';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { MeshService } from '../../src/constructs/mesh-service';
import { CanaryRelease } from '../../src/patterns/canary-release';
import { MtlsException } from '../../src/patterns/strict-mtls/exception';
import { MtlsStage } from '../../src/patterns/strict-mtls/stage';
import { StrictMtlsMesh, type StrictMtlsMeshProps } from '../../src/patterns/strict-mtls-mesh';
import { manifests, problems, yaml } from '../constructs/tree';

const reason = 'old clients';
const disable = { reason, mode: 'DISABLE' } as const;
const selector = { app: 'reviews' };
const versions = { v1: { version: 'v1' }, v2: { version: 'v2' } };
const reviews = MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp', port: 9090 }], selector }, { versions });

interface Program {
  readonly app: App;
  readonly chart: Chart;
}

function program(): Program {
  const app = new App();
  return { app, chart: new Chart(app, 'platform', { namespace: 'platform' }) };
}

const rule = (name: string, spec: string): [string, unknown] => {
  const [namespace, own] = name.split('/');
  return [`DestinationRule ${name}`, yaml(`{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: ${own}, namespace: ${namespace} }, spec: ${spec} }`)];
};
const tls = (host: string, mode: string): string => `{ host: "${host}", trafficPolicy: { tls: { mode: ${mode} } } }`;

/** The DestinationRules of a tree. */
function rulesOf(app: App): Record<string, unknown> {
  return Object.fromEntries(Object.entries(manifests(app)).filter(([name]) => name.startsWith('DestinationRule ')));
}

const MESH = [rule('istio-system/mtls-mesh', tls('*.cluster.local', 'ISTIO_MUTUAL')), rule('istio-system/mtls-kubernetes-api', tls('kubernetes.default.svc.cluster.local', 'DISABLE'))];

const CASES: readonly (readonly [string, StrictMtlsMeshProps, readonly (readonly [string, unknown])[]])[] = [
  ['the mesh', {}, MESH],
  ['nobody has to, nobody is told', { stage: MtlsStage.permissive() }, []],
  ['some namespaces', { stage: MtlsStage.namespaces('shop', 'bank') }, [rule('istio-system/mtls-bank', tls('*.bank.svc.cluster.local', 'ISTIO_MUTUAL')), rule('istio-system/mtls-shop', tls('*.shop.svc.cluster.local', 'ISTIO_MUTUAL'))]],
  ['an exception that takes mutual TLS as well', { exceptions: [MtlsException.namespace('legacy', { reason }), MtlsException.workload(reviews, { reason })] }, MESH],
  ['a namespace that takes plain text only', { exceptions: [MtlsException.namespace('legacy', disable)] }, [...MESH, rule('istio-system/mtls-exception-legacy', tls('*.legacy.svc.cluster.local', 'DISABLE'))]],
  ['a service that does', { exceptions: [MtlsException.workload(reviews, disable)] }, [...MESH, rule('shop/reviews', tls('reviews.shop.svc.cluster.local', 'DISABLE'))]],
  [
    'a port that does',
    { exceptions: [MtlsException.servicePort(reviews, 'http', disable)] },
    [...MESH, rule('shop/reviews', '{ host: reviews.shop.svc.cluster.local, trafficPolicy: { tls: { mode: ISTIO_MUTUAL }, portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }] } }')],
  ],
  [
    'a port that does not, of a service that does',
    { exceptions: [MtlsException.workload(reviews, disable), MtlsException.port(reviews, 9090, { reason })] },
    [...MESH, rule('shop/reviews', '{ host: reviews.shop.svc.cluster.local, trafficPolicy: { tls: { mode: DISABLE }, portLevelSettings: [{ port: { number: 9090 }, tls: { mode: ISTIO_MUTUAL } }] } }')],
  ],
  ['a service that does, where nobody must yet', { stage: MtlsStage.namespaces('bank'), exceptions: [MtlsException.workload(reviews, disable)] }, [rule('istio-system/mtls-bank', tls('*.bank.svc.cluster.local', 'ISTIO_MUTUAL'))]],
];

describe.each(['before', 'after'])('without auto mTLS, said %s the pattern', (when) => {
  test.each(CASES)('%s', (_what, props, expected) => {
    const { app, chart } = program();
    if (when === 'before') configureMesh(app, { autoMtls: false });
    const mtls = new StrictMtlsMesh(chart, 'mtls', props);
    if (when === 'after') configureMesh(app, { autoMtls: false });
    expect(rulesOf(app)).toEqual(Object.fromEntries(expected));
    expect(Object.keys(manifests(app)).filter((name) => name.startsWith('Dest'))).toEqual(mtls.destinationRules.map(({ metadata, name }) => `DestinationRule ${metadata.namespace}/${name}`));
    expect(problems(app)).toEqual([]);
  });
});

test.each<[string, object, StrictMtlsMeshProps]>([
  ['with auto mTLS', { istio: '1.31' }, {}],
  ['in an ambient mesh', { autoMtls: false, dataPlane: 'ambient' }, {}],
  ['in a pattern for ambient', { autoMtls: false }, { dataPlane: 'ambient' }],
])('%s there are none', (_what, options, props) => {
  for (const first of [true, false]) {
    const { app, chart } = program();
    if (first) configureMesh(app, options);
    const mtls = new StrictMtlsMesh(chart, 'mtls', props);
    if (!first) configureMesh(app, options);
    expect([rulesOf(app), mtls.destinationRules]).toEqual([{}, []]);
  }
});

test('other names of the mesh', () => {
  const { app, chart } = program();
  new StrictMtlsMesh(chart, 'mtls');
  configureMesh(app, { autoMtls: false, rootNamespace: 'mesh-config', clusterDomain: 'example.org' });
  expect(rulesOf(app)).toEqual(Object.fromEntries([rule('mesh-config/mtls-mesh', tls('*.example.org', 'ISTIO_MUTUAL')), rule('mesh-config/mtls-kubernetes-api', tls('kubernetes.default.svc.example.org', 'DISABLE'))]));
});

describe("a host's own DestinationRule hides the mesh-wide one, and says it again", () => {
  const makers: readonly ((program: Program) => void)[] = [
    ({ chart }) => new StrictMtlsMesh(chart, 'mtls', { exceptions: [MtlsException.servicePort(reviews, 80, disable)] }),
    ({ chart }) => new CanaryRelease(chart, 'canary', { service: reviews, stable: 'v1', canary: 'v2', percent: 20 }),
    ({ chart }) => {
      const settings = { connectionPool: { tcp: { maxConnections: 5 } }, portLevelSettings: [{ port: { number: 9090 }, outlierDetection: { baseEjectionTime: '30s' } }] } as const;
      const by = new Chart(chart, 'more');
      HostOwner.of(by, reviews).contributePolicy(by, () => ({ trafficPolicy: settings }));
    },
    ({ app }) => configureMesh(app, { autoMtls: false }),
  ];
  const expected = rule(
    'shop/reviews',
    `{
      host: reviews.shop.svc.cluster.local,
      subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }],
      trafficPolicy: {
        tls: { mode: ISTIO_MUTUAL },
        connectionPool: { tcp: { maxConnections: 5 } },
        portLevelSettings: [
          { port: { number: 9090 }, outlierDetection: { baseEjectionTime: 30s }, tls: { mode: ISTIO_MUTUAL } },
          { port: { number: 80 }, connectionPool: { tcp: { maxConnections: 5 } }, tls: { mode: DISABLE } },
        ],
      },
    }`,
  );

  test.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[2, 0, 3, 1]], [[1, 3, 0, 2]]])('made in the order %j', (order) => {
    const all = program();
    for (const index of order) makers[index]?.(all);
    const [name, content] = expected;
    expect(rulesOf(all.app)[name]).toEqual(content);
    expect(problems(all.app)).toEqual([]);
  });

  test('of other hosts only where it covers them', () => {
    const { app, chart } = program();
    configureMesh(app, { autoMtls: false });
    new StrictMtlsMesh(chart, 'mtls', { stage: MtlsStage.namespaces('bank') });
    new CanaryRelease(chart, 'canary', { service: reviews, stable: 'v1', canary: 'v2', percent: 20 });
    const entry = MeshService.of({ apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'db', namespace: 'bank' }, spec: { hosts: ['db.example.com'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] } }, { versions });
    new CanaryRelease(chart, 'outside', { service: entry, stable: 'v1', canary: 'v2', percent: 20 });
    for (const name of ['DestinationRule shop/reviews', 'DestinationRule bank/db']) expect(rulesOf(app)[name]).not.toHaveProperty('spec.trafficPolicy');
  });

  test('one that wants another mode for the host is a disagreement', () => {
    const { app, chart } = program();
    configureMesh(app, { autoMtls: false });
    new StrictMtlsMesh(chart, 'mtls');
    HostOwner.of(chart, reviews).contributePolicy(chart, () => ({ trafficPolicy: { tls: { mode: 'SIMPLE' } } }));
    expect(problems(app)).toMatchObject([
      { rule: 'contributors-disagree', path: ['spec', 'trafficPolicy', 'tls', 'mode'], message: expect.stringMatching(/^StrictMtlsMesh platform\/mtls \(test\/patterns\/strict-mtls-clients\.test\.ts:\d+\) wants "ISTIO_MUTUAL" here, Chart platform/) },
    ]);
  });
});
