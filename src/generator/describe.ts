import type { Schema } from '../schema/facts';

/** The checks of a field in words. */
export function describe(schema: Schema): readonly string[] {
  const lines: string[] = [];
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  if (!(minimum === 0 && maximum === 4294967295)) lines.push(...range(minimum, maximum, ''));
  lines.push(...range(minLength, maxLength, 'character'), ...range(minItems, maxItems, 'item'));
  if (schema.default !== undefined) lines.push(`@default ${JSON.stringify(schema.default)}`);
  return lines;
}

function range(least: number | undefined, most: number | undefined, unit: 'character' | 'item' | ''): readonly string[] {
  const text = least === undefined ? `At most ${most}` : most === undefined ? `At least ${least}` : `${least} to ${most}`;
  if (least === undefined && most === undefined) return [];
  return [`${text}${unit === '' ? '' : ` ${unit}${(most ?? least) === 1 ? '' : 's'}`}.`];
}
