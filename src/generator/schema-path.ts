import type { DescribedSchema } from '../schema/read-schema';

/** Step into the items of a list. */
export const ITEM = '[]';
/** Step into the values of a map. */
export const VALUE = '{}';

/** Adds a step to a schema path: `spec.http` + `[]` = `spec.http[]`. */
export function joinPath(path: string, step: string): string {
  return step === ITEM || step === VALUE || path === '' ? path + step : `${path}.${step}`;
}

/** The schemas directly under `schema`, with the steps that lead to them. */
export function children(schema: DescribedSchema): readonly (readonly [string, DescribedSchema])[] {
  const found: (readonly [string, DescribedSchema])[] = Object.entries(schema.properties ?? {});
  if (schema.items !== undefined) found.push([ITEM, schema.items]);
  if (typeof schema.additionalProperties === 'object') found.push([VALUE, schema.additionalProperties]);
  return found;
}
