import { readFileSync } from 'node:fs';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Mesh, MeshService, MtlsException, MtlsStage, networking, security, StrictMtlsMesh, type MeshOptions } from '../../src/index';
import { lineOf } from '../constructs/tree';

const text = readFileSync(__filename, 'utf8');
const reason = 'old clients';
const billing = { namespace: 'bank', labels: { app: 'billing' } };

function tree(options: MeshOptions = {}): { app: App; platform: Chart; bank: Chart } {
  const app = new App();
  Mesh.configure(app, options);
  return { app, platform: new Chart(app, 'platform'), bank: new Chart(app, 'bank', { namespace: 'bank' }) };
}

function deployment(scope: Chart, app: string, labels: Record<string, string> = {}): void {
  const template = { metadata: { labels: { app, ...labels } }, spec: { containers: [{ name: app, image: app }] } };
  new ApiObject(scope, app, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: app }, spec: { selector: { matchLabels: { app } }, template } });
}

/** Rule, severity, object, path and line of every finding. */
function findings(app: App): readonly string[] {
  return Mesh.findings(app).map(({ rule, severity, object, path, source }) => `${severity} ${rule} ${object.kind} ${object.namespace}/${object.name} ${path} at ${source?.file}:${source?.line}`);
}

const at = (mark: string): string => `at test/patterns/strict-mtls-checked.test.ts:${lineOf(text, mark)}`;

test('a whole roll-out is clean', () => {
  const { app, platform, bank } = tree({ complete: true });
  deployment(bank, 'billing');
  deployment(bank, 'ledger');
  new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.workload(billing, { reason }), MtlsException.port({ namespace: 'bank', labels: { app: 'ledger' } }, 80, { reason })] });
  expect(findings(app)).toEqual([]);
});

describe('what others write', () => {
  test('weaker policies are found where they are made, after patches; declared and equal ones are not', () => {
    const { app, platform, bank } = tree();
    new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.namespace('legacy', { reason })] });
    new security.PeerAuthentication(bank, 'wide', { metadata: { name: 'wide' }, spec: { mtls: { mode: 'PERMISSIVE' } } });
    new ApiObject(bank, 'plain', { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'plain', namespace: 'shop' }, spec: { selector: { matchLabels: { app: 'a' } }, mtls: { mode: 'DISABLE' } } });
    new security.PeerAuthentication(bank, 'port', { metadata: { name: 'port', namespace: 'shop' }, spec: { selector: { matchLabels: { app: 'b' } }, portLevelMtls: { 80: { mode: 'PERMISSIVE' } } } });
    new security.PeerAuthentication(bank, 'below', { metadata: { name: 'below', namespace: 'legacy' }, spec: { selector: { matchLabels: { app: 'c' } }, mtls: { mode: 'DISABLE' } } });
    const patched = new security.PeerAuthentication(bank, 'patched', { metadata: { name: 'patched', namespace: 'more' }, spec: { mtls: { mode: 'STRICT' } } });
    patched.addJsonPatch(JsonPatch.replace('/spec/mtls/mode', 'DISABLE'));
    const rule = 'error undeclared-mtls-exception PeerAuthentication';
    const expected = [
      `${rule} bank/wide spec.mtls.mode ${at("'wide', {")}`,
      `${rule} more/patched spec.mtls.mode ${at("'patched', {")}`,
      `${rule} shop/plain spec.mtls.mode at undefined:undefined`,
      `${rule} shop/port spec.portLevelMtls["80"].mode ${at("'port', {")}`,
    ];
    expect([...findings(app)].sort()).toEqual(expected);
    expect(() => app.synthYaml()).toThrow(/undeclared-mtls-exception/);
  });

  test('a policy beside one of ours, of which istiod would take the older', () => {
    const { app, platform, bank } = tree();
    new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.port(billing, 80, { reason: 'beside' })] });
    new security.PeerAuthentication(bank, 'rival', { metadata: { name: 'rival' }, spec: { selector: { matchLabels: billing.labels }, mtls: { mode: 'STRICT' } } });
    const rule = 'error several-peer-authentications PeerAuthentication';
    expect([...findings(app)].sort()).toEqual([
      `${rule} bank/mtls-exception-billing spec.selector.matchLabels ${at("'beside'")}`,
      `${rule} bank/rival spec.selector.matchLabels ${at("'rival', {")}`,
    ]);
  });

  test('they are nobody\'s affair before the stage is strict', () => {
    const { app, platform, bank } = tree();
    new StrictMtlsMesh(platform, 'mtls', { stage: MtlsStage.namespaces('shop') });
    new security.PeerAuthentication(bank, 'wide', { metadata: { name: 'wide' }, spec: { mtls: { mode: 'PERMISSIVE' } } });
    expect(findings(app)).toEqual([]);
  });

  test('a DestinationRule that takes mutual TLS away, but not from a declared exception', () => {
    const { app, platform, bank } = tree();
    deployment(bank, 'ledger', { 'sidecar.istio.io/inject': 'true' });
    deployment(bank, 'billing', { 'sidecar.istio.io/inject': 'true' });
    for (const name of ['ledger', 'billing']) new ApiObject(bank, `${name}-service`, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }] } });
    new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.port(billing, 80, { reason, mode: 'DISABLE' })] });
    new networking.DestinationRule(bank, 'to-ledger', { metadata: { name: 'ledger' }, spec: { host: 'ledger', trafficPolicy: { tls: { mode: 'DISABLE' } } } });
    new networking.DestinationRule(bank, 'to-billing', { metadata: { name: 'billing' }, spec: { host: 'billing', trafficPolicy: { tls: { mode: 'DISABLE' } } } });
    expect(findings(app)).toEqual([`error destination-rule-tls-breaks-strict DestinationRule bank/ledger spec.trafficPolicy.tls.mode ${at("'to-ledger'")}`]);
  });

  test('a DestinationRule that insists on mutual TLS where an exception turned it off', () => {
    const { app, platform, bank } = tree();
    const service = MeshService.of({ name: 'billing', namespace: 'bank', ports: [{ name: 'http', port: 80 }], selector: billing.labels });
    new ApiObject(bank, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'billing' }, spec: { selector: billing.labels, ports: [{ name: 'http', port: 80 }] } });
    new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.servicePort(service, 80, { reason, mode: 'DISABLE' })] });
    new networking.DestinationRule(bank, 'insisting', { metadata: { name: 'billing' }, spec: { host: 'billing', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } } });
    expect(findings(app)).toEqual([`error destination-rule-mtls-refused DestinationRule bank/billing spec.trafficPolicy.tls.mode ${at("'insisting'")}`]);
  });

  test('without auto mTLS, one that says nothing of TLS', () => {
    const { app, platform, bank } = tree({ autoMtls: false });
    deployment(bank, 'ledger', { 'sidecar.istio.io/inject': 'true' });
    new ApiObject(bank, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'ledger' }, spec: { selector: { app: 'ledger' }, ports: [{ name: 'http', port: 80 }] } });
    new StrictMtlsMesh(platform, 'mtls');
    new networking.DestinationRule(bank, 'silent', { metadata: { name: 'ledger' }, spec: { host: 'ledger', trafficPolicy: { connectionPool: { tcp: { maxConnections: 5 } } } } });
    expect(findings(app)).toEqual([`error destination-rule-tls-breaks-strict DestinationRule bank/ledger spec ${at("'silent'")}`]);
  });
});

