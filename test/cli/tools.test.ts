import { BAD, GOOD, command } from './harness';

const [ROUTE = '', DESTINATION = ''] = BAD.split('---\n');
const SUBSET = 'subset-not-found';
const check = (stdin: string) => command(['check', '--format', 'json', '-'], { stdin });
const parsed = (stdout: string) => JSON.parse(stdout) as { objects: number; findings: { rule: string; source: { line: number } }[] };

/** As `helm template` prints: a comment a source, documents that a condition left empty, whitespace of templates. */
const TEMPLATE = `---
# Source: shop/templates/empty.yaml
---
# Source: shop/templates/routes.yaml


${ROUTE}---

# Source: shop/templates/routes.yaml
${DESTINATION}---
# Source: shop/charts/cache/templates/none.yaml
---
`;

test('what helm template prints', async () => {
  const { code, stdout, stderr } = await check(TEMPLATE);
  expect([code, stderr, parsed(stdout)]).toMatchObject([1, '', { objects: 2, findings: [{ rule: SUBSET, source: { line: TEMPLATE.slice(0, TEMPLATE.indexOf('subset: v9')).split('\n').length } }] }]);
});

test.each(['\n', '\r\n'])('what helm install --dry-run prints, with its head and its notes (line ends %j)', async (end) => {
  const head = 'NAME: shop\nLAST DEPLOYED: Mon Jan  1 00:00:00 2026\nNAMESPACE: shop\nSTATUS: pending-install\nREVISION: 1\nTEST SUITE: None\nHOOKS:\nMANIFEST:\n';
  const notes = "\nNOTES:\n1. Get the URL: it's {{ there }}\n---\n  - [ and more words\n";
  const { code, stdout, stderr } = await check(`${head}${TEMPLATE.replace(/---\n$/, '')}${notes}`.replaceAll('\n', end));
  expect([code, stderr, parsed(stdout)]).toMatchObject([1, '', { objects: 2, findings: [{ rule: SUBSET }] }]);
});

test('a key NOTES of a document that helm did not print is like any other', async () => {
  expect(await check(`${GOOD}NOTES:\n  a: [\n`)).toMatchObject({ code: 2, stderr: expect.stringContaining('not valid YAML') });
});

test('what kustomize build and kubectl get print', async () => {
  const kustomize = await check(`${DESTINATION}---\n${ROUTE}`);
  expect([kustomize.code, kustomize.stderr, parsed(kustomize.stdout).findings.map(({ rule }) => rule)]).toEqual([1, '', [SUBSET]]);
  const items = [ROUTE, DESTINATION].map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`).join('');
  const list = await check(`apiVersion: v1\nitems:\n${items}kind: List\nmetadata:\n  resourceVersion: ""\n`);
  expect([list.code, list.stderr, parsed(list.stdout)]).toMatchObject([1, '', { objects: 2, findings: [{ rule: SUBSET }] }]);
});
