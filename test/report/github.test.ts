import { formatGithub } from '../../src/report/github';
import type { Finding } from '../../src/model/finding';
import { EVIL, finding, placeless } from './findings';

const report = (findings: readonly Finding[], path = (file: string): string => file): string[] => [...formatGithub({ objects: 2, findings }, { path })].join('').split('\n');

test('a finding is one command at its line; then come the sums', () => {
  expect(report([finding(), finding({ severity: 'warning', upstream: [], why: '' }), placeless({ severity: 'info', path: '' })])).toEqual([
    '::error file=a.yaml,line=4,col=43,title=subset-not-found (IST0101)::VirtualService shop/reviews: spec.http[0]%0AThere is no subset v9.%0AWhy: Requests get 503.%0AFix: Add the subset.',
    '::warning file=a.yaml,line=4,col=43,title=subset-not-found::VirtualService shop/reviews: spec.http[0]%0AThere is no subset v9.%0AFix: Add the subset.',
    '::notice title=subset-not-found (IST0101)::VirtualService shop/reviews%0AThere is no subset v9.%0AWhy: Requests get 503.%0AFix: Add the subset.',
    '1 error, 1 warning, 1 info in 2 objects.',
    '',
  ]);
});

test('properties and data are escaped as the runner reads them', () => {
  const [line] = report([finding({ message: '100% a:b,c', upstream: [], source: { file: 'a,b:c%d.yaml', line: 1, column: 1 } })]);
  expect(line).toContain('file=a%2Cb%3Ac%25d.yaml,line=1,col=1,title=subset-not-found::');
  expect(line).toContain('%0A100%25 a:b,c%0A');
});

test.each(EVIL)('%j stays inside its command', (evil) => {
  const object = { apiVersion: evil, kind: evil, namespace: evil, name: evil };
  const lines = report([finding({ rule: evil, object, path: evil, message: evil, why: evil, fix: evil, source: { file: evil, line: 1, column: 1 } })]);
  expect(lines).toHaveLength(3);
  const [, properties = '', data = ''] = /^::error ([^]*?)::([^]*)$/.exec(lines[0] ?? '') ?? [];
  expect(properties.split(',').map((property) => property.split('=')[0])).toEqual(['file', 'line', 'col', 'title']);
  expect(properties + data).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
});

test('files are named from the root of the repository', () => {
  expect(report([finding()], (file) => `deploy/${file}`)[0]).toContain('file=deploy/a.yaml,');
});

test('without findings only the sums are printed', () => {
  expect(report([])).toEqual(['No findings in 2 objects.', '']);
});
