// Differences from upstream that someone looked at: a JSON object of key to reason, in the repository.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './judge.mjs';

/**
 * The reviewed differences of one file. A key may end in ` *` to stand for all objects: "rules/x.yaml ours-only IST0101 *",
 * and then begin with `*` to stand for all files: "* upstream-only IST0174:wildcard *".
 * Every entry must be needed: what no longer differs is to be taken out.
 */
export class Reviewed {
  #reasons;
  #used = new Set();
  #file;

  constructor(file) {
    this.#file = file;
    const path = join(home, file);
    this.#reasons = new Map(existsSync(path) ? Object.entries(JSON.parse(readFileSync(path, 'utf8'))) : []);
  }

  /** True when the difference is known; `where code object` are the parts of its key. */
  has(where, code, object) {
    const anywhere = where.replace(/^.* (?=\S+$)/, '* ');
    const key = [`${where} ${code} ${object}`, `${where} ${code} *`, `${anywhere} ${code} *`].find((each) => this.#reasons.has(each));
    if (key !== undefined) this.#used.add(key);
    return key !== undefined;
  }

  /** Fails for every entry without a reason, and for every entry that nothing needed. */
  close({ passed, failed }) {
    for (const [key, reason] of this.#reasons) {
      if (typeof reason !== 'string' || reason.trim().length < 10) failed(`${this.#file}: "${key}" has no reason`);
      else if (!this.#used.has(key)) failed(`${this.#file}: "${key}" no longer differs; take it out`);
      else passed();
    }
  }
}
