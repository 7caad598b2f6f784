import { compile } from './compile';

const HEAD = `
import { App, Chart } from 'cdk8s';
import { CanaryRelease, MeshService, MtlsException, MtlsStage, StrictMtlsMesh } from '../../src/index';
declare const chart: Chart;
const reviews = MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ port: 80 }] }, { versions: { v1: { version: 'v1' }, v2: { version: 'v2' } } });
const labels = { namespace: 'bank', labels: { app: 'billing' } };
`;

const missingReason = expect.stringContaining("Property 'reason' is missing");

const CASES: Readonly<Record<string, readonly [string, readonly { line: string; message: unknown }[]]>> = {
  'without options': [`new StrictMtlsMesh(chart, 'mtls');`, []],
  'every kind of exception, and a service with versions': [
    `new StrictMtlsMesh(chart, 'mtls', { stage: MtlsStage.namespaces('a', 'b'), dataPlane: 'ambient', exceptions: [
       MtlsException.namespace('legacy', { reason: 'r' }), MtlsException.workload(labels, { reason: 'r', mode: 'DISABLE' }), MtlsException.workload(reviews, { reason: 'r' }),
       MtlsException.port(reviews, 8080, { reason: 'r' }), MtlsException.servicePort(reviews, 'http', { reason: 'r' }) ] });`,
    [],
  ],
  'no exception without a reason': [
    `MtlsException.namespace('legacy', {});
     MtlsException.workload(labels, { mode: 'DISABLE' });
     MtlsException.port(labels, 80, {});
     MtlsException.servicePort(reviews, 80, {});`,
    ["MtlsException.namespace('legacy', {});", "MtlsException.workload(labels, { mode: 'DISABLE' });", 'MtlsException.port(labels, 80, {});', 'MtlsException.servicePort(reviews, 80, {});'].map((line) => ({ line, message: missingReason })),
  ],
  'STRICT is no exception': [
    `MtlsException.namespace('legacy', { reason: 'r', mode: 'STRICT' });`,
    [{ line: "MtlsException.namespace('legacy', { reason: 'r', mode: 'STRICT' });", message: `Type '"STRICT"' is not assignable to type 'MtlsExceptionMode | undefined'.` }],
  ],
  'labels have no service port': [`MtlsException.servicePort(labels, 80, { reason: 'r' });`, [{ line: "MtlsException.servicePort(labels, 80, { reason: 'r' });", message: expect.stringContaining('not assignable to parameter of type') }]],
  'a container port is a number': [`MtlsException.port(labels, 'http', { reason: 'r' });`, [{ line: "MtlsException.port(labels, 'http', { reason: 'r' });", message: `Argument of type 'string' is not assignable to parameter of type 'number'.` }]],
  'a stage names a namespace': [`MtlsStage.namespaces();`, [{ line: 'MtlsStage.namespaces();', message: expect.stringContaining('Expected at least 1 arguments') }]],
  'no exception made by hand': [
    `new StrictMtlsMesh(chart, 'mtls', { exceptions: [{ reason: 'r', mode: 'PERMISSIVE' }] });`,
    [{ line: "new StrictMtlsMesh(chart, 'mtls', { exceptions: [{ reason: 'r', mode: 'PERMISSIVE' }] });", message: expect.stringContaining('MtlsException') }],
  ],
};

const errors = compile(Object.fromEntries(Object.entries(CASES).map(([name, [text]]) => [name, HEAD + text])));

test.each(Object.entries(CASES))('%s', (name, [, expected]) => {
  expect(errors[name]).toEqual(expected);
});
