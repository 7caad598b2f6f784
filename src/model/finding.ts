import type { Path } from './path';

/** How bad a finding is. An `error` stops a synth; a `warning` and an `info` are shown once. */
export type Severity = 'error' | 'warning' | 'info';

/** Which object is meant. `namespace` is absent for cluster-scoped objects and where none was given. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** `VirtualService bookinfo/reviews`: an object as messages name it. What it lacks is said, or left out with its separator. */
export function formatObject({ kind, namespace, name }: ObjectRef): string {
  const what = kind === '' ? 'object' : kind;
  const inside = namespace === undefined || namespace === '' ? '' : namespace;
  if (name === '') return `${what} without a name${inside === '' ? '' : ` in ${inside}`}`;
  return `${what} ${inside === '' ? '' : `${inside}/`}${name}`;
}

/** What a finding is about when a rule itself failed: nobody has read what the rule would have found, so such a finding always stands. */
export function failedRule(id: string): ObjectRef {
  return { apiVersion: '', kind: 'Rule', name: id };
}

/** Whether a finding says that a rule itself failed. */
export function isRuleFailure({ object }: { readonly object: ObjectRef }): boolean {
  return object.apiVersion === '' && object.kind === 'Rule';
}

/**
 * What the engine says of one input object, before a caller adds where that object came from.
 *
 * @internal
 */
export interface EngineFinding {
  /** Own id of the rule: kebab-case, never reused. */
  readonly rule: string;
  /** Upstream codes that this finding stands for: `ISTnnnn`, `KIAnnnn` or `API`. */
  readonly upstream: readonly string[];
  readonly severity: Severity;
  /** Position of the object in the list that was given to the engine. */
  readonly input: number;
  readonly object: ObjectRef;
  readonly path: Path;
  /** What is wrong, in one or two sentences, with the names of the objects involved. */
  readonly message: string;
  /** Why it matters: one sentence. */
  readonly why: string;
  /** How to mend it: one sentence. */
  readonly fix: string;
}

/** A line of a file: YAML for the command, TypeScript for a synth. */
export interface SourcePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

/** A finding as programs see it: what is wrong, where, why it matters and how to mend it. */
export interface Finding {
  readonly rule: string;
  readonly upstream: readonly string[];
  readonly severity: Severity;
  readonly object: ObjectRef;
  /** Place inside the object, for example `spec.http[0].route[0].destination.subset`. */
  readonly path: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** Where the object was written, when that is known. */
  readonly source?: SourcePlace;
  /** Path of the construct that made the object; only for a synth. */
  readonly construct?: string;
}
