import type { GroupFacts, Schema } from '../schema/facts';
import { capitalize } from './crd';
import { emitClass, type KindProperty } from './emit-classes';
import { emitTypes } from './emit-types';
import { shapeOf } from './type-schema';

/** What the file of one API group is made from. */
export interface GroupInput {
  readonly facts: GroupFacts;
  /** Lines of the comment at the top of the file. */
  readonly banner: readonly string[];
  /** Module that the constructs stand on: a relative path inside this package, its name in a user's project. */
  readonly base: string;
  /** `Shape.property` of durations that no check of the schema gives away. */
  readonly durations: ReadonlySet<string>;
  readonly variants: Readonly<Record<string, string>>;
  /** Comment of a shape or a property. */
  readonly comment: (shape: string, property?: string) => string | undefined;
  /** Lines of the comment of a kind. */
  readonly kindComment: (kind: string, version: string) => readonly string[];
  /** Lines of the comment of a field beside metadata that is no shape of its own. */
  readonly fieldComment: (kind: string, version: string, field: string) => readonly string[];
  /** Shape to its kind, where shapes of one type are to be written once. */
  readonly owners: ReadonlyMap<string, string>;
  /** Every served version gets a construct (the best one has the plain name), and `spec` is required only where the schema says so. */
  readonly foreign: boolean;
}

const BASE_NAMES = ['DurationValue', 'GroupVersionKind', 'JsonValue', 'Manifest', 'TypedApiObject', 'TypedApiObjectProps'] as const;
const SKIPPED: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/** The name of the construct of a kind in a version. */
export function classNameOf(kind: string, version: string, best: string): string {
  return capitalize(kind) + (version === best ? '' : capitalize(version));
}

/** Writes the TypeScript file of one API group: message types, then one construct a kind. */
export async function emitGroup(input: GroupInput): Promise<string> {
  const shapes = new Map(Object.entries(input.facts.shapes));
  const classes = Object.entries(input.facts.kinds).flatMap(([kind, facts]) => {
    const versions = input.foreign ? Object.keys(facts.versions) : [facts.best];
    return versions.map((version) => {
      const className = classNameOf(kind, version, facts.best);
      const root = facts.versions[version]?.schema ?? {};
      const properties = kindProperties(className, root, shapes, !input.foreign, (field) => input.fieldComment(kind, version, field));
      const open = root['x-kubernetes-preserve-unknown-fields'] === true;
      return {
        className,
        apiVersion: `${input.facts.group}/${version}`,
        kind,
        scope: facts.scope,
        properties,
        open,
        comment: input.kindComment(kind, version),
      };
    });
  });
  const types = await emitTypes({
    shapes,
    roots: classes.flatMap(({ properties }) => properties.map(({ type }) => type)),
    durations: input.durations,
    variants: input.variants,
    comment: input.comment,
    owners: input.owners,
  });
  const body = [types, ...classes.map(emitClass)].filter((part) => part !== '').join('\n');
  const imports = BASE_NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(body)).map((name) =>
    name === 'TypedApiObject' ? name : `type ${name}`,
  );
  return `${input.banner.map((line) => `// ${line}\n`).join('')}
import type { Construct } from 'constructs';
import { ${imports.join(', ')} } from '${input.base}';

${body}`;
}

function kindProperties(
  className: string,
  root: Schema,
  shapes: Map<string, Schema>,
  specRequired: boolean,
  comment: (field: string) => readonly string[],
): readonly KindProperty[] {
  const isRequired = (name: string): boolean => root.required?.includes(name) === true || (specRequired && name === 'spec');
  return Object.entries(root.properties ?? {})
    .filter(([name]) => !SKIPPED.has(name))
    .map(([name, schema]) => {
      // A property that is no shape of its own becomes one here, so that the types have a name for it.
      if (schema.$ref !== undefined) return { name, type: shapeOf(schema.$ref), required: isRequired(name), comment: [] };
      let type = className + capitalize(name.replace(/\W/g, ''));
      while (shapes.has(type) || type === className) type += 'Value';
      shapes.set(type, schema);
      return { name, type, required: isRequired(name), comment: comment(name) };
    });
}
