const PROPERTY = /^( *)((?:\[k: string\]|[\w$]+\??|(['"]).*?\3\??):)( .*|)$/;
const CLOSED_ARRAY = /^( *)[)}]\[\];$/;

/**
 * Makes properties and lists of formatted type declarations readonly, which json-schema-to-typescript does not do.
 * Comments are left alone: their lines start with a star.
 */
export function makeReadonly(text: string): string {
  const lines = text.split('\n');
  const open = new Map<number, number>();
  lines.forEach((line, at) => {
    const property = PROPERTY.exec(line);
    if (property !== null && property[1] !== '') {
      const [, indent = '', head = '', , type = ''] = property;
      lines[at] = `${indent}readonly ${head}${type.endsWith('[];') ? ' readonly' : ''}${type}`;
      open.set(indent.length, at);
      return;
    }
    const closed = CLOSED_ARRAY.exec(line);
    const start = closed === null ? undefined : open.get(closed[1]?.length ?? 0);
    if (start !== undefined) lines[start] = (lines[start] ?? '').replace(/: ([({])$/, ': readonly $1');
  });
  return lines.join('\n');
}

/** Writes comments of one line in one line. */
export function foldComments(text: string): string {
  return text.replace(/^( *)\/\*\*\n *\* (.*)\n *\*\/$/gm, '$1/** $2 */');
}