test.each([false, true])('the DestinationRules for clients are clean, the whole cluster in sight: %p', (complete) => {
  const { app, platform, bank } = tree({ autoMtls: false, complete });
  deployment(bank, 'billing');
  deployment(new Chart(app, 'legacy', { namespace: 'legacy' }), 'old');
  new ApiObject(bank, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'billing' }, spec: { selector: { app: 'billing' }, ports: [{ name: 'http', port: 80 }] } });
  const service = MeshService.of({ name: 'billing', namespace: 'bank', ports: [{ name: 'http', port: 80 }], selector: billing.labels });
  new ApiObject(bank, 'old', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'old', namespace: 'legacy' }, spec: { selector: { app: 'old' }, ports: [{ name: 'http', port: 80 }] } });
  new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.servicePort(service, 'http', { reason, mode: 'DISABLE' }), MtlsException.namespace('legacy', { reason, mode: 'DISABLE' })] });
  expect(findings(app)).toEqual([]);
});

describe('exceptions that nothing needs, each at its line', () => {
  test('while the mesh takes plain text anyway', () => {
    const { app, platform } = tree();
    new StrictMtlsMesh(platform, 'mtls', {
      stage: MtlsStage.namespaces('shop'),
      exceptions: [
        MtlsException.namespace('legacy', { reason: 'early' }),
        MtlsException.port(billing, 80, { reason: 'port 80' }),
        MtlsException.port(billing, 90, { reason: 'port 90' }),
        MtlsException.port({ namespace: 'shop', labels: { app: 'web' } }, 80, { reason: 'needed' }),
      ],
    });
    const rule = 'warning unneeded-mtls-exception PeerAuthentication';
    expect([...findings(app)].sort()).toEqual([
      `${rule} bank/mtls-exception-billing spec.portLevelMtls["80"].mode ${at("'port 80'")}`,
      `${rule} bank/mtls-exception-billing spec.portLevelMtls["90"].mode ${at("'port 90'")}`,
      `${rule} legacy/default spec.mtls.mode ${at("'early'")}`,
    ]);
  });

  test('for workloads that do not exist: nothing is written', () => {
    const { app, platform, bank } = tree();
    deployment(bank, 'ledger');
    new StrictMtlsMesh(platform, 'mtls', {
      exceptions: [
        MtlsException.port(billing, 80, { reason: 'nobody' }),
        MtlsException.workload({ namespace: 'elsewhere', labels: { app: 'a' } }, { reason: 'deployed by others' }),
      ],
    });
    expect(findings(app)).toEqual([`error selector-matches-nothing PeerAuthentication bank/mtls-exception-billing spec.selector.matchLabels ${at("'nobody'")}`]);
    expect(() => app.synthYaml()).toThrow(/selector-matches-nothing/);
  });

  test('unless they are declared', () => {
    const { app, platform, bank } = tree({ declared: { workloads: [billing] } });
    deployment(bank, 'ledger');
    new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.workload(billing, { reason })] });
    expect(findings(app)).toEqual([]);
  });

  test('for a namespace that is not in the cluster', () => {
    const { app, platform } = tree({ complete: true });
    new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.namespace('nowhere', { reason: 'nowhere' })] });
    expect(findings(app)).toEqual([`error unneeded-mtls-exception PeerAuthentication nowhere/default metadata.namespace ${at("'nowhere', {")}`]);
  });
});

