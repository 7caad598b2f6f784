import type { Path } from '../model/path';
import { letters } from '../schema/regex';
import { Work } from '../schema/work';
import type { WebhookCode } from './codes';

/** One thing that istiod's webhook says of an object. */
export interface Remark {
  readonly code: WebhookCode;
  /** The webhook rejects the object for an error, and admits it with a warning. */
  readonly severity: 'error' | 'warning';
  /** The offending place; for a field that is missing, the place where it should be. */
  readonly path: Path;
  /** What is wrong, in one or two sentences. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly fix: string;
}

/** Of each severity: nobody reads more about one object, and a stranger's object could have a million. Warnings never crowd errors out. */
const MAX_REMARKS = 100;

interface Said {
  readonly remarks: Remark[];
  readonly count: { error: number; warning: number };
  readonly work: Work;
}

type Step = Path[number];

/**
 * A place in an object that is being validated, and the way to say what is wrong there. There is one for every field of every
 * object of a mesh and nearly all of them stay silent: each keeps its last steps only, and the path is put together when it is
 * told. Its fields are private to the compiler alone, which halves what it takes to make one.
 */
export class Place {
  private readonly said: Said;
  private readonly parent: Place | undefined;
  private readonly steps: Step | Path;
  private readonly warns: boolean;

  private constructor(said: Said, parent: Place | undefined, steps: Step | Path, warns: boolean) {
    this.said = said;
    this.parent = parent;
    this.steps = steps;
    this.warns = warns;
  }

  /** Runs a validation and answers what it said, in its order. @param work what all objects of one input may cost together */
  static remarksOf(validate: (at: Place) => void, work = new Work()): readonly Remark[] {
    const said: Said = { remarks: [], count: { error: 0, warning: 0 }, work };
    validate(new Place(said, undefined, [], true));
    return said.remarks;
  }

  /** A place below this one. */
  at(step: Step, next?: Step): Place {
    return new Place(this.said, this, next === undefined ? step : [step, next], this.warns);
  }

  /** A place further below this one. */
  below(path: Path): Place {
    return new Place(this.said, this, path, this.warns);
  }

  /** A place from the root of the object. */
  above(...steps: Path): Place {
    return new Place(this.said, undefined, steps, this.warns);
  }

  /** The same place where upstream loses its warnings on the way: nothing below it is warned of. */
  errorsOnly(): Place {
    return new Place(this.said, this, [], false);
  }

  /** Whether a regular expression of the object may be compiled; where not, nobody can say whether it is one. */
  takesRegex(expression: string): boolean {
    return this.said.work.takesPattern(letters(expression));
  }

  /** The webhook rejects the object for this. */
  error(code: WebhookCode, message: string, fix: string): void {
    this.#say('error', code, message, fix);
  }

  /** The webhook admits the object, and warns of this. */
  warn(code: WebhookCode, message: string, fix: string): void {
    if (this.warns) this.#say('warning', code, message, fix);
  }

  #say(severity: Remark['severity'], code: WebhookCode, message: string, fix: string): void {
    const { remarks, count } = this.said;
    if (count[severity] >= MAX_REMARKS) return;
    count[severity] += 1;
    remarks.push({ code, severity, path: this.#path(), message, fix });
  }

  #path(): Path {
    const parts: (Step | Path)[] = [];
    for (let place: Place | undefined = this; place !== undefined; place = place.parent) parts.push(place.steps);
    return parts.reverse().flat();
  }
}

/** Calls `visit` for each item of a list, with its place. */
export function each<T>(items: readonly T[] | undefined, at: Place, visit: (item: T, at: Place, index: number) => void): void {
  if (items === undefined) return;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (item !== undefined) visit(item, at.at(index), index);
  }
}

/** Calls `visit` for each pair of a map, with its place. */
export function eachPair<T>(map: Readonly<Record<string, T>> | undefined, at: Place, visit: (key: string, value: T, at: Place) => void): void {
  if (map === undefined) return;
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value !== undefined) visit(key, value, at.at(key));
  }
}
