import { reported } from '../../run';

const RULE = 'invalid-metadata';

const service = (metadata: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: ${metadata}
spec: { hosts: [a.example.com], http: [{ directResponse: { status: 200 } }] }
`;

/** Path and message of each finding. */
const found = (metadata: string): readonly string[] =>
  reported(RULE, service(metadata)).map((line) => line.replace(/^error VirtualService .*? (?=metadata)/, ''));

const long = (count: number): string => 'a'.repeat(count);
const named = (rest: string): string => `{ name: a, namespace: shop, ${rest} }`;
const CHARACTERS = 'may only have letters, digits, "-", "_" and ".", and must begin and end with a letter or digit';

test.each([
  ['labels: { app: reviews, "app.kubernetes.io/name": A_b.c-1, empty: "" }'],
  ['labels: null'],
  ['labels: { app: null }'],
  [`labels: { "${long(253)}/${long(63)}": ${long(63)} }`],
  ['annotations: { "Example.COM/Some_Thing": "any text: [1]", x: "" }'],
  [`annotations: { x: ${long(256 * 1024 - 1)} }`],
  ['finalizers: [example.com/hold, orphan]'],
  ['ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: a, uid: "1", controller: true, blockOwnerDeletion: false }]'],
  ['uid: "1", resourceVersion: "7", generation: 3, creationTimestamp: null, deletionGracePeriodSeconds: 30, selfLink: /a'],
  ['creationTimestamp: "2026-01-02T03:04:05Z", deletionTimestamp: "2026-01-02T03:04:05.123+02:00"'],
  ['managedFields: [{ manager: kubectl, operation: Apply, apiVersion: v1, time: "2026-01-02T03:04:05Z", fieldsType: FieldsV1, fieldsV1: { "f:spec": {} }, subresource: status }]'],
])('%.80s is fine', (rest) => {
  expect(found(named(rest))).toEqual([]);
});

test.each<[string, readonly string[]]>([
  ['labels: { version: 1.5 }', ['metadata.labels.version: This must be a text, but it is a number, 1.5.']],
  ['labels: { canary: true }', ['metadata.labels.canary: This must be a text, but it is true or false, true.']],
  ['labels: { app: [a] }', ['metadata.labels.app: This must be a text, but it is a list.']],
  ['labels: [app]', ['metadata.labels: This must be an object, but it is a list.']],
  ['labels: { "a b": c }', [`metadata.labels["a b"]: The key "a b" of this label ${CHARACTERS}.`]],
  ['labels: { "": c }', ['metadata.labels[""]: The key "" of this label is empty.']],
  ['labels: { "/a": c }', ['metadata.labels["/a"]: The key "/a" of this label has nothing before its "/", where a domain belongs.']],
  ['labels: { "a/": c }', ['metadata.labels["a/"]: The key "a/" of this label has no name after its "/".']],
  ['labels: { "a/b/c": d }', ['metadata.labels["a/b/c"]: The key "a/b/c" of this label may have only one "/", between a domain and a name.']],
  ['labels: { "A.b/c": d }', ['metadata.labels["A.b/c"]: The key "A.b/c" of this label has a domain before its "/" that may only have lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit.']],
  ['labels: { owner: team books }', [`metadata.labels.owner: The value "team books" of this label ${CHARACTERS}.`]],
  ['labels: { owner: -a }', [`metadata.labels.owner: The value "-a" of this label ${CHARACTERS}.`]],
  [`labels: { x: ${long(64)} }`, [`metadata.labels.x: The value "${long(56)}... of this label has 64 characters, and 63 are allowed.`]],
  ['annotations: { replicas: 3 }', ['metadata.annotations.replicas: This must be a text, but it is a whole number, 3.']],
  ['annotations: { x: { y: z } }', ['metadata.annotations.x: This must be a text, but it is an object.']],
  ['annotations: { "a b": c }', [`metadata.annotations["a b"]: The key "a b" of this annotation ${CHARACTERS}.`]],
  [`annotations: { x: ${long(256 * 1024)} }`, ['metadata.annotations: All annotations together have 262145 bytes, and 262144 are allowed.']],
  ['label: { app: a }', ['metadata.label: There is no field label here; did you mean labels?']],
  ['clusterName: a', ['metadata.clusterName: There is no field clusterName here.']],
  ['generateName: 3', ['metadata.generateName: This must be a text, but it is a whole number, 3.']],
  ['generation: 1e21', ['metadata.generation: 1e+21 does not fit 64 bits.']],
  ['generation: -1', ['metadata.generation: This must not be negative.']],
  ['generation: 1.5', ['metadata.generation: This must be a whole number, but it is a number, 1.5.']],
  ['creationTimestamp: yesterday', ['metadata.creationTimestamp: "yesterday" is no time.']],
  ['finalizers: hold', ['metadata.finalizers: This must be a list, but it is a text, "hold".']],
  ['finalizers: [1]', ['metadata.finalizers[0]: This must be a text, but it is a whole number, 1.']],
  ['finalizers: ["a b"]', [`metadata.finalizers[0]: The name "a b" of this finalizer ${CHARACTERS}.`]],
  ['finalizers: [null]', ['metadata.finalizers[0]: The name "" of this finalizer is empty.']],
  ['finalizers: [orphan, foregroundDeletion]', ['metadata.finalizers: The finalizers orphan and foregroundDeletion exclude each other.']],
  ['ownerReferences: { a: b }', ['metadata.ownerReferences: This must be a list, but it is an object.']],
  ['ownerReferences: [{ apiVersion: v1, kind: Pod, name: a }]', ['metadata.ownerReferences[0].uid: uid is required here and is not set.']],
  ['ownerReferences: [{ apiVersion: v1, kind: Pod, name: a, uid: "1", controler: true }]', ['metadata.ownerReferences[0].controler: There is no field controler here; did you mean controller?']],
  ['ownerReferences: [{ apiVersion: a/, kind: Pod, name: a, uid: "1" }]', ['metadata.ownerReferences[0].apiVersion: "a/" is no apiVersion.']],
  ['ownerReferences: [{ apiVersion: v1, kind: Event, name: a, uid: "1" }]', ['metadata.ownerReferences[0].kind: An Event cannot own anything.']],
  [
    'ownerReferences: [{ apiVersion: v1, kind: Pod, name: a, uid: "1", controller: true }, { apiVersion: v1, kind: Pod, name: b, uid: "2", controller: true }]',
    ['metadata.ownerReferences: 2 owners are the controller, and only one can be.'],
  ],
  ['managedFields: [{ field: a }]', ['metadata.managedFields[0].field: There is no field field here.']],
])('%.90s', (rest, findings) => {
  expect(found(named(rest))).toEqual(findings);
});

