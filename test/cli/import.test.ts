import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtCommand as command } from './harness';

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties: { size: { type: integer, description: How large it is. } }
`;
const files = { 'crds.yaml': CRD };

test('one file an API group is written, and said on stderr', async () => {
  let text = '';
  const outcome = await command(['import', 'crds.yaml'], { files, inspect: (folder) => (text = readFileSync(join(folder, 'imports/example.com.ts'), 'utf8')) });
  expect(outcome).toEqual({ code: 0, stdout: '', stderr: 'wrote imports/example.com.ts\n' });
  expect(text.split('\n')[0]).toContain('written by "cdk8s-istio import"');
  expect(text).toContain('export class Widget extends TypedApiObject');
  expect(text).toContain('How large it is.');
});

test('a folder of CRDs goes where --out says, and no temporary file stays', async () => {
  let written: string[] = [];
  const outcome = await command(['import', 'crds', '--out', 'gen/types'], {
    files: { 'crds/a.yaml': CRD, 'crds/b/c.yml': CRD.replaceAll('example.com', 'other.org') },
    inspect: (folder) => (written = readdirSync(join(folder, 'gen/types')).sort()),
  });
  expect({ ...outcome, written }).toEqual({ code: 0, stdout: '', stderr: 'wrote gen/types/example.com.ts\nwrote gen/types/other.org.ts\n', written: ['example.com.ts', 'other.org.ts'] });
});

test('what it wrote before it replaces; what someone else wrote only with --force', async () => {
  const own = '// Types of example.com, written by "cdk8s-istio import". Old.\n';
  expect((await command(['import', 'crds.yaml'], { files: { ...files, 'imports/example.com.ts': own } })).code).toBe(0);

  const mine = '// by hand\n';
  let left = '';
  const inspect = (folder: string): void => void (left = readFileSync(join(folder, 'imports/example.com.ts'), 'utf8'));
  const refused = await command(['import', 'crds'], { files: { 'crds/a.yaml': CRD, 'crds/b.yaml': CRD.replaceAll('example.com', 'another.org'), 'imports/example.com.ts': mine }, inspect });
  expect({ ...refused, left }).toEqual({ code: 2, stdout: '', stderr: 'cdk8s-istio: imports/example.com.ts: exists and was not written by this command; --force replaces it\n', left: mine });

  const forced = await command(['import', 'crds.yaml', '--force'], { files: { ...files, 'imports/example.com.ts': mine }, inspect });
  expect(forced.code).toBe(0);
  expect(left).toContain('class Widget');
});

test.each<[string, string, RegExp]>([
  ['a missing file', 'nowhere.yaml', /nowhere\.yaml: there is no such file or folder$/],
  ['a file without CRDs', 'empty.yaml', /empty\.yaml: there is no CustomResourceDefinition in it$/],
  ['a URL that is not https', 'http://example.com/crds.yaml', /http:\/\/example\.com\/crds\.yaml: only https URLs are read; download the file and name it instead$/],
  ['a CRD that tries to leave the folder', 'evil.yaml', /evil\.yaml: /],
])('%s is one line and code 2, and nothing is written', async (_, source, line) => {
  let written: string[] = [];
  const outcome = await command(['import', source], {
    files: { 'empty.yaml': 'a: 1\n', 'evil.yaml': CRD.replaceAll('example.com', '"../../evil"') },
    inspect: (folder) => (written = readdirSync(folder)),
  });
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toMatch(/^cdk8s-istio: [^\n]+\n$/);
  expect(outcome.stderr.trimEnd()).toMatch(line);
  expect(written.sort()).toEqual(['empty.yaml', 'evil.yaml']);
});

test('a folder that cannot be written to is named', async () => {
  const outcome = await command(['import', 'crds.yaml', '--out', 'crds.yaml'], { files });
  expect(outcome).toMatchObject({ code: 2, stderr: expect.stringMatching(/^cdk8s-istio: crds\.yaml\/example\.com\.ts: cannot be written \(E[A-Z]+\)\n$/) });
});

test('a folder where a file should go is named', async () => {
  const outcome = await command(['import', 'crds.yaml'], { files, prepare: (folder) => mkdirSync(join(folder, 'imports/example.com.ts'), { recursive: true }) });
  expect(outcome).toMatchObject({ code: 2, stderr: 'cdk8s-istio: imports/example.com.ts: is a folder; a file is wanted here\n' });
});
