import type { Finding } from '../../src/model/finding';
import { formatJson } from '../../src/report/json';

const FINDING: Finding = { rule: 'a-rule', upstream: [], severity: 'info', object: { name: 'n', kind: 'K', apiVersion: 'v1' }, path: 'spec', message: 'm', why: 'w', fix: 'f' };

test('the fields stand in the order of the contract', () => {
  const text = [...formatJson({ objects: 3, findings: [{ ...FINDING, source: { file: 'a.yaml', line: 1, column: 2 } }, FINDING] })].join('');
  expect(text).toBe(`{
  "objects": 3,
  "findings": [
    {"rule":"a-rule","upstream":[],"severity":"info","object":{"apiVersion":"v1","kind":"K","name":"n"},"path":"spec","message":"m","why":"w","fix":"f","source":{"file":"a.yaml","line":1,"column":2}},
    {"rule":"a-rule","upstream":[],"severity":"info","object":{"apiVersion":"v1","kind":"K","name":"n"},"path":"spec","message":"m","why":"w","fix":"f"}
  ]
}
`);
});

test('many findings are given out in pieces', () => {
  const pieces = [...formatJson({ objects: 1, findings: Array.from({ length: 1000 }, () => FINDING) })];
  expect(pieces.length).toBeGreaterThan(1000);
  expect((JSON.parse(pieces.join('')) as { findings: unknown[] }).findings).toHaveLength(1000);
});
