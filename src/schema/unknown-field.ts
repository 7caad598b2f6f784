import { nearest } from './suggest';
import { isObject } from './values';
import { isFull, type Names, report, type Run, spend } from './violation';

const SHOWN = 12;

/** So many fields of an object say whether it fits somewhere else. */
const TRIED = 5;

/** Reports a field that the schema does not know, with the name that was meant or the place where its value belongs. */
export function unknownField(key: string, value: unknown, known: ReadonlyMap<string, unknown>, run: Run): void {
  spend(run, 1 + 10 * known.size);
  const told = !isFull(run);
  const meant = told ? nearest(key, known.keys()) : undefined;
  const place = told && meant === undefined ? placeOf(key, value, run.names) : undefined;
  const shown = key.length > 60 ? `${key.slice(0, 57)}...` : key;
  const message = `There is no field ${shown} here${meant !== undefined ? `; did you mean ${meant}?` : place !== undefined ? `; it belongs at ${place}.` : '.'}`;
  report(run, 'unknown-field', message, fixFor(meant, place, known), key);
}

/** Where a field of this name may stand; for an object, where it may have the fields that it has. */
function placeOf(key: string, value: unknown, names: Names): string | undefined {
  const places = names.placesOf(key);
  const fields = isObject(value) ? Object.keys(value).slice(0, TRIED) : [];
  if (fields.length === 0) return places[0];
  const below = new Set(fields.flatMap((field) => names.placesOf(field)));
  return places.find((place) => fields.every((field) => below.has(`${place}.${field}`)));
}

function fixFor(meant: string | undefined, place: string | undefined, known: ReadonlyMap<string, unknown>): string {
  if (meant !== undefined) return `Rename it to ${meant}.`;
  if (place !== undefined) return `Move it to ${place}.`;
  const all = [...known.keys()];
  if (all.length === 0) return 'Remove it.';
  const more = all.length > SHOWN ? `, and ${all.length - SHOWN} more` : '';
  return `Remove it, or use one of the fields there are: ${all.slice(0, SHOWN).join(', ')}${more}.`;
}
