import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { VirtualService } from '../../imports/networking';
import { Mesh } from '../../src/synth/mesh';
import { fine, lineOf } from './support';

function patched(...patches: readonly JsonPatch[]): App {
  const app = new App();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new VirtualService(shop, 'vs', { metadata: { name: 'vs' }, spec: { hosts: ['a.example.com'] } }).addJsonPatch(...patches); // is patched
  return app;
}

test.each<[string, readonly JsonPatch[], string]>([
  ['remove', [JsonPatch.remove('/spec/http/0/timeout')], 'Its JsonPatch cannot be applied: remove /spec/http/0/timeout meets nothing at /spec/http.'],
  ['replace', [JsonPatch.replace('/spec/tcp/0/match', [])], 'Its JsonPatch cannot be applied: replace /spec/tcp/0/match meets nothing at /spec/tcp.'],
  ['add', [JsonPatch.add('/spec/a~1b/c', 1)], 'Its JsonPatch cannot be applied: add /spec/a~1b/c meets nothing at /spec/a~1b.'],
  ['copy', [JsonPatch.copy('/spec/x/y', '/spec/z')], 'Its JsonPatch cannot be applied: copy /spec/x/y to /spec/z meets nothing at /spec/x.'],
  ['move', [JsonPatch.move('/spec/hosts', '/spec/x/y')], 'Its JsonPatch cannot be applied: move /spec/hosts to /spec/x/y meets nothing at /spec/x.'],
  ['test', [JsonPatch.test('/spec/hosts/0', 'b')], 'Its JsonPatch cannot be applied: test /spec/hosts/0 finds another value than "b".'],
  [
    'the second of three',
    [JsonPatch.add('/metadata/labels', { a: 'b' }), JsonPatch.remove('/spec/x/y'), JsonPatch.remove('/spec/hosts')],
    'JsonPatch 2 of its 3 cannot be applied: remove /spec/x/y meets nothing at /spec/x.',
  ],
])('%s: which patch, which path, and the line of the construct', (_name, patches, message) => {
  expect(Mesh.findings(patched(...patches))).toEqual([
    expect.objectContaining({
      rule: 'not-writable',
      message,
      fix: 'Correct the path of the patch, or add what it needs with a patch before it.',
      source: { file: 'test/synth/patch-failure.test.ts', line: lineOf(__filename, '// is patched'), column: 3 },
    }),
  ]);
});

test('a patch that needs one before it is no failure', () => {
  expect(Mesh.findings(patched(JsonPatch.add('/spec/http', [{}]), JsonPatch.add('/spec/http/0/directResponse', { status: 200 })))).toEqual([]);
});

test('the construct keeps its patches, and another failure is not laid at their door', () => {
  const app = new App();
  const broken = new ApiObject(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'vs' },
    spec: { ...fine('a'), x: new Map() },
  });
  broken.addJsonPatch(JsonPatch.remove('/spec/x'));
  expect(Mesh.findings(app)).toEqual([expect.objectContaining({ rule: 'not-writable', message: expect.stringMatching(/^It cannot be turned into a manifest: /) })]);
  expect(() => broken.toJson()).toThrow();
});

test('an object that holds itself', () => {
  const app = new App();
  const value: Record<string, unknown> = {};
  value['value'] = value;
  new ApiObject(new Chart(app, 'shop', { namespace: 'shop' }), 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: value });
  Mesh.configure(app);
  expect(Mesh.findings(app)).toEqual([
    expect.objectContaining({ rule: 'not-writable', message: 'It cannot be turned into a manifest: one of its fields holds itself, or is nested too deep.' }),
  ]);
});
