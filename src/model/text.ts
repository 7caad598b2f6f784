/** `"a"`, `"a" and "b"`, `"a", "b" and "c"`: names as messages list them. */
export function quotedList(names: readonly string[]): string {
  return listed(names.map((name) => `"${name}"`));
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** As `listed`, with at most three of them named: `a, b, c and 4 more`. */
export function listedBriefly(items: readonly string[]): string {
  return items.length <= 4 ? listed(items) : listed([...items.slice(0, 3), `${items.length - 3} more`]);
}

/** The first few, and `others` where there are more: a message stays short whatever it is about. */
export function firstFew(items: readonly string[], most = 3): readonly string[] {
  return items.length <= most ? items : [...items.slice(0, most), 'others'];
}
