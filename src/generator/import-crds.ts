import * as path from 'node:path';
import { buildFacts } from './build-facts';
import { capitalize, readCrds, type SourceDocument } from './crd';
import { compareVersions, type Crd } from '../schema/crd';
import { CrdError } from '../schema/crd-error';
import { classNameOf, emitGroup } from './emit-group';
import { describe } from './describe';
import { foreignNames, type ForeignNames } from './foreign-names';
import type { DescribedSchema } from '../schema/read-schema';
import { commentLines } from './text';

/** Where the types of foreign CRDs go. */
export interface ImportOptions {
  /** Folder of the written files. */
  readonly outdir: string;
  /** Package that the constructs stand on. Default: `cdk8s-istio` */
  readonly packageName?: string;
}

/** A file to be written. */
export interface ImportedFile {
  readonly path: string;
  readonly text: string;
}

const PACKAGE = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/;

/** Names that the written files use themselves or that TypeScript knows from the start. */
const RESERVED = [
  'Construct',
  'DurationValue',
  'GroupVersionKind',
  'JsonValue',
  'Manifest',
  'TypedApiObject',
  'TypedApiObjectProps',
] as const;

/**
 * Makes typed constructs of CustomResourceDefinitions: any Istio version's, any other project's. Nothing is written: the
 * caller gets one TypeScript file an API group, with the CRD's own descriptions as comments. A construct is named after its
 * kind; lesser versions of a kind have the version in their name (`CertificateV1alpha2`).
 *
 * The text of a CRD is taken for data only, whoever wrote it: it becomes types, quoted strings and comments, never code.
 *
 * @throws CrdError when there is no CRD, or one that Kubernetes would refuse; the message names the source
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
 */
export async function importCrds(
  documents: readonly SourceDocument[],
  options: ImportOptions,
): Promise<{ readonly files: readonly ImportedFile[] }> {
  const packageName = options.packageName ?? 'cdk8s-istio';
  if (!PACKAGE.test(packageName)) throw new RangeError(`${JSON.stringify(packageName)} is not the name of an npm package`);
  const crds = withoutRepeats(readCrds(documents));
  if (crds.length === 0) {
    throw new CrdError(documents.map(({ name }) => name).join(', ') || 'no source', 'there is no CustomResourceDefinition in it');
  }
  const groups = [...new Set(crds.map(({ group }) => group))].sort();
  const files = [];
  for (const group of groups) {
    const text = await importGroup(
      group,
      crds.filter((crd) => crd.group === group),
      packageName,
    );
    files.push({ path: path.join(options.outdir, `${group}.ts`), text });
  }
  return { files };
}

/** The same CRD twice is one; two that differ are an error, since only one of them can be right. */
function withoutRepeats(crds: readonly Crd[]): readonly Crd[] {
  const known = new Map<string, Crd>();
  for (const crd of crds) {
    // `foo` and `Foo` would be one class.
    const id = `${crd.group}/${capitalize(crd.kind)}`;
    const other = known.get(id);
    if (other === undefined) known.set(id, crd);
    else if (JSON.stringify({ ...other, source: '' }) !== JSON.stringify({ ...crd, source: '' })) {
      throw new CrdError(crd.source, `${crd.kind} of ${crd.group} is defined differently in ${other.source}; import one of them`);
    }
  }
  return [...known.values()];
}

async function importGroup(group: string, crds: readonly Crd[], packageName: string): Promise<string> {
  const taken = new Set<string>(RESERVED);
  for (const crd of crds) {
    for (const className of classNames(crd)) {
      for (const name of [className, `${className}Props`]) {
        if (taken.has(name)) throw new CrdError(crd.source, `the name ${name} of a construct for ${crd.kind} is in use already`);
        taken.add(name);
      }
    }
  }
  const named = new Map(crds.map((crd): readonly [string, ForeignNames] => [crd.kind, foreignNames(crd, taken)]));
  const { facts } = buildFacts({
    group,
    source: group,
    crds,
    nameAt: (at, version) =>
      named
        .get(/^\w+/.exec(at)?.[0] ?? '')
        ?.names.get(version)
        ?.get(at),
    variantAt: (at) => {
      throw new Error(`two shapes at ${at}`);
    },
  });
  const descriptions = new Map([...named.values()].flatMap((names) => [...names.descriptions]));
  const rootOf = (kind: string, version: string): DescribedSchema | undefined =>
    crds.find((crd) => crd.kind === kind)?.versions.find(({ name }) => name === version)?.schema;
  return emitGroup({
    facts,
    foreign: true,
    owners: new Map(
      [...named].flatMap(([kind, names]) => [...names.descriptions.keys()].map((shape): readonly [string, string] => [shape, kind])),
    ),
    banner: [`Types of ${group}, written by "cdk8s-istio import". Do not edit: import again instead.`],
    base: packageName,
    durations: new Set(),
    variants: {},
    comment: (shape, property) => {
      const prose = descriptions.get(shape)?.get(property ?? '');
      const schema = property === undefined ? undefined : facts.shapes[shape]?.properties?.[property];
      const parts = [prose === undefined ? [] : commentLines(prose), schema === undefined ? [] : describe(schema).flatMap(commentOf)];
      return (
        parts
          .filter((lines) => lines.length > 0)
          .map((lines) => lines.join('\n'))
          .join('\n\n') || undefined
      );
    },
    kindComment: (kind, version) => {
      const { scope } = facts.kinds[kind] ?? {};
      return [
        `${scope === 'Cluster' ? 'Cluster-scoped' : 'Namespaced'} object: \`${kind}\` of \`${group}/${version}\`.`,
        ...paragraph(rootOf(kind, version)?.description),
      ];
    },
    fieldComment: (kind, version, field) => {
      const prose = rootOf(kind, version)?.properties?.[field]?.description;
      return prose === undefined ? [] : commentLines(prose);
    },
  });
}

function paragraph(prose: string | undefined): readonly string[] {
  return prose === undefined ? [] : ['', ...commentLines(prose)];
}

/** Values from the CRD stand in these lines too, but the tag in front of them is ours. */
function commentOf(line: string): readonly string[] {
  const tag = /^@\w+ /.exec(line)?.[0] ?? '';
  return commentLines(line.slice(tag.length)).map((text, at) => (at === 0 ? tag + text : text));
}

function classNames(crd: Crd): readonly string[] {
  const served = crd.versions
    .filter((version) => version.served)
    .map(({ name }) => name)
    .sort(compareVersions);
  return served.map((version) => classNameOf(crd.kind, version, served[0] ?? ''));
}
