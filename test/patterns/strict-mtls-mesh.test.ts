import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import fc from 'fast-check';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { MeshService } from '../../src/constructs/mesh-service';
import { MtlsException } from '../../src/patterns/strict-mtls/exception';
import { MtlsStage } from '../../src/patterns/strict-mtls/stage';
import { StrictMtlsMesh, type StrictMtlsMeshProps } from '../../src/patterns/strict-mtls-mesh';
import { lineOf, manifests, problems, yaml } from '../constructs/tree';

const text = readFileSync(__filename, 'utf8');
const FILE = 'test/patterns/strict-mtls-mesh.test.ts';
const reason = 'old clients';
const selector = { app: 'reviews' };
const ports = [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'admin', port: 81, targetPort: 'web' }, { name: 'tcp', port: 9090 }];
const reviews = MeshService.of({ name: 'reviews', namespace: 'shop', ports, selector });
const billing = { namespace: 'bank', labels: { app: 'billing' } };

function tree(): { app: App; chart: Chart } {
  const app = new App();
  return { app, chart: new Chart(app, 'platform', { namespace: 'platform' }) };
}

function written(props: StrictMtlsMeshProps = {}): Record<string, unknown> {
  const { app, chart } = tree();
  new StrictMtlsMesh(chart, 'mtls', props);
  expect(problems(app)).toEqual([]);
  return manifests(app);
}

const policy = (name: string, rest: string, annotations = ''): unknown => {
  const [namespace, own] = name.split('/');
  return yaml(`{ apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: { name: ${own}, namespace: ${namespace}${annotations === '' ? '' : `, annotations: { ${annotations} }`} }, spec: { ${rest} } }`);
};
const DECLARED = 'cdk8s-istio.dev/mtls-exceptions: declared';
const STRICT = { 'PeerAuthentication istio-system/default': policy('istio-system/default', 'mtls: { mode: STRICT }', DECLARED) };
const PERMISSIVE = { 'PeerAuthentication istio-system/default': policy('istio-system/default', 'mtls: { mode: PERMISSIVE }') };
const WHY = `cdk8s-istio.dev/mtls-exception: ${reason}`;

describe('stages', () => {
  test.each<[string, StrictMtlsMeshProps, object]>([
    ['without options the mesh is strict', {}, STRICT],
    ['the last stage is the same', { stage: MtlsStage.mesh() }, STRICT],
    ['the first says what holds anyway', { stage: MtlsStage.permissive() }, PERMISSIVE],
    [
      'some namespaces go ahead, each once',
      { stage: MtlsStage.namespaces('shop', 'bank', 'shop') },
      {
        ...PERMISSIVE,
        'PeerAuthentication bank/default': policy('bank/default', 'mtls: { mode: STRICT }', DECLARED),
        'PeerAuthentication shop/default': policy('shop/default', 'mtls: { mode: STRICT }', DECLARED),
      },
    ],
  ])('%s', (_what, props, expected) => {
    expect(written(props)).toEqual(expected);
  });

  test('of names that are none', () => {
    expect(() => MtlsStage.namespaces('Shop')).toThrow(new RangeError('MtlsStage.namespaces: "Shop" is no name of a namespace (lower-case letters, digits and "-", at most 63)'));
  });

  test('the root namespace is no stage, whenever it is named', () => {
    const { app, chart } = tree();
    new StrictMtlsMesh(chart, 'root', { stage: MtlsStage.namespaces('mesh-config') });
    configureMesh(app, { rootNamespace: 'mesh-config' });
    expect(problems(app)).toMatchObject([{ rule: 'mtls-exception-impossible', message: 'MtlsStage.namespaces names mesh-config, which is the root namespace.', source: { line: lineOf(text, "'root'") } }]);
  });
});

