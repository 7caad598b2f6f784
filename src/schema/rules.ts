import { celWords } from './cel-words';
import { CelFailure } from './cel-value';
import type { CelProgram } from './cel-compile';
import { KnownTexts } from './known-texts';
import { OutOfWork } from './work';
import type { CelRule } from './facts';
import { isArray, isObject, sameValue } from './values';
import { compile, compileStranger, strangerWords } from './stranger-rules';
import { report, type Run, type StrangerRun } from './violation';

interface Below {
  readonly fields?: ReadonlyMap<string, Rules> | undefined;
  readonly others?: Rules | undefined;
  readonly items?: Rules | undefined;
}

/**
 * The CEL rules of a schema and of the schemas below it; schemas without any are not in this tree. A rule is parsed and
 * compiled when it first runs.
 */
export class Rules {
  private readonly own: readonly Rule[];
  private readonly below: Below;
  private readonly fields: readonly (readonly [name: string, rules: Rules])[];

  private constructor(rules: readonly CelRule[], below: Below) {
    this.own = rules.map((rule) => new Rule(rule));
    this.below = below;
    this.fields = [...(below.fields ?? [])];
  }

  static of(rules: readonly CelRule[] = [], below: Below = {}): Rules | undefined {
    const { fields, others, items } = below;
    const none = rules.length === 0 && (fields?.size ?? 0) === 0 && others === undefined && items === undefined;
    return none ? undefined : new Rules(rules, below);
  }

  /** Runs the rules on a value that the schema found valid. Rules say nothing of null. */
  run(value: unknown, run: Run): void {
    if (value === null || value === undefined) return;
    for (const rule of this.own) rule.run(value, run);
    if (isArray(value)) this.runItems(value, run);
    else if (isObject(value)) this.runFields(value, run);
  }

  private runItems(value: readonly unknown[], run: Run): void {
    const { items } = this.below;
    if (items === undefined) return;
    for (let i = 0; i < value.length; i += 1) {
      run.path.push(i);
      items.run(value[i], run);
      run.path.pop();
    }
  }

  private runFields(value: Readonly<Record<string, unknown>>, run: Run): void {
    for (const [name, rules] of this.fields) {
      const field = value[name];
      if (field === undefined || !Object.hasOwn(value, name)) continue;
      run.path.push(name);
      rules.run(field, run);
      run.path.pop();
    }
    const { others } = this.below;
    if (others === undefined) return;
    for (const key of Object.keys(value)) {
      run.path.push(key);
      others.run(value[key], run);
      run.path.pop();
    }
  }
}

class Rule {
  private readonly rule: CelRule;
  private readonly place: readonly string[];
  /** Texts that are known to be right. */
  private readonly fulfilled = new KnownTexts<true>(64);
  private unreadable = false;
  /** `undefined` before the first run; `null` for a rule that does not run when an object is created. */
  private program: CelProgram | null | undefined;

  constructor(rule: CelRule) {
    this.rule = rule;
    this.place = fieldPath(rule.fieldPath ?? '');
  }

  run(self: unknown, run: Run): void {
    const { stranger } = run;
    if (stranger === undefined && typeof self === 'string' && this.fulfilled.get(self) === true) return;
    const result = stranger === undefined ? this.result(self) : this.strangerResult(self, stranger);
    if (result === true) {
      if (stranger === undefined && typeof self === 'string') this.fulfilled.add(self, true);
      return;
    }
    const words = stranger === undefined ? celWords(this.rule.rule, self) : strangerWords(this.rule, self, stranger);
    const reason = result instanceof CelFailure && words.known === false ? ` It could not be evaluated: ${result.reason}.` : '';
    const message = `${words.message}${reason}`;
    run.path.push(...this.place);
    // Some CRDs say the same thing twice, in two rules.
    const told = run.violations.some((violation) => violation.message === message && sameValue(violation.path, run.path));
    if (!told) report(run, 'cel-rule', message, words.fix);
    run.path.length -= this.place.length;
  }

  /** `true` also for a rule that does not run when an object is created. */
  private result(self: unknown): unknown {
    this.program ??= compile(this.rule.rule) ?? null;
    return this.program === null || this.program(self);
  }

  /** `true` also for a rule that cannot be judged: that is told, and nothing is guessed. */
  private strangerResult(self: unknown, stranger: StrangerRun): unknown {
    if (this.unreadable) return true;
    try {
      if (this.program === undefined) this.program = compileStranger(this.rule, stranger) ?? null;
    } catch (error) {
      this.unreadable = true;
      return skip(this.rule, error, stranger);
    }
    try {
      return this.program === null || this.program(self, stranger.work);
    } catch (error) {
      return skip(this.rule, error, stranger);
    }
  }
}

function skip(rule: CelRule, error: unknown, stranger: StrangerRun): true {
  if (error instanceof OutOfWork) throw error;
  stranger.skip(rule, error instanceof RangeError ? 'it is nested too deep' : reasonOf(error));
  return true;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : 'it cannot be read';
  return text.replace(/^A CEL rule uses (.*), which is not known here\.$/, 'it uses $1, which is not known here').slice(0, 200);
}


/** `.spec['a.b']` to its steps. */
function fieldPath(text: string): readonly string[] {
  return [...text.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/g)].map(([, name, quoted]) => name ?? (quoted ?? '').replace(/\\(.)/g, '$1'));
}
