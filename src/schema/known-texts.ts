/** More are not kept of what strangers write. */
const MOST = 1_024;

/** What is known of short texts: the same few durations and names stand all over a mesh. */
export class KnownTexts<V> {
  private readonly known = new Map<string, V>();
  private readonly longest: number;

  /** @param longest letters of a text that is kept at most */
  constructor(longest: number) {
    this.longest = longest;
  }

  get(text: string): V | undefined {
    return this.known.get(text);
  }

  add(text: string, value: V): void {
    if (text.length > this.longest) return;
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(text, value);
  }
}
