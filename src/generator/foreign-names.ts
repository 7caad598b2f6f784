import { createHash } from 'node:crypto';
import { capitalize } from './crd';
import { compareVersions, type Crd } from '../schema/crd';
import type { DescribedSchema } from '../schema/read-schema';
import { children, ITEM, joinPath, VALUE } from './schema-path';

/** Names and comments of the shapes of one kind, made from the kind and the path alone. */
export interface ForeignNames {
  /** By version, then by schema path with the kind in front. */
  readonly names: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By shape: its own description under `''`, those of its properties under their names. */
  readonly descriptions: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * Names the shapes of a kind that we know nothing else about: `CertificateSpecIssuerRef`. A shape of a lesser version has
 * the name of the best version's where they are the same, else the version in its name: `CertificateV1alpha2Spec`. A name
 * depends on its path only, so that a field added elsewhere changes none.
 *
 * @param taken names that are in use in the file; the new ones are added
 */
export function foreignNames(crd: Crd, taken: Set<string>): ForeignNames {
  const names = new Map<string, Map<string, string>>();
  const descriptions = new Map<string, ReadonlyMap<string, string>>();
  const digest = digester();
  const best = new Map<string, { readonly name: string; readonly digest: string }>();
  const served = crd.versions.filter((version) => version.served).sort((a, b) => compareVersions(a.name, b.name));
  served.forEach((version, rank) => {
    const here = new Map<string, string>();
    names.set(version.name, here);
    const stem = capitalize(crd.kind) + (rank === 0 ? '' : capitalize(version.name));
    for (const { path, steps, schema } of objects(version.schema, crd.kind)) {
      const print = digest(schema);
      const same = best.get(path);
      if (same?.digest === print) {
        here.set(path, same.name);
        continue;
      }
      const name = free(stem, steps, taken);
      here.set(path, name);
      if (rank === 0) best.set(path, { name, digest: print });
      descriptions.set(name, describe(schema));
    }
  });
  return { names, descriptions };
}

/** Short for all that a schema says: equal where two schemas are. */
function digester(): (schema: DescribedSchema) => string {
  const known = new Map<DescribedSchema, string>();
  const digest = (schema: DescribedSchema): string => {
    let found = known.get(schema);
    if (found === undefined) {
      const { properties: _, items: __, additionalProperties, ...own } = schema;
      const inner = children(schema).map(([step, child]) => [step, digest(child)]);
      const open = typeof additionalProperties === 'boolean' ? additionalProperties : undefined;
      found = createHash('sha256')
        .update(JSON.stringify([own, open, inner]))
        .digest('base64');
      known.set(schema, found);
    }
    return found;
  };
  return digest;
}

interface Found {
  readonly path: string;
  readonly steps: readonly string[];
  readonly schema: DescribedSchema;
}

function objects(root: DescribedSchema, kind: string): readonly Found[] {
  const found: Found[] = [];
  const visit = (schema: DescribedSchema, path: string, steps: readonly string[]): void => {
    if (schema.properties !== undefined && steps.length > 0) found.push({ path, steps, schema });
    for (const [step, child] of children(schema)) {
      visit(child, joinPath(path, step), step === ITEM || step === VALUE ? steps : [...steps, step]);
    }
  };
  for (const [name, schema] of Object.entries(root.properties ?? {})) {
    if (name !== 'status' && name !== 'metadata') visit(schema, joinPath(kind, name), [name]);
  }
  // Shorter paths first: where two would have one name, the outer one keeps it.
  return found.sort((a, b) => a.steps.length - b.steps.length || (a.path < b.path ? -1 : 1));
}

function free(stem: string, steps: readonly string[], taken: Set<string>): string {
  const words = steps.map((step) =>
    step
      .split(/[^A-Za-z0-9]+/)
      .map(capitalize)
      .join(''),
  );
  const candidates = [stem + words.join(''), `${stem}_${words.join('_')}`];
  let name = candidates.find((candidate) => !taken.has(candidate));
  for (let number = 2; name === undefined; number++) {
    const numbered = `${stem}_${words.join('_')}_${number}`;
    if (!taken.has(numbered)) name = numbered;
  }
  taken.add(name);
  return name;
}

function describe(schema: DescribedSchema): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (schema.description !== undefined) found.set('', schema.description);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.description !== undefined && name !== '') found.set(name, property.description);
  }
  return found;
}
