import { failedRule, type EngineFinding, type Severity } from '../model/finding';
import { groupOf } from '../model/kinds';
import type { Path } from '../model/path';
import type { MeshSettings } from '../model/settings';
import { asTextMap, compareText, fieldAt, isFields } from '../model/values';
import { frozenCopy } from './frozen-copy';
import type { Manifest } from './manifest';
import type { OwnRuleContext, OwnRuleDetails, RuleKind, RuleObject } from './own-rule-context';
import type { OwnRule } from './rule';

/** What the rules of users look at. */
export interface OwnRuleInput {
  readonly manifests: readonly Manifest[];
  /** What the schema left of each object of a known kind, by position in the input. */
  readonly usable: ReadonlyMap<number, unknown>;
  /** Positions of the objects that the API server would reject. */
  readonly rejected: ReadonlySet<number>;
  readonly settings: MeshSettings;
}

/** Runs the rules of users. One that throws, or that reports what is no report, is a finding with its name. */
export function runOwnRules(rules: readonly OwnRule[], input: OwnRuleInput): readonly EngineFinding[] {
  if (rules.length === 0) return [];
  const view = new InputView(input);
  return rules.flatMap((rule) => {
    const run = new OwnRuleRun(rule, view);
    try {
      const answer: unknown = rule.check(run);
      if (isPromise(answer)) {
        answer.then(undefined, () => undefined);
        throw new TypeError('check() returned a promise; a rule must have reported everything when it returns');
      }
      return run.findings;
    } catch (error) {
      return [...run.findings, failureOf(rule, error)];
    }
  });
}

/** Position of an object that is not in the input. */
const NO_INPUT = -1;

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function failureOf({ id }: OwnRule, error: unknown): EngineFinding {
  const cause = error instanceof Error || (isFields(error) && typeof error['message'] === 'string') ? String(error.message) : String(error);
  const frame = error instanceof Error ? /\n\s+at (?:[^\n]*\()?([^\n()]+:\d+:\d+)\)?(?:\n|$)/.exec(error.stack ?? '')?.[1] : undefined;
  return {
    rule: id,
    upstream: [],
    severity: 'error',
    input: NO_INPUT,
    object: failedRule(id),
    path: [],
    message: `The rule ${id} failed: ${cause}${frame === undefined ? '' : ` (${frame})`}`,
    why: 'What it would have found after that is not known.',
    fix: `Mend the rule ${id}: it must take any object that the mesh may hold.`,
  };
}

/** The objects as rules see them, made when one asks and kept for the next. */
class InputView {
  readonly settings: MeshSettings;
  readonly #input: OwnRuleInput;
  readonly #kinds = new Map<string, readonly RuleObject<never>[]>();
  readonly #origins = new WeakMap<object, Manifest>();
  #objects: readonly RuleObject[] | undefined;

  constructor(input: OwnRuleInput) {
    this.#input = input;
    this.settings = Object.freeze({ ...input.settings });
  }

  get objects(): readonly RuleObject[] {
    this.#objects ??= Object.freeze(this.#sorted(this.#input.manifests).map((manifest): RuleObject => this.#show(manifest, manifest.raw)));
    return this.#objects;
  }

  all<Props>(wanted: RuleKind<Props>): readonly RuleObject<NonNullable<Props>>[] {
    const gvk: unknown = typeof wanted === 'function' || isFields(wanted) ? wanted.GVK : undefined;
    if (!isFields(gvk) || typeof gvk['apiVersion'] !== 'string' || typeof gvk['kind'] !== 'string') {
      throw new TypeError('all() takes the class of a kind, like networking.VirtualService');
    }
    const group = groupOf(gvk['apiVersion']);
    const kind = gvk['kind'];
    const key = `${group}/${kind}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const { manifests, usable, rejected } = this.#input;
    const matching = manifests.filter(({ group: other, ref, input }) => other === group && ref.kind === kind && !rejected.has(input));
    const shown = Object.freeze(this.#sorted(matching).map((manifest): RuleObject<never> => this.#show(manifest, usable.get(manifest.input) ?? manifest.raw)));
    this.#kinds.set(key, shown);
    return shown;
  }

  originOf(object: unknown): Manifest | undefined {
    return typeof object === 'object' && object !== null ? this.#origins.get(object) : undefined;
  }

  /** In an order that does not depend on that of the input. */
  #sorted(manifests: readonly Manifest[]): readonly Manifest[] {
    return [...manifests].sort(
      (a, b) => compareText(a.namespace, b.namespace) || compareText(a.ref.kind, b.ref.kind) || compareText(a.ref.name, b.ref.name) || compareText(a.group, b.group) || a.input - b.input,
    );
  }

  /** What the object holds was looked at by its schema, where it has one: here that is taken on trust. */
  #show<Shown>(manifest: Manifest, object: unknown): RuleObject<Shown> {
    const shown: RuleObject<Shown> = Object.freeze({
      apiVersion: manifest.ref.apiVersion,
      kind: manifest.ref.kind,
      name: manifest.ref.name,
      namespace: manifest.namespace,
      labels: Object.freeze(asTextMap(fieldAt(manifest.raw, 'metadata', 'labels'))),
      annotations: Object.freeze(asTextMap(fieldAt(manifest.raw, 'metadata', 'annotations'))),
      manifest: frozenCopy(object) as Shown,
    });
    this.#origins.set(shown, manifest);
    return shown;
  }
}

const SEVERITIES: readonly unknown[] = ['error', 'warning', 'info'] satisfies readonly Severity[];

/** One rule of a user at work. */
class OwnRuleRun implements OwnRuleContext {
  readonly findings: EngineFinding[] = [];
  readonly #rule: OwnRule;
  readonly #view: InputView;

  constructor(rule: OwnRule, view: InputView) {
    this.#rule = rule;
    this.#view = view;
  }

  get settings(): MeshSettings {
    return this.#view.settings;
  }

  get objects(): readonly RuleObject[] {
    return this.#view.objects;
  }

  all<Props>(kind: RuleKind<Props>): readonly RuleObject<NonNullable<Props>>[] {
    return this.#view.all(kind);
  }

  report(object: RuleObject<unknown>, path: Path, message: string, details: OwnRuleDetails = {}): void {
    const manifest = this.#view.originOf(object);
    const problem = manifest === undefined ? 'the object must be one that the context gave out' : reportProblem(path, message, details);
    if (problem !== undefined || manifest === undefined) throw new TypeError(`report(): ${problem}`);
    const { id, severity, why = '', fix = '' } = this.#rule;
    this.findings.push({
      rule: id,
      upstream: [],
      severity: details.severity ?? severity,
      input: manifest.input,
      object: manifest.ref,
      path: [...path],
      message,
      why: details.why ?? why,
      fix: details.fix ?? fix,
    });
  }
}

/** What is wrong with a report, as JavaScript may give one. */
function reportProblem(path: unknown, message: unknown, details: unknown): string | undefined {
  if (!Array.isArray(path) || !path.every((step) => typeof step === 'string' || (typeof step === 'number' && Number.isInteger(step)))) {
    return `the path must be a list of names and indexes, like ['spec', 'http', 0]`;
  }
  if (typeof message !== 'string' || message === '') return 'the message must be a text';
  if (!isFields(details)) return 'the details must be { severity, why, fix }';
  const { severity, why, fix } = details;
  if (severity !== undefined && !SEVERITIES.includes(severity)) return 'the severity must be error, warning or info';
  return [why, fix].every((text) => text === undefined || typeof text === 'string') ? undefined : 'why and fix must be texts';
}
