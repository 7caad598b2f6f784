import { labelValueProblem, qualifiedNameProblem, type NameProblem } from '../model/names';
import type { Schema } from './facts';
import { typeFlaw } from './scalars';
import { unknownField } from './unknown-field';
import { isArray, isObject, own, show } from './values';
import { kindFacts } from './verdict';
import { report, toldBy, type Run, type Violation } from './violation';

/** Looks at a value that is there (not null: Kubernetes takes a null for a field that is not set). */
type Visit = (value: unknown, run: Run) => void;

type Type = NonNullable<Schema['type']>;

const INT64 = 2 ** 63;
const ANNOTATION_BYTES = 256 * 1024;
/** RFC 3339, as Go reads it. */
const TIME = /^\d{4}-\d\d-\d\dT\d{1,2}:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)$/;

const text: Visit = ofType('string', (value) => typeof value === 'string');
const flag: Visit = ofType('boolean', (value) => typeof value === 'boolean');
const number: Visit = ofType('integer', (value) => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < INT64);

const OWNER_FIELDS: ReadonlyMap<string, Visit> = new Map([
  ['apiVersion', text],
  ['kind', text],
  ['name', text],
  ['uid', text],
  ['controller', flag],
  ['blockOwnerDeletion', flag],
]);

const MANAGED_FIELDS: ReadonlyMap<string, Visit> = new Map([
  ['manager', text],
  ['operation', text],
  ['apiVersion', text],
  ['time', time],
  ['fieldsType', text],
  ['fieldsV1', () => undefined],
  ['subresource', text],
]);

/** All fields of metadata. Reference: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ */
const FIELDS: ReadonlyMap<string, Visit> = new Map([
  ['name', text],
  ['namespace', text],
  ['labels', labels],
  ['annotations', annotations],
  ['generateName', text],
  ['finalizers', finalizers],
  ['ownerReferences', ownerReferences],
  ['uid', text],
  ['resourceVersion', text],
  ['generation', generation],
  ['creationTimestamp', time],
  ['deletionTimestamp', time],
  ['deletionGracePeriodSeconds', number],
  ['selfLink', text],
  ['managedFields', each((entry, run) => visitFields(entry, MANAGED_FIELDS, run))],
]);

/**
 * What the API server says of the metadata of an object of any kind, on a strict apply: unknown fields, types, keys and values of
 * labels, keys and size of annotations, finalizers and owners. Whether name and namespace are good names depends on the kind and is not
 * asked here.
 */
export function metadataViolations(object: Readonly<Record<string, unknown>>): readonly Violation[] {
  const metadata = own(object, 'metadata');
  if (metadata === undefined || metadata === null) return [];
  const run: Run = { violations: [], path: ['metadata'], untold: 0, names: { placesOf: () => [] } };
  if (isObject(metadata)) visitFields(metadata, FIELDS, run);
  else if (!schemaDeclares(object)) wrongType('object', metadata, run);
  return toldBy(run);
}

/** Whether our schema of the kind says itself that metadata is an object. */
export function schemaDeclares(object: Readonly<Record<string, unknown>>): boolean {
  const [apiVersion, kind] = [own(object, 'apiVersion'), own(object, 'kind')];
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return false;
  const versions = kindFacts(apiVersion, kind)?.facts.versions ?? {};
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  return Object.hasOwn(versions, version) && versions[version]?.schema.properties?.['metadata'] !== undefined;
}

function visitFields(value: unknown, fields: ReadonlyMap<string, Visit>, run: Run): void {
  if (!isObject(value)) return wrongType('object', value, run);
  for (const [key, field] of Object.entries(value)) {
    const visit = fields.get(key);
    if (visit !== undefined) inside(key, field, visit, run);
    else if (field !== undefined) unknownField(key, field, fields, run);
  }
}

function inside(key: string | number, value: unknown, visit: Visit, run: Run): void {
  if (value === undefined || value === null) return;
  run.path.push(key);
  visit(value, run);
  run.path.pop();
}

function each(visit: Visit): Visit {
  return (value, run) => {
    if (!isArray(value)) return wrongType('array', value, run);
    // Go reads a null in a list as an empty object.
    value.forEach((item, index) => inside(index, item ?? {}, visit, run));
  };
}

