import type { Io } from './io';

/** Milliseconds of work before a word about it is worth a reader's eye. */
const PATIENCE = 1000;
const INTERVAL = 100;
/** Objects whose check takes longer than a reader waits without a word. */
const MANY_OBJECTS = 5_000;

/** One line on stderr that says what long work is at; only on a terminal, gone when the work is done. */
export class Progress {
  private readonly io: Io;
  private next = performance.now() + PATIENCE;
  private shown = false;

  constructor(io: Io) {
    this.io = io;
  }

  show(text: string): void {
    if (this.io.stderr.isTTY !== true || performance.now() < this.next) return;
    this.next = performance.now() + INTERVAL;
    this.shown = true;
    this.io.stderr.write(`\r\u001b[K${text}`);
  }

  /** Says what comes next and cannot be interrupted: at once when it will take its time. */
  announce(text: string, objects: number): void {
    if (objects >= MANY_OBJECTS) this.next = 0;
    this.show(text);
  }

  clear(): void {
    if (this.shown) this.io.stderr.write('\r\u001b[K');
    this.shown = false;
  }
}