test('a name that is no text is that, and not missing', () => {
  const yaml = service('{ name: 123, namespace: 4 }');
  expect(found('{ name: 123, namespace: 4 }')).toEqual([
    'metadata.name: This must be a text, but it is a whole number, 123.',
    'metadata.namespace: This must be a text, but it is a whole number, 4.',
  ]);
  expect(reported('missing-name', yaml)).toEqual([]);
  expect(reported('missing-namespace', yaml, { requireNamespace: true })).toEqual([]);
});

test.each([
  ['networking.istio.io/v1', 'Sidecar', 1],
  ['v1', 'ConfigMap', 1],
  // The schema of the kind says so already.
  ['gateway.networking.k8s.io/v1', 'HTTPRoute', 0],
])('metadata of %s %s that is no object', (apiVersion, kind, count) => {
  const yaml = `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: [a] }`;
  expect(reported(RULE, yaml)).toHaveLength(count);
  expect(reported('missing-name', yaml)).toEqual([]);
});

test('files of other tools and kinds of other makers are left alone', () => {
  expect(reported(RULE, '{ apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, metadata: { anything: 1 } }')).toEqual([]);
  expect(reported(RULE, '{ apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: { name: a, labels: { version: 1 } } }')).toEqual([]);
});

test('of a hundred thousand bad labels a hundred are told', () => {
  const labels = Array.from({ length: 100_000 }, (_, index) => `"${index} x": y`).join(', ');
  const lines = found(named(`labels: { ${labels} }`));
  expect(lines).toHaveLength(100);
  expect(lines.join('\n')).toContain('99900 more mistakes');
});