function ofType(type: Type, holds: (value: unknown) => boolean): Visit {
  return (value, run) => {
    if (!holds(value)) wrongType(type, value, run);
  };
}

function wrongType(type: Type, value: unknown, run: Run): void {
  const { code, message, fix } = typeFlaw({ type }, value);
  // The text that was written may be another than that of the number it became: 1.10.
  const quoted = type === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  report(run, code, message, quoted ? 'Put it in quotes.' : fix);
}

function time(value: unknown, run: Run): void {
  if (typeof value !== 'string') return wrongType('string', value, run);
  if (!TIME.test(value)) report(run, 'pattern-mismatch', `${show(value)} is no time.`, 'Leave the field out: the cluster sets it.');
}

function generation(value: unknown, run: Run): void {
  if (typeof value === 'number' && value < 0) report(run, 'out-of-range', 'This must not be negative.', 'Leave the field out: the cluster sets it.');
  else number(value, run);
}

/** Visits the entries of a map of texts; a null is the empty text, as Go reads it, and an entry of another type is undefined. */
function entries(value: unknown, run: Run, visit: (key: string, entry: string | undefined) => void): void {
  if (!isObject(value)) return wrongType('object', value, run);
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    inside(key, entry, text, run);
    visit(key, typeof entry === 'string' ? entry : entry === null ? '' : undefined);
  }
}

function labels(value: unknown, run: Run): void {
  entries(value, run, (key, entry) => {
    badName(key, 'The key', 'of this label', qualifiedNameProblem(key), run, key);
    if (entry !== undefined) badName(entry, 'The value', 'of this label', labelValueProblem(entry), run, key);
  });
}

function annotations(value: unknown, run: Run): void {
  let bytes = 0;
  entries(value, run, (key, entry = '') => {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(entry);
    badName(key, 'The key', 'of this annotation', qualifiedNameProblem(key.toLowerCase()), run, key);
  });
  if (bytes <= ANNOTATION_BYTES) return;
  report(run, 'out-of-range', `All annotations together have ${bytes} bytes, and ${ANNOTATION_BYTES} are allowed.`, 'Keep large texts in a ConfigMap.');
}

function badName(name: string, what: string, of: string, problem: NameProblem, run: Run, below: string | number): void {
  if (problem === undefined) return;
  const allowed = 'Use letters, digits, "-", "_" and ".", at most 63, with a letter or digit at both ends.';
  report(run, 'pattern-mismatch', `${what} ${show(name)} ${of} ${problem}.`, allowed, below);
}

function finalizers(value: unknown, run: Run): void {
  if (!isArray(value)) return wrongType('array', value, run);
  value.forEach((item, index) => {
    if (typeof item === 'string' || item === null) badName(item ?? '', 'The name', 'of this finalizer', qualifiedNameProblem(item ?? ''), run, index);
    else inside(index, item, text, run);
  });
  if (!value.includes('orphan') || !value.includes('foregroundDeletion')) return;
  report(run, 'one-of', 'The finalizers orphan and foregroundDeletion exclude each other.', 'Keep one of the two.');
}

function ownerReferences(value: unknown, run: Run): void {
  each(ownerReference)(value, run);
  if (!isArray(value)) return;
  const controllers = value.filter((owner) => isObject(owner) && own(owner, 'controller') === true);
  if (controllers.length > 1) report(run, 'one-of', `${controllers.length} owners are the controller, and only one can be.`, 'Set controller on one of them.');
}

function ownerReference(value: unknown, run: Run): void {
  visitFields(value, OWNER_FIELDS, run);
  if (!isObject(value)) return;
  for (const key of ['apiVersion', 'kind', 'name', 'uid']) {
    const field = own(value, key) ?? '';
    if (field === '') report(run, 'missing-field', `${key} is required here and is not set.`, `Add ${key}.`, key);
  }
  const apiVersion = own(value, 'apiVersion');
  if (typeof apiVersion !== 'string' || apiVersion === '') return;
  if (!/^([^/]*\/)?[^/]+$/.test(apiVersion)) report(run, 'pattern-mismatch', `${show(apiVersion)} is no apiVersion.`, 'Write group/version, or the version alone.', 'apiVersion');
  else if (/^\/?v1$/.test(apiVersion) && own(value, 'kind') === 'Event') report(run, 'invalid-enum', 'An Event cannot own anything.', 'Name another owner.', 'kind');
}
