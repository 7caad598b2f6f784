import type { Path } from '../model/path';
import type { CelRule } from './facts';
import type { Work } from './work';

/** What kind of mistake a violation is. These names are public rule ids: they keep their meaning. */
export type ViolationCode =
  | 'unknown-field'
  | 'invalid-type'
  | 'missing-field'
  | 'invalid-enum'
  | 'out-of-range'
  | 'pattern-mismatch'
  | 'duplicate-item'
  | 'one-of'
  | 'cel-rule';

/** One reason for which the API server refuses an object. */
export interface Violation {
  readonly code: ViolationCode;
  /** The offending place; for a field that is missing, the place where it should be. */
  readonly path: Path;
  /** What is wrong, in one or two sentences. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly fix: string;
}

/** Where the fields of a kind are. Asked only when a field is unknown. */
export interface Names {
  /** The schema paths that end in a field of this name, short ones first. */
  placesOf(field: string): readonly string[];
}

/** Collects violations while an object is walked; `path` is the place of the walk. */
export interface Run {
  readonly violations: Violation[];
  readonly path: (string | number)[];
  /** Violations beyond the number that one object may have; see `report`. */
  untold: number;
  /** The fields of the whole kind, to say where a misplaced one belongs. */
  readonly names: Names;
  /** Set when the schema is a stranger's. */
  readonly stranger?: StrangerRun;
}

/** What is different when the schema itself is a stranger's: it may cost too much, and hold rules that cannot be run. */
export interface StrangerRun {
  readonly work: Work;
  /** Fields whose texts are no texts to a CEL rule, but times and the like. */
  readonly typedFields: ReadonlySet<string>;
  /** Says that a rule cannot be judged, and why. */
  skip(rule: CelRule, reason: string): void;
}

/** Counts work on a stranger's schema. */
export function spend(run: Run, units: number): void {
  run.stranger?.work.spend(units);
}

/** Nobody reads more about one object, and a stranger's object could have a million. */
const MAX_TOLD = 100;

/** True when a further violation would only be counted. */
export function isFull(run: Run): boolean {
  return run.violations.length >= MAX_TOLD;
}

/** Reports a violation at the place of the walk, or at a place below it. After a hundred they are only counted. */
export function report(run: Run, code: ViolationCode, message: string, fix: string, below?: string | number): void {
  if (isFull(run)) {
    run.untold += 1;
    return;
  }
  const path = below === undefined ? [...run.path] : [...run.path, below];
  run.violations.push({ code, path, message: cut(message), fix: cut(fix) });
}

/** What was reported; the last violation says how many more there are that it does not tell. */
export function toldBy({ violations, untold }: Run): readonly Violation[] {
  const last = violations[violations.length - 1];
  if (untold === 0 || last === undefined) return violations;
  return [...violations.slice(0, -1), { ...last, message: `${last.message} This object has ${untold} more mistakes, which are not shown.` }];
}

const LONGEST = 2_000;

/** Names of a stranger's schema stand in messages, as many and as long as it likes. */
export function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}
