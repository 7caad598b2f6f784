import { isFields } from '../model/values';
import { CrdError } from './crd-error';
import { type DescribedSchema, type ReadBudget, readSchema } from './read-schema';

/** One version of a kind in a CRD. */
export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly schema: DescribedSchema;
}

/** What there is to know of one CustomResourceDefinition. */
export interface Crd {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly versions: readonly CrdVersion[];
  /** Name of the text that it was read from. */
  readonly source: string;
}

/** A CRD whose schemas are read when they are asked for. */
export interface CrdHead extends Omit<Crd, 'versions' | 'source'> {
  readonly versions: readonly (Omit<CrdVersion, 'schema'> & { readonly schema: (budget: ReadBudget) => DescribedSchema })[];
}

const GROUP = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;
const VERSION = /^[a-z][a-z0-9]{0,62}$/;
const PLURAL = /^[a-z][a-z0-9-]{0,62}$/;

/** Reads a CRD with the schemas of all its versions. What ends up in names is checked against Kubernetes' own rules here, once. */
export function readCrd(object: Readonly<Record<string, unknown>>, source: string, budget: ReadBudget): Crd {
  const { versions, ...head } = readCrdHead(object, source);
  return { ...head, source, versions: versions.map(({ name, served, schema }) => ({ name, served, schema: schema(budget) })) };
}

/**
 * Reads what a CRD says of its kind, and its schemas only when they are asked for.
 *
 * @throws CrdError when it is one that Kubernetes would refuse
 */
export function readCrdHead(object: Readonly<Record<string, unknown>>, source: string): CrdHead {
  if (object['apiVersion'] !== 'apiextensions.k8s.io/v1') {
    throw new CrdError(
      source,
      `apiVersion ${JSON.stringify(object['apiVersion'])} of a CustomResourceDefinition is not supported; write it as apiextensions.k8s.io/v1`,
    );
  }
  const spec = record(object['spec'], source, 'spec');
  const names = record(spec['names'], source, 'spec.names');
  const group = matching(spec['group'], GROUP, source, 'spec.group', 'a DNS name such as example.com');
  const kind = matching(names['kind'], KIND, source, 'spec.names.kind', 'letters and digits, starting with a letter');
  const plural = matching(names['plural'], PLURAL, source, 'spec.names.plural', 'lower-case letters, digits and dashes');
  const scope = spec['scope'];
  if (scope !== 'Namespaced' && scope !== 'Cluster') throw new CrdError(source, `spec.scope of ${kind} must be Namespaced or Cluster`);
  const versions = spec['versions'];
  if (!Array.isArray(versions) || versions.length === 0) throw new CrdError(source, `${kind} has no versions in spec.versions`);
  return { group, kind, plural, scope, versions: versions.map((version) => readVersion(version, kind, source)) };
}

function readVersion(value: unknown, kind: string, source: string): CrdHead['versions'][number] {
  const version = record(value, source, `a version of ${kind}`);
  const name = matching(version['name'], VERSION, source, `the name of a version of ${kind}`, 'like v1 or v1beta1');
  return {
    name,
    served: version['served'] === true,
    schema: (budget) => {
      const schema = isFields(version['schema']) ? version['schema']['openAPIV3Schema'] : undefined;
      return readSchema(record(schema, source, `the schema (openAPIV3Schema) of ${kind} ${name}`), source, `${kind} ${name}`, budget);
    },
  };
}

function matching(value: unknown, pattern: RegExp, source: string, place: string, wanted: string): string {
  if (typeof value === 'string' && value.length <= 253 && pattern.test(value)) return value;
  throw new CrdError(source, `${place} is ${JSON.stringify(value) ?? 'missing'}; it must be ${wanted}`);
}

function record(value: unknown, source: string, place: string): Record<string, unknown> {
  if (isFields(value)) return value;
  throw new CrdError(source, `${place} is missing or not an object`);
}

const VERSION_PARTS = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

/** Orders versions as Kubernetes does, best first: v2, v1, v1beta1, v1alpha3, v1alpha1, then other names by the alphabet. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [VERSION_PARTS.exec(a), VERSION_PARTS.exec(b)];
  if (left === null || right === null) return left === right ? (a < b ? -1 : a > b ? 1 : 0) : left === null ? 1 : -1;
  const rank = (match: RegExpExecArray): number[] => [
    match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0,
    Number(match[1]),
    Number(match[3] ?? 0),
  ];
  const [x, y] = [rank(left), rank(right)];
  return (y[0] ?? 0) - (x[0] ?? 0) || (y[1] ?? 0) - (x[1] ?? 0) || (y[2] ?? 0) - (x[2] ?? 0);
}
