import { asNumber, asText, fieldOf, isFields } from '../../model/values';
import type { Place } from '../place';

/**
 * A value of the mesh config with its place. No schema goes before: what is of another type than its reader wants is as
 * good as absent, for istiod cannot read such a document at all.
 */
export class Document {
  readonly #value: unknown;
  readonly at: Place;

  constructor(value: unknown, at: Place) {
    this.#value = value;
    this.at = at;
  }

  /** A field by its name; `snake_case` names are read as well. */
  field(name: string): Document {
    const other = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return this.#has(name) || !this.#has(other) ? this.fieldNamed(name) : this.fieldNamed(other);
  }

  /** A field by this name alone. */
  fieldNamed(name: string): Document {
    return new Document(fieldOf(this.#value, name), this.at.at(name));
  }

  #has(name: string): boolean {
    return fieldOf(this.#value, name) !== undefined;
  }

  get isSet(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  get text(): string | undefined {
    return asText(this.#value);
  }

  /** A number, which may stand in quotes. */
  get number(): number | undefined {
    return asNumber(this.#value) ?? (this.text !== undefined && /^-?\d+$/.test(this.text) ? Number(this.text) : undefined);
  }

  get isTrue(): boolean {
    return this.#value === true;
  }

  get items(): readonly Document[] {
    return Array.isArray(this.#value) ? this.#value.map((item: unknown, index) => new Document(item, this.at.at(index))) : [];
  }

  get texts(): readonly string[] {
    return this.items.map(({ text = '' }) => text);
  }

  get pairs(): readonly (readonly [key: string, value: Document])[] {
    return isFields(this.#value) ? Object.entries(this.#value).map(([key, value]) => [key, new Document(value, this.at.at(key))]) : [];
  }
}
