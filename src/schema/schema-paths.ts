import type { GroupFacts, Schema } from './facts';
import type { Names } from './violation';

/** Of all paths together; those of the largest kinds that are known have a tenth of it. */
const MOST_LETTERS = 5_000_000;

/**
 * Every place of a field in the schema of a kind, found when first asked for: only an unknown field needs it. Schemas of
 * CRDs are trees, so this ends.
 */
export class SchemaPaths implements Names {
  readonly #schema: Schema;
  readonly #shapes: GroupFacts['shapes'];
  #places: Map<string, string[]> | undefined;
  #room = MOST_LETTERS;

  constructor(schema: Schema, shapes: GroupFacts['shapes']) {
    this.#schema = schema;
    this.#shapes = shapes;
  }

  placesOf(field: string): readonly string[] {
    if (this.#places === undefined) {
      this.#places = new Map();
      this.#collect({ schema: this.#schema, path: '' }, this.#places);
      for (const places of this.#places.values()) places.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
    }
    return this.#places.get(field) ?? [];
  }

  #collect({ schema, path }: { schema: Schema; path: string }, places: Map<string, string[]>): void {
    const { $ref } = schema;
    const resolved = $ref === undefined ? schema : this.#shapes[$ref.slice('#/shapes/'.length)];
    this.#room -= path.length;
    if (resolved === undefined || this.#room < 0) return;
    for (const [name, property] of Object.entries(resolved.properties ?? {})) {
      if (path === '' && name === 'status') continue;
      const place = path === '' ? name : `${path}.${name}`;
      const known = places.get(name);
      if (known === undefined) places.set(name, [place]);
      else known.push(place);
      this.#collect({ schema: property, path: place }, places);
    }
    if (resolved.items !== undefined) this.#collect({ schema: resolved.items, path: `${path}[]` }, places);
    if (typeof resolved.additionalProperties === 'object') this.#collect({ schema: resolved.additionalProperties, path: `${path}{}` }, places);
  }
}

function depth(path: string): number {
  return path.split(/[.[{]/).length;
}
