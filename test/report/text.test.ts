import type { Finding } from '../../src/model/finding';
import { formatText } from '../../src/report/text';

const SOURCE = ['spec:', '  http:', '    - route:', '        - destination: { host: "reviews", subset: v9 }'];
const FINDING: Finding = {
  rule: 'subset-not-found',
  upstream: ['IST0101'],
  severity: 'error',
  object: { apiVersion: 'v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
  path: 'spec.http[0].route[0].destination.subset',
  message: 'There is no subset v9.',
  why: 'Requests get 503.',
  fix: 'Add the subset.',
  source: { file: 'a.yaml', line: 4, column: 43 },
};
const line = (_: string, number: number): string | undefined => SOURCE[number - 1];
const text = (findings: readonly Finding[], colours = false, lines = line): string => [...formatText({ objects: 2, findings }, { colours, line: lines })].join('');

test('a finding shows its place, its YAML with a caret, why and fix', () => {
  expect(text([FINDING])).toBe(`error subset-not-found  a.yaml:4:43  (IST0101)
  VirtualService shop/reviews: spec.http[0].route[0].destination.subset
  There is no subset v9.
  3 |     - route:
  4 |         - destination: { host: "reviews", subset: v9 }
    |                                           ^^^^^^
  why: Requests get 503.
  fix: Add the subset.

1 error in 2 objects.
`);
});

test('findings stand in the order of the text', () => {
  const at = (file: string, number: number): Finding => ({ ...FINDING, source: { file, line: number, column: 1 } });
  const { source: _, ...placeless } = FINDING;
  expect(text([placeless, at('b.yaml', 1), at('a.yaml', 10), at('a.yaml', 9)]).match(/^error.*/gm)).toEqual([
    'error subset-not-found  a.yaml:9:1  (IST0101)',
    'error subset-not-found  a.yaml:10:1  (IST0101)',
    'error subset-not-found  b.yaml:1:1  (IST0101)',
    'error subset-not-found  (IST0101)',
  ]);
});

test.each([
  [[], 'No findings in 2 objects.\n'],
  [['error', 'error', 'warning', 'info'], '2 errors, 1 warning, 1 info in 2 objects.\n'],
  [['info'], '1 info in 2 objects.\n'],
] as const)('%j is summed up', (severities, sum) => {
  expect(text(severities.map((severity) => ({ ...FINDING, severity }))).split('\n').slice(-2).join('\n')).toBe(sum);
});

test('what could not be read is part of the sum', () => {
  const sum = (unread: number): string => [...formatText({ objects: 1, findings: [], unread }, { colours: false, line })].join('');
  expect([sum(0), sum(1), sum(2)]).toEqual(['No findings in 1 object.\n', 'No findings in 1 object; 1 problem in reading the input.\n', 'No findings in 1 object; 2 problems in reading the input.\n']);
});

test('what was ignored is part of the sum', () => {
  expect([...formatText({ objects: 1, findings: [], ignored: 2, unread: 1 }, { colours: false, line })].join('')).toBe('No findings in 1 object; 2 ignored; 1 problem in reading the input.\n');
});

test('a rule that says no why and no fix has no line for them', () => {
  expect(text([{ ...FINDING, why: '', fix: '' }])).not.toMatch(/why:|fix:/);
});

test('much space in a text takes no time', () => {
  expect(text([{ ...FINDING, message: `a${' '.repeat(3_000_000)}b` }])).toContain('b');
});

test('no line is a command to a runner of GitHub', () => {
  const evil = ' ::set-output name=a::b\n::error::c';
  const out = text([{ ...FINDING, message: evil, why: evil, fix: evil, object: { ...FINDING.object, kind: evil, name: evil }, path: evil, source: { file: evil, line: 1, column: 1 } }], false, () => (evil.split('\n')[1] ?? ''));
  expect(out.split('\n').filter((part) => part.trim().startsWith('::'))).toEqual([]);
});

test('colours are there only when asked for', () => {
  expect(text([FINDING])).not.toContain('\u001b');
  expect(text([FINDING], true)).toContain('\u001b[31;1merror\u001b[0m');
});

test('text of a manifest does not drive the terminal', () => {
  const evil = '\u001b[2J\u009b31m\u202eabc\nsecond line';
  const out = text([{ ...FINDING, message: evil, object: { ...FINDING.object, name: evil }, path: evil, source: { file: evil, line: 1, column: 1 } }], false, () => evil);
  expect(out).not.toMatch(/[\u001b\u009b\u202e]/);
  expect(out).toContain('\\u001b[2J\\u009b31m\\u202eabc second line');
});

test('of a very long line the part around the place is shown', () => {
  const long = `${'x'.repeat(5000)} subset: v9 ${'y'.repeat(5000)}`;
  const shown = text([{ ...FINDING, source: { file: 'a', line: 1, column: 5002 } }], false, (_, number) => (number === 1 ? long : undefined)).split('\n');
  const [row = '', caret = ''] = shown.slice(3, 5);
  expect(row.length).toBeLessThan(130);
  expect(row.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('subset');
});
