import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { formatSarif } from '../../src/report/sarif';
import type { Finding } from '../../src/model/finding';
import { EVIL, finding, placeless } from './findings';

const SCHEMA = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')) as object;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const isSarif = ajv.compile(SCHEMA);

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly { readonly id: string; readonly shortDescription: { readonly text: string } }[] } };
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
    readonly results: readonly Result[];
  }[];
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string } } }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

const RULES = [
  { id: 'subset-not-found', severity: 'error', summary: 'A route leads to a subset that does not exist', why: 'w', fix: 'f' },
  { id: 'never-used', severity: 'info', summary: 's', why: 'w', fix: 'f' },
] as const;

/** The report, held against the schema of the standard. */
function report(findings: readonly Finding[], options: { readonly unread?: number; readonly path?: (file: string) => string } = {}): Sarif['runs'][number] {
  const { unread = 0, path = (file: string): string => file } = options;
  const sarif: unknown = JSON.parse([...formatSarif({ objects: 2, findings, unread }, { version: '1.2.3', rules: RULES, path })].join(''));
  expect([isSarif(sarif), isSarif.errors]).toEqual([true, null]);
  const [run] = (sarif as Sarif).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

test('the schema refuses what is no SARIF', () => {
  expect(isSarif({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
});

test('a finding is a result with rule, level, text and places', () => {
  const { tool, results, invocations } = report([finding(), finding({ severity: 'info', rule: 'a-rule', path: '' })]);
  expect(invocations).toEqual([{ executionSuccessful: true }]);
  expect(tool.driver).toMatchObject({ name: 'cdk8s-istio', version: '1.2.3' });
  expect(tool.driver.rules.map(({ id, shortDescription }) => [id, shortDescription.text])).toEqual([
    ['a-rule', 'There is no subset v9.'],
    ['subset-not-found', 'A route leads to a subset that does not exist'],
  ]);
  expect(results).toMatchObject([
    {
      ruleId: 'subset-not-found',
      ruleIndex: 1,
      level: 'error',
      message: { text: 'There is no subset v9.\nWhy: Requests get 503.\nFix: Add the subset.' },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'a.yaml', uriBaseId: '%SRCROOT%' }, region: { startLine: 4, startColumn: 43 } },
          logicalLocations: [{ name: 'reviews', fullyQualifiedName: 'networking.istio.io/v1 VirtualService shop/reviews: spec.http[0]', kind: 'object' }],
        },
      ],
      properties: { upstream: ['IST0101'] },
    },
    { ruleId: 'a-rule', ruleIndex: 0, level: 'note' },
  ]);
});

test.each([
  ['dist/a b#c.yaml', { uri: 'dist/a%20b%23c.yaml', uriBaseId: '%SRCROOT%' }],
  ['/tmp/ü.yaml', { uri: 'file:///tmp/%C3%BC.yaml' }],
  ['C:\\tmp\\a.yaml', { uri: 'file:///C%3A/tmp/a.yaml' }],
  ['<stdin>', { uri: '%3Cstdin%3E', uriBaseId: '%SRCROOT%' }],
])('the file %s is the URI %j', (file, location) => {
  expect(report([finding({ source: { file, line: 1, column: 1 } })]).results[0]?.locations[0]?.physicalLocation?.artifactLocation).toEqual(location);
});

test('a result is the same one wherever its line goes and whatever version its object has', () => {
  const [one, other, third] = report([finding(), finding({ source: { file: 'b.yaml', line: 9, column: 1 }, object: { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' } }), finding({ path: 'spec' })]).results;
  expect(one?.partialFingerprints).toEqual(other?.partialFingerprints);
  expect(one?.partialFingerprints).not.toEqual(third?.partialFingerprints);
});

test('no findings, no place, and input that was not read', () => {
  expect(report([]).results).toEqual([]);
  expect(report([placeless()]).results[0]?.locations[0]?.physicalLocation).toBeUndefined();
  expect(report([], { unread: 1 }).invocations).toEqual([{ executionSuccessful: false }]);
});

test.each(EVIL)('%j is text: no link, no argument, no control character', (evil) => {
  const object = { apiVersion: evil, kind: evil, namespace: evil, name: evil };
  const [result] = report([finding({ rule: evil, object, path: evil, message: evil, why: evil, fix: evil, source: { file: evil, line: 1, column: 1 } })]).results;
  expect(result?.message.text).not.toMatch(/\]\(|(?<!\{)\{\d+\}|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
});
