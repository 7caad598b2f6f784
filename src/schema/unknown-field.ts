import { nearest } from './suggest';
import { report, type Run, spend } from './violation';

const SHOWN = 12;

/** Reports a field that the schema does not know, with the name that was meant or the place where it belongs. */
export function unknownField(key: string, known: ReadonlyMap<string, unknown>, run: Run): void {
  spend(run, 1 + 10 * known.size);
  const meant = nearest(key, known.keys());
  const place = meant === undefined ? run.names.placesOf(key)[0] : undefined;
  const shown = key.length > 60 ? `${key.slice(0, 57)}...` : key;
  const message = `There is no field ${shown} here${meant !== undefined ? `; did you mean ${meant}?` : place !== undefined ? `; it belongs at ${place}.` : '.'}`;
  report(run, 'unknown-field', message, fixFor(meant, place, known), key);
}

function fixFor(meant: string | undefined, place: string | undefined, known: ReadonlyMap<string, unknown>): string {
  if (meant !== undefined) return `Rename it to ${meant}.`;
  if (place !== undefined) return `Move it to ${place}.`;
  const all = [...known.keys()];
  if (all.length === 0) return 'Remove it.';
  const more = all.length > SHOWN ? `, and ${all.length - SHOWN} more` : '';
  return `Remove it, or use one of the fields there are: ${all.slice(0, SHOWN).join(', ')}${more}.`;
}
