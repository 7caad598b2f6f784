import { App, Chart } from 'cdk8s';
import { DestinationRule, VirtualService } from '../../imports/networking';
import { CheckError } from '../../src/synth/check-error';
import { IstioApp } from '../../src/synth/istio-app';
import { errorOf, filesIn, lineOf, temporaryFolder } from './support';

/** What a JavaScript program, or a cast, can put into a typed construct. */
function loose(spec: object): never {
  return JSON.parse(JSON.stringify(spec)) as never;
}

const ROUTE = [{ destination: { host: 'reviews' } }];
const SUBSETS = [{ name: 'v1', labels: { version: 'v1' } }];

interface Case {
  readonly name: string;
  /** Makes the mistake; its line carries a comment with the name of the case. */
  readonly make: (chart: Chart) => unknown;
  readonly rule: string;
  readonly path: string;
}

const CASES: readonly Case[] = [
  { name: 'unknown field', rule: 'unknown-field', path: 'spec.http[0].timeuot', make: (chart) =>
    new VirtualService(chart, 'x', { metadata: { name: 'x' }, spec: loose({ hosts: ['reviews'], http: [{ route: ROUTE, timeuot: '5s' }] }) }) }, // unknown field
  { name: 'wrong enum', rule: 'invalid-enum', path: 'spec.trafficPolicy.tls.mode', make: (chart) =>
    new DestinationRule(chart, 'x', { metadata: { name: 'x' }, spec: loose({ host: 'reviews', trafficPolicy: { tls: { mode: 'ISTIO_MUTAUL' } } }) }) }, // wrong enum
  { name: 'bad duration', rule: 'cel-rule', path: 'spec.http[0].timeout', make: (chart) =>
    new VirtualService(chart, 'x', { metadata: { name: 'x' }, spec: loose({ hosts: ['reviews'], http: [{ route: ROUTE, timeout: '5 seconds' }] }) }) }, // bad duration
  { name: 'host with a port', rule: 'host-with-port', path: 'spec.http[0].route[0].destination.host', make: (chart) =>
    new VirtualService(chart, 'x', { metadata: { name: 'x' }, spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews:9080' } }] }] } }) }, // host with a port
  { name: 'empty subset labels', rule: 'empty-subset-labels', path: 'spec.subsets[1].labels', make: (chart) =>
    new DestinationRule(chart, 'x', { metadata: { name: 'x' }, spec: { host: 'reviews', subsets: [...SUBSETS, { name: 'v2', labels: {} }] } }) }, // empty subset labels
  { name: 'weights of 99', rule: 'route-weights', path: 'spec.http[0].route', make: (chart) =>
    new VirtualService(chart, 'x', { metadata: { name: 'x' }, spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' }, weight: 90 }, { destination: { host: 'ratings' }, weight: 9 }] }] } }) }, // weights of 99
  { name: 'name too long', rule: 'invalid-name', path: 'metadata.name', make: (chart) =>
    new DestinationRule(chart, 'x', { metadata: { name: 'x'.repeat(254) }, spec: { host: 'reviews' } }) }, // name too long
  { name: 'name in upper case', rule: 'invalid-name', path: 'metadata.name', make: (chart) =>
    new DestinationRule(chart, 'x', { metadata: { name: 'Reviews' }, spec: { host: 'reviews' } }) }, // name in upper case
  { name: 'two objects with one name', rule: 'duplicate-object', path: 'metadata.name', make: (chart) =>
    new DestinationRule(chart, 'x', { metadata: { name: 'good' }, spec: { host: 'ratings' } }) }, // two objects with one name
];

describe.each(['IstioApp', 'App'])('%s', (kind) => {
  test.each(CASES)('$name: a finding at its line, and the output as it was', ({ name, rule, path, make }) => {
    const outdir = temporaryFolder();
    const app = kind === 'IstioApp' ? new IstioApp({ outdir }) : new App({ outdir });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new DestinationRule(chart, 'good', { metadata: { name: 'good' }, spec: { host: 'details', subsets: SUBSETS } });
    app.synth();
    const before = filesIn(outdir);

    make(chart);
    const error = errorOf(() => app.synth());
    expect(error).toBeInstanceOf(CheckError);
    const findings = error instanceof CheckError ? error.findings : [];
    expect(findings).toContainEqual(
      expect.objectContaining({ rule, path, severity: 'error', construct: 'shop/x', source: expect.objectContaining({ file: 'test/synth/bad-input.test.ts', line: lineOf(__filename, `// ${name}`) }) }),
    );
    expect(error.message).toMatch(/\n {4}Why: .+\n {4}Fix: .+\n/);
    expect(filesIn(outdir)).toEqual(before);
  });
});
