// Metadata, good and bad: every field with every odd value, and every odd text where labels, annotations and finalizers take one.
// Also a command that prints them as JSON lines, for the test that replays what was recorded.
import { fileURLToPath } from 'node:url';
import { pools } from './mutate-values.mjs';

const FIELDS = [
  'name', 'namespace', 'generateName', 'labels', 'annotations', 'finalizers', 'ownerReferences', 'uid', 'resourceVersion', 'generation',
  'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'managedFields', 'Labels', 'label', 'clusterName',
  'spec', '__proto__', 'constructor', '',
];
const OWNER = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', uid: '1' };
const MANAGED = { manager: 'kubectl', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': {} } };
const VALUES = [
  null, '', 'a', 'a-', 'a.b', 'A', 'a b', '-', 'a/b', 'é', 0, 1, -1, 1.5, 1e21, true, false, [], {}, ['a'], ['a', null], [null], [1], ['a b'],
  ['orphan'], ['orphan', 'foregroundDeletion'], [[]], [{}], { a: 'b' }, { a: '' }, { a: null }, { a: 1 }, { a: true }, { a: ['b'] }, { a: {} },
  '2026-01-02T03:04:05Z', '2026-01-02T03:04:05.123456789+02:00', '2026-01-02', '2026-01-02 03:04:05Z', 'yesterday',
];
const TEXTS = [
  ...pools.keys, ...pools.texts, 'Example.COM/Some_Thing', 'a//b', '/a', 'a/', 'a.b/c.d', 'a..b/c', '-a/b', 'a-/b', 'a_b/c', 'a/_b', 'a/b_', 'a/b.c',
  `${'a.'.repeat(126)}a/b`, `${'a.'.repeat(127)}a/b`, 'kubernetes.io/metadata.name', 'true', '1.10', 'v1', 'a'.repeat(64), 'a b',
];
const OWNERS = [
  [OWNER], [{ ...OWNER, controller: true, blockOwnerDeletion: false }], [{ ...OWNER, controller: null }], [{ ...OWNER, controller: 'true' }],
  [{ ...OWNER, controler: true }], [{ ...OWNER, apiVersion: '' }], [{ ...OWNER, apiVersion: 'v1' }], [{ ...OWNER, apiVersion: 'a/' }],
  [{ ...OWNER, apiVersion: '/v1' }], [{ ...OWNER, apiVersion: '/' }], [{ ...OWNER, apiVersion: 'a/b/c' }], [{ ...OWNER, kind: '' }], [{ ...OWNER, name: null }],
  [{ ...OWNER, uid: 1 }], [{ ...OWNER, apiVersion: 'v1', kind: 'Event' }], [{ ...OWNER, apiVersion: '/v1', kind: 'Event' }],
  [{ ...OWNER, apiVersion: 'events.k8s.io/v1', kind: 'Event' }], [OWNER, null], [OWNER, { ...OWNER, controller: true }],
  [{ ...OWNER, controller: true }, { ...OWNER, controller: true }], [{ ...OWNER, controller: true }, { ...OWNER, controller: false }],
];
const MANAGERS = [[MANAGED], [{ ...MANAGED, time: '2026-01-02T03:04:05Z' }], [{ ...MANAGED, time: 'x' }], [{ ...MANAGED, fieldsV1: [1] }], [{ ...MANAGED, fields: {} }], [{ ...MANAGED, manager: 1 }], [null]];

/** Objects of a kind whose schema asks for nothing, so that only their metadata can be wrong. */
export function metadataCases() {
  const named = { name: 'a', namespace: 'shop' };
  const whole = [undefined, null, {}, [], 'a', 1, named, { name: 'a' }, { namespace: 'shop' }];
  const metadata = [
    ...whole,
    ...FIELDS.flatMap((field) => VALUES.map((value) => set(named, field, value))),
    ...VALUES.map((generateName) => ({ namespace: 'shop', generateName })),
    ...TEXTS.flatMap((text) => [
      { ...named, labels: set({}, text, 'x') },
      { ...named, labels: { x: text } },
      { ...named, annotations: set({}, text, text) },
      { ...named, finalizers: [text] },
    ]),
    ...OWNERS.map((ownerReferences) => ({ ...named, ownerReferences })),
    ...MANAGERS.map((managedFields) => ({ ...named, managedFields })),
    ...[-1, 0].map((more) => ({ ...named, annotations: { é: '日'.repeat((262144 - 4) / 3 | 0), b: 'x'.repeat(1 + more) } })),
    ...[-1, 0, 1].map((more) => ({ ...named, annotations: { a: 'x'.repeat(262143 + more) } })),
  ];
  return metadata.map((each) => ({ apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: each, spec: {} }));
}

function set(object, key, value) {
  return Object.defineProperty({ ...object }, key, { value, enumerable: true, configurable: true, writable: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const object of metadataCases()) console.log(JSON.stringify(object));