describe('exceptions', () => {
  test.each<[string, readonly MtlsException[], object]>([
    ['a namespace', [MtlsException.namespace('legacy', { reason, mode: 'DISABLE' })], { 'PeerAuthentication legacy/default': policy('legacy/default', 'mtls: { mode: DISABLE }', WHY) }],
    [
      'workloads by labels',
      [MtlsException.workload(billing, { reason })],
      { 'PeerAuthentication bank/mtls-exception-billing': policy('bank/mtls-exception-billing', 'selector: { matchLabels: { app: billing } }, mtls: { mode: PERMISSIVE }', WHY) },
    ],
    [
      'workloads of a service',
      [MtlsException.workload(reviews, { reason })],
      { 'PeerAuthentication shop/mtls-exception-reviews': policy('shop/mtls-exception-reviews', 'selector: { matchLabels: { app: reviews } }, mtls: { mode: PERMISSIVE }', WHY) },
    ],
    [
      'ports: of the container, of a service by number or name, and the workload, in one policy',
      [
        MtlsException.port(billing, 9000, { reason: 'one' }),
        MtlsException.port({ ...billing, labels: { ...billing.labels } }, 80, { reason: 'two', mode: 'DISABLE' }),
        MtlsException.servicePort(reviews, 'http', { reason: 'three' }),
        MtlsException.servicePort(reviews, 9090, { reason: 'four', mode: 'DISABLE' }),
        MtlsException.port(reviews, 7000, { reason: 'five' }),
        MtlsException.workload({ namespace: 'shop', labels: selector }, { reason: 'six' }),
      ],
      {
        'PeerAuthentication bank/mtls-exception-billing': policy(
          'bank/mtls-exception-billing',
          'selector: { matchLabels: { app: billing } }, portLevelMtls: { "80": { mode: DISABLE }, "9000": { mode: PERMISSIVE } }',
          'cdk8s-istio.dev/mtls-exception-80: two, cdk8s-istio.dev/mtls-exception-9000: one',
        ),
        'PeerAuthentication shop/mtls-exception-reviews': policy(
          'shop/mtls-exception-reviews',
          'selector: { matchLabels: { app: reviews } }, mtls: { mode: PERMISSIVE }, portLevelMtls: { "7000": { mode: PERMISSIVE }, "8080": { mode: PERMISSIVE }, "9090": { mode: DISABLE } }',
          'cdk8s-istio.dev/mtls-exception: six, cdk8s-istio.dev/mtls-exception-7000: five, cdk8s-istio.dev/mtls-exception-8080: three, cdk8s-istio.dev/mtls-exception-9090: four',
        ),
      },
    ],
    ['one said twice', [MtlsException.namespace('legacy', { reason }), MtlsException.namespace('legacy', { reason })], { 'PeerAuthentication legacy/default': policy('legacy/default', 'mtls: { mode: PERMISSIVE }', WHY) }],
  ])('%s', (_what, exceptions, expected) => {
    expect(written({ exceptions })).toEqual({ ...STRICT, ...expected });
  });

  test.each<[Record<string, string>, string]>([
    [{ app: 'a' }, 'mtls-exception-a'],
    [{ app: 'a.b' }, 'mtls-exception-a-b-fbd3aabd'],
    [{ name: 'a' }, 'mtls-exception-a-040c0c24'],
    [{ version: 'v1', app: 'a' }, 'mtls-exception-a-v1-6e48e290'],
  ])('%j is named after its labels', (labels, name) => {
    const { chart } = tree();
    const exception = MtlsException.workload({ namespace: 'shop', labels }, { reason });
    expect(new StrictMtlsMesh(chart, 'mtls', { exceptions: [exception] }).policyOf(exception).name).toBe(name);
  });

  test('in any order the same bytes', () => {
    const all = [
      MtlsException.namespace('legacy', { reason }),
      MtlsException.workload(billing, { reason, mode: 'DISABLE' }),
      MtlsException.port(billing, 9000, { reason }),
      MtlsException.port(billing, 80, { reason }),
      MtlsException.servicePort(reviews, 80, { reason }),
      MtlsException.workload({ namespace: 'shop', labels: { tier: 'db', app: 'x' } }, { reason }),
      MtlsException.port({ namespace: 'shop', labels: { app: 'x', tier: 'db' } }, 5432, { reason }),
    ];
    const synth = (exceptions: readonly MtlsException[]): string => {
      const app = new App();
      new StrictMtlsMesh(new Chart(app, 'c'), 'mtls', { exceptions });
      configureMesh(app, { autoMtls: false });
      return JSON.stringify(Object.values(manifests(app)));
    };
    const expected = synth(all);
    fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (exceptions) => expect(synth(exceptions)).toBe(expected)));
  });

  test('its objects are public and open to patches', () => {
    const { app, chart } = tree();
    const exception = MtlsException.port(billing, 80, { reason });
    const mtls = new StrictMtlsMesh(chart, 'mtls', { stage: MtlsStage.namespaces('shop'), exceptions: [exception] });
    mtls.meshPolicy.metadata.addLabel('team', 'mesh');
    mtls.namespacePolicies['shop']?.metadata.addLabel('team', 'shop');
    mtls.policyOf(exception).addJsonPatch(JsonPatch.add('/spec/mtls', { mode: 'STRICT' }));
    expect(manifests(app)).toMatchObject({
      'PeerAuthentication istio-system/default': { metadata: { labels: { team: 'mesh' } } },
      'PeerAuthentication shop/default': { metadata: { labels: { team: 'shop' } } },
      'PeerAuthentication bank/mtls-exception-billing': { spec: { mtls: { mode: 'STRICT' } } },
    });
    expect(mtls.exceptionPolicies).toEqual([mtls.policyOf(exception)]);
    expect(() => mtls.policyOf(MtlsException.namespace('shop', { reason }))).toThrow(new RangeError('StrictMtlsMesh: the exception has no policy: it is not among those that this StrictMtlsMesh writes'));
  });
});

