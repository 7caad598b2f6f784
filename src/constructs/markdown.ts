/** A page of Markdown with one table. What a text holds stays text: nothing in it becomes markup. */
export interface MarkdownPage {
  readonly title: string;
  /** A paragraph before the table, as it stands. */
  readonly lead?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What stands in place of a table without rows. Default: the head alone. */
  readonly empty?: string;
}

export function markdownPage({ title, lead, head, rows, empty }: MarkdownPage): string {
  const table = [head, head.map(() => '---'), ...rows.map((cells) => cells.map(escapeMarkdown))].map((cells) => `| ${cells.join(' | ')} |`);
  const body = rows.length === 0 && empty !== undefined ? [empty] : table;
  return [`# ${escapeMarkdown(title)}`, '', ...(lead === undefined ? [] : [lead, '']), ...body, ''].join('\n');
}

function escapeMarkdown(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]#|>~!]/g, (character) => `\\${character}`);
}
