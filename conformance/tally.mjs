/** Counts checks; failures are told at once, with their detail indented. */
export class Tally {
  successes = 0;
  failures = 0;

  get total() {
    return this.successes + this.failures;
  }

  passed(n = 1) {
    this.successes += n;
  }

  failed(title, detail) {
    this.failures += 1;
    console.log(`  FAILED ${title}${detail ? `\n${String(detail).replace(/^/gm, '    ')}` : ''}`);
  }

  add(other) {
    this.successes += other.successes;
    this.failures += other.failures;
  }

  line() {
    return `${this.successes} passed, ${this.failures} failed`;
  }
}