describe('the root namespace', () => {
  test.each(['before', 'after'])('is that of Mesh.configure, %s', (when) => {
    const { app, chart } = tree();
    if (when === 'before') configureMesh(app, { rootNamespace: 'mesh-config' });
    new StrictMtlsMesh(chart, 'mtls');
    if (when === 'after') configureMesh(app, { rootNamespace: 'mesh-config' });
    expect(Object.keys(manifests(app))).toEqual(['PeerAuthentication mesh-config/default']);
  });
});

describe('what is certainly wrong is refused at once', () => {
  test.each<[string, () => unknown, string]>([
    ['a blank reason', () => MtlsException.namespace('legacy', { reason: ' ' }), 'MtlsException: say in "reason" why it is there, in one line of at most 1000 characters'],
    ['a reason of two lines', () => MtlsException.workload(billing, { reason: 'a\nb' }), 'MtlsException: say in "reason" why it is there, in one line of at most 1000 characters'],
    ['a namespace that is none', () => MtlsException.namespace('*', { reason }), 'MtlsException.namespace: "*" is no name of a namespace (lower-case letters, digits and "-", at most 63)'],
    ['no labels', () => MtlsException.workload({ namespace: 'a', labels: {} }, { reason }), 'MtlsException.workload: no labels would be every workload of the namespace; that is MtlsException.namespace'],
    ['a label that is none', () => MtlsException.port({ namespace: 'a', labels: { app: 'a b' } }, 80, { reason }), 'MtlsException.port: "app": "a b" is no label of a pod'],
    ['a port that is none', () => MtlsException.port(billing, 0, { reason }), 'MtlsException.port: 0 is not a port: give a whole number from 1 to 65535'],
    ['a service port that is none', () => MtlsException.servicePort(reviews, 80.5, { reason }), 'MtlsException.servicePort: 80.5 is not a port: give a whole number from 1 to 65535'],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(new RangeError(message));
  });

  test('two in one App, naming both lines', () => {
    const { app, chart } = tree();
    new StrictMtlsMesh(chart, 'first of two');
    expect(() => new StrictMtlsMesh(new Chart(app, 'other'), 'second of two')).toThrow(
      `There are two StrictMtlsMesh in one App:\n  first:  ${FILE}:${lineOf(text, "'first of two'")}:5\n  second: ${FILE}:${lineOf(text, "'second of two'")}:18\nA mesh has one policy`,
    );
  });

  const at = (mark: string, column: number): string => `${FILE}:${lineOf(text, mark)}:${column}`;
  test.each<[string, StrictMtlsMeshProps, string]>([
    [
      'two modes for one port, said in two ways',
      {
        exceptions: [
          MtlsException.port({ namespace: 'shop', labels: selector }, 8080, { reason: 'mode one' }),
          MtlsException.servicePort(reviews, 'http', { reason: 'mode two', mode: 'DISABLE' }),
        ],
      },
      `StrictMtlsMesh: there are two exceptions for app=reviews in shop, port 8080, one with mode PERMISSIVE, one with DISABLE\n  first:  ${at("'mode one'", 25)}\n  second: ${at("'mode two'", 25)}`,
    ],
    [
      'two reasons for one namespace',
      {
        exceptions: [
          MtlsException.namespace('legacy', { reason: 'reason one' }),
          MtlsException.namespace('legacy', { reason: 'reason two' }),
        ],
      },
      `StrictMtlsMesh: there are two exceptions for namespace legacy, with different reasons\n  first:  ${at("'reason one'", 25)}\n  second: ${at("'reason two'", 25)}`,
    ],
    [
      'one selector inside another',
      {
        exceptions: [
          MtlsException.workload({ namespace: 'shop', labels: { app: 'a', version: 'v1' } }, { reason: 'narrow' }),
          MtlsException.port({ namespace: 'shop', labels: { app: 'a' } }, 80, { reason: 'wide' }),
        ],
      },
      `StrictMtlsMesh: workloads with app=a,version=v1 in shop are among those with app=a, and istiod takes only the older of two policies for one workload\n  first:  ${at("'wide'", 25)}\n  second: ${at("'narrow'", 25)}`,
    ],
  ])('%s', (_what, props, message) => {
    const { app, chart } = tree();
    expect(() => new StrictMtlsMesh(chart, 'mtls', props)).toThrow(new RangeError(message));
    expect(app.node.findAll()).toHaveLength(2);
  });

  test('a namespace that is STRICT and an exception', () => {
    const { chart } = tree();
    const exceptions = [MtlsException.namespace('bank', { reason: 'both' })];
    expect(() => new StrictMtlsMesh(chart, 'doubted', { stage: MtlsStage.namespaces('bank'), exceptions })).toThrow(
      new RangeError(`StrictMtlsMesh: namespace bank is STRICT in this stage, and there is an exception for all of it\n  first:  ${at("'doubted'", 18)}\n  second: ${at("'both'", 39)}`),
    );
  });
});

