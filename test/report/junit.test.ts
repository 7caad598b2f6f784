import { SaxesParser } from 'saxes';
import { formatJunit } from '../../src/report/junit';
import type { Finding, Severity } from '../../src/model/finding';
import { EVIL, finding, placeless } from './findings';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML strictly: what is not well-formed is an error. */
function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: { ...(attributes as Record<string, string>) }, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    const top = open.at(-1);
    if (top !== undefined) top.text += text;
  });
  parser.write(xml).close();
  return root.children[0] ?? root;
}

const report = (findings: readonly Finding[], failOn: Severity = 'error', unread = 0): Element => parse([...formatJunit({ objects: 2, findings, unread }, { failOn })].join(''));

test('one suite a file, one test case a finding', () => {
  const { name, attributes, children } = report([finding(), finding({ severity: 'warning' }), finding({ source: { file: 'b.yaml', line: 1, column: 1 } }), placeless()]);
  expect([name, attributes]).toEqual(['testsuites', { name: 'cdk8s-istio check', tests: '5', failures: '3', errors: '0', time: '0' }]);
  expect(children.map(({ attributes: { name: suite, tests, failures } }) => [suite, tests, failures])).toEqual([
    ['a.yaml', '2', '1'],
    ['b.yaml', '1', '1'],
    ['without a file', '1', '1'],
    ['cdk8s-istio check', '1', '0'],
  ]);
  expect(children[0]?.children[0]).toMatchObject({
    name: 'testcase',
    attributes: { name: 'subset-not-found: VirtualService shop/reviews: spec.http[0]', classname: 'subset-not-found', file: 'a.yaml', line: '4' },
    children: [
      {
        name: 'failure',
        attributes: { message: 'There is no subset v9.', type: 'error' },
        text: 'a.yaml:4:43\nVirtualService shop/reviews: spec.http[0]\nThere is no subset v9.\nWhy: Requests get 503.\nFix: Add the subset.',
      },
    ],
  });
  expect(children[0]?.children[1]?.children).toMatchObject([{ name: 'system-out', text: expect.stringContaining('warning: a.yaml:4:43') }]);
});

test.each<[Severity, string]>([['error', '1'], ['warning', '2'], ['info', '3']])('with --fail-on %s, %s of three test cases fail', (failOn, failures) => {
  expect(report((['error', 'warning', 'info'] as const).map((severity) => finding({ severity })), failOn).attributes['failures']).toBe(failures);
});

test('without findings one test passes', () => {
  const { attributes, children } = report([]);
  expect(attributes).toMatchObject({ tests: '1', failures: '0', errors: '0' });
  expect(children[0]?.children).toMatchObject([{ attributes: { name: 'the input is read' }, children: [{ name: 'system-out', text: 'No findings in 2 objects.' }] }]);
});

test('what could not be read is an error of a test', () => {
  const { attributes, children } = report([], 'error', 2);
  expect(attributes).toMatchObject({ errors: '1' });
  expect(children[0]?.children[0]?.children[0]).toMatchObject({ name: 'error', attributes: { message: '2 problems in reading the input: see stderr' } });
});

test.each(EVIL)('%j is text in well-formed XML', (evil) => {
  const object = { apiVersion: evil, kind: evil, namespace: evil, name: evil };
  const { children } = report([finding({ rule: evil, object, path: evil, message: evil, why: evil, fix: evil, source: { file: evil, line: 1, column: 1 } })]);
  expect(children).toHaveLength(2);
  expect(children[0]?.children.map(({ name, children: inner }) => [name, inner.map((element) => element.name)])).toEqual([['testcase', ['failure']]]);
});
