/** Lines and columns of a text, both counted from 1; a column counts UTF-16 units, as editors and SARIF do. */
export class LineMap {
  private readonly text: string;
  private readonly starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  /** The place of an offset. */
  place(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = this.starts[low] ?? 0;
    const mark = low === 0 && this.text.charCodeAt(0) === 0xfeff ? 1 : 0;
    return { line: low + 1, column: Math.max(offset - start - mark, 0) + 1 };
  }

  /** The text of a line, without its line break or byte order mark; `undefined` when there is no such line. */
  line(line: number): string | undefined {
    const start = this.starts[line - 1];
    if (start === undefined) return undefined;
    return this.text.slice(start, this.starts[line] ?? this.text.length).replace(/^\ufeff|\r?\n$/g, '');
  }
}