test('the exceptions as data and as Markdown, each once', () => {
  const { chart } = tree();
  const exceptions = [
    MtlsException.servicePort(reviews, 'http', { reason: 'the *old* | page' }),
    MtlsException.namespace('legacy', { reason, mode: 'DISABLE' }),
    MtlsException.namespace('legacy', { reason, mode: 'DISABLE' }),
  ];
  const mtls = new StrictMtlsMesh(chart, 'mtls', { exceptions });
  expect(mtls.exceptionTable()).toEqual([
    { namespace: 'legacy', mode: 'DISABLE', reason },
    { namespace: 'shop', labels: selector, port: 8080, mode: 'PERMISSIVE', reason: 'the *old* | page' },
  ]);
  expect(mtls.exceptionTableMarkdown()).toBe(`# Exceptions to mutual TLS

| Namespace | Workloads | Port | Mode | Why |
| --- | --- | --- | --- | --- |
| legacy | all | all | DISABLE | old clients |
| shop | app=reviews | 8080 | PERMISSIVE | the \\*old\\* \\| page |
`);
  expect(new StrictMtlsMesh(tree().chart, 'mtls').exceptionTableMarkdown()).toBe('# Exceptions to mutual TLS\n\nNone.\n');
});

test('the guide shows what it writes', () => {
  const guide = readFileSync(path.join(__dirname, '..', '..', 'docs', 'strict-mtls-mesh.md'), 'utf8');
  const shown = [...guide.matchAll(/```yaml\n([^]*?)```/g)].map(([, block = '']) => yaml(block));
  const exceptions = [
    MtlsException.port({ namespace: 'bank', labels: { app: 'ledger' } }, 9090, { reason: 'the old monitoring scrapes it until June' }),
  ];
  expect(shown).toEqual(Object.values(written({ exceptions })));
});
