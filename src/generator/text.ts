const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A TypeScript string literal. Only plain characters stand in it as they are. */
export function stringLiteral(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replace(/[^\x20-\x7e\u00a1-\u024f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `'${escaped}'`;
}

/** A property name as TypeScript writes it. */
export function propertyName(name: string): string {
  return IDENTIFIER.test(name) && name !== '__proto__' ? name : stringLiteral(name);
}

/**
 * Prose as lines of a comment: it cannot end the comment, and it cannot speak to the compiler (`@ts-ignore`, `@internal`):
 * a tag at the start of a line is no tag any more.
 */
export function commentLines(prose: string): readonly string[] {
  return prose
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(/[\x00-\x09\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ')
    .replaceAll('*/', '*\\/')
    .replace(/(^|\s|\*|\/|\{)@(?=[A-Za-z])/g, '$1\\@')
    .trim()
    .split('\n')
    .map((line) => line.trimEnd());
}