describe('exceptions that cannot be written, each at its line', () => {
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'admin', port: 81, targetPort: 'web' }];
  const service = MeshService.of({ name: 'reviews', namespace: 'shop', ports, selector: { app: 'reviews' } });
  const headless = MeshService.of({ name: 'vms', namespace: 'shop', ports });
  const impossible = 'mtls-exception-impossible';
  const unresolved = 'mtls-exception-unresolved';

  test.each<[string, MeshOptions, MtlsException, string, string]>([
    ['a named port', {}, MtlsException.servicePort(service, 'admin', { reason }), unresolved, 'This exception to mutual TLS cannot be written: port admin of Service shop/reviews leads to the container port named "web", whose number only the pods know.'],
    ['no such port', {}, MtlsException.servicePort(service, 'grpc', { reason }), unresolved, 'This exception to mutual TLS cannot be written: Service shop/reviews has no port grpc, only 80 (http), 81 (admin).'],
    ['a service without selector', {}, MtlsException.workload(headless, { reason }), unresolved, 'This exception to mutual TLS cannot be written: Service shop/vms has no selector, so which workloads are meant cannot be told.'],
    ['a namespace that is the root', {}, MtlsException.namespace('istio-system', { reason }), impossible, 'An exception for the namespace istio-system would be one for the whole mesh.'],
    ['a workload of the root namespace', { rootNamespace: 'bank' }, MtlsException.workload(billing, { reason }), impossible, 'An exception for workloads of the namespace bank is for nobody.'],
    ['DISABLE in ambient', { dataPlane: 'ambient' }, MtlsException.workload(billing, { reason, mode: 'DISABLE' }), impossible, 'An exception with mode DISABLE cannot be had in ambient.'],
    ['DISABLE by labels without auto mTLS', { autoMtls: false }, MtlsException.workload(billing, { reason, mode: 'DISABLE' }), impossible, 'Which clients must use plain text for this exception cannot be told: it names labels and no service.'],
  ])('%s', (_what, options, exception, rule, message) => {
    for (const first of [true, false]) {
      const app = new App();
      if (first) Mesh.configure(app, options);
      new StrictMtlsMesh(new Chart(app, 'platform'), 'mtls', { exceptions: [exception] });
      if (!first) Mesh.configure(app, options);
      expect(Mesh.findings(app).map((finding) => [finding.rule, finding.message, finding.source?.line])).toEqual([[rule, message, lineOf(text, _what)]]);
    }
  });

  test('a container port that is one of the service', () => {
    const { app, platform } = tree();
    const mapped = MeshService.of({ name: 'reviews', namespace: 'shop', ports: ports.slice(0, 1), selector: { app: 'reviews' } });
    new StrictMtlsMesh(platform, 'mtls', { exceptions: [MtlsException.port(mapped, 80, { reason: 'mistaken' })] });
    expect(Mesh.findings(app)).toMatchObject([
      {
        rule: unresolved,
        message: 'This exception to mutual TLS cannot be written: 80 is a port of Service shop/reviews, and the container behind it listens on 8080.',
        fix: 'Say MtlsException.port(..., 8080, ...), or MtlsException.servicePort(..., 80, ...).',
        source: { line: lineOf(text, "'mistaken'") },
      },
    ]);
  });

  test('in a pattern for ambient, PERMISSIVE is fine', () => {
    const { app, platform } = tree();
    new StrictMtlsMesh(platform, 'mtls', { dataPlane: 'ambient', exceptions: [MtlsException.workload(billing, { reason }), MtlsException.port({ namespace: 'shop', labels: { app: 'a' } }, 80, { reason: 'not so', mode: 'DISABLE' })] });
    expect(Mesh.findings(app)).toMatchObject([{ rule: impossible, source: { line: lineOf(text, "'not so'") } }]);
  });

  test('a service that changes after it was read', () => {
    const { app, platform, bank } = tree();
    const made = new kplus.Service(bank, 'svc', { metadata: { name: 'billing' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
    made.selectLabel('app', 'billing');
    const exception = MtlsException.servicePort(MeshService.of(made), 80, { reason: 'moving' });
    const mtls = new StrictMtlsMesh(platform, 'mtls', { exceptions: [exception] });
    expect(mtls.policyOf(exception).name).toBe('mtls-exception-billing');
    expect(findings(app)).toEqual([]);
    made.selectLabel('tier', 'core');
    expect(findings(app)).toEqual([`error mtls-exception-unresolved PeerAuthentication bank/mtls-exception-billing  ${at("'moving'")}`]);
  });
});
