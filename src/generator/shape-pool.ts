import type { Schema } from '../schema/facts';

interface Pooled {
  readonly name: string;
  readonly schema: Schema;
  readonly fallback: () => string;
  readonly firstPath: string;
  uses: number;
}

const PREFIX = '#/shapes/';

/**
 * Collects the shapes of a group. A message whose schema is the same wherever it stands is one shape; where the checks on
 * its fields differ, the most frequent form has the message's name and the others the name of their place.
 */
export class ShapePool {
  private readonly pooled = new Map<string, Pooled>();
  private readonly ids = new Map<string, number>();

  /** Keeps a shape and gives the reference to write instead. References are numbers until `settle`. */
  intern(name: string, schema: Schema, path: string, fallback: () => string): Schema {
    const key = JSON.stringify([name, schema]);
    const known = this.pooled.get(key);
    if (known === undefined) {
      this.pooled.set(key, { name, schema, fallback, firstPath: path, uses: 1 });
      this.ids.set(key, this.ids.size);
    } else known.uses++;
    return { $ref: `${PREFIX}${this.ids.get(key) ?? 0}` };
  }

  /** Gives every shape its final name. */
  settle(): { shapes: Readonly<Record<string, Schema>>; variants: Readonly<Record<string, string>>; rename: (schema: Schema) => Schema } {
    const entries = [...this.pooled.values()];
    const names = new Map<Pooled, string>();
    const variants: Record<string, string> = {};
    for (const group of groupBy(entries, (entry) => entry.name).values()) {
      const [plain, ...others] = [...group].sort((a, b) => b.uses - a.uses || (a.firstPath < b.firstPath ? -1 : 1));
      if (plain === undefined) continue;
      names.set(plain, plain.name);
      for (const other of others) {
        const name = other.fallback();
        names.set(other, name);
        variants[name] = plain.name;
      }
    }
    const final = entries.map((entry) => names.get(entry) ?? entry.name);
    const twice = final.find((name, at) => final.indexOf(name) !== at);
    if (twice !== undefined) throw new Error(`two different shapes would be called ${twice}`);
    const rename = (schema: Schema): Schema =>
      JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
        key === '$ref' && typeof value === 'string' ? PREFIX + (final[Number(value.slice(PREFIX.length))] ?? '') : value,
      ) as Schema;
    const shapes = entries.map((entry, at): readonly [string, Schema] => [final[at] ?? '', rename(entry.schema)]);
    shapes.sort(([a], [b]) => (a < b ? -1 : 1));
    return { shapes: Object.fromEntries(shapes), variants: sortKeys(variants), rename };
  }
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The same record with its keys in order. */
export function sortKeys<T>(value: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
