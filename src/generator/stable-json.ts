const WIDTH = 120;

/** Writes JSON that reads well in a diff: short values on one line, long ones broken. */
export function stableJson(value: unknown): string {
  return `${write(value, '')}\n`;
}

function write(value: unknown, indent: string): string {
  const short = JSON.stringify(value);
  if (short.length + indent.length <= WIDTH || typeof value !== 'object' || value === null) return short;
  const deeper = `${indent} `;
  if (Array.isArray(value)) return `[\n${value.map((item: unknown) => deeper + write(item, deeper)).join(',\n')}\n${indent}]`;
  const fields = Object.entries(value).map(([key, field]) => `${deeper}${JSON.stringify(key)}:${write(field, deeper)}`);
  return `{\n${fields.join(',\n')}\n${indent}}`;
}
