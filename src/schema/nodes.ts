import { asQuoted } from '../model/values';
import { combinatorCheck, type CombinatorCheck, list } from './combinators';
import type { Schema } from './facts';
import { listCheck } from './list-types';
import { Rules } from './rules';
import { count, enumWeight, firstFlaw, hasType, isOverlooked, scalarChecks, typeFlaw, type Check } from './scalars';
import { unknownField } from './unknown-field';
import { ABSENT, isArray, isObject, setOwn } from './values';
import { report, type Run, spend } from './violation';

/**
 * A compiled schema. `visit` reports what is wrong with a value and answers what can be used of it: the value itself
 * when nothing had to change, a copy with defaults filled in and flaws left out, or ABSENT.
 */
export interface Node {
  readonly nullable: boolean;
  /** Stands in for a value that is missing, and for a null where null is not allowed; undefined: no default. */
  readonly default: unknown;
  /** The CEL rules of this schema and below it, to be run when `visit` reported nothing. */
  readonly rules: Rules | undefined;
  visit(value: unknown, run: Run): unknown;
}

/** A text, a number, a truth value, or a value of which nothing is known. */
export class ScalarNode implements Node {
  readonly nullable: boolean;
  readonly default: unknown;
  readonly rules: Rules | undefined;
  private readonly schema: Schema;
  private readonly isText: boolean;
  /** The schema says nothing beside the type. */
  private readonly isFree: boolean;
  private readonly checks: readonly Check[];
  private readonly combined: CombinatorCheck | undefined;
  private readonly weight: number;

  constructor(schema: Schema) {
    this.nullable = takesNull(schema);
    this.default = schema.default;
    this.rules = Rules.of(schema['x-kubernetes-validations']);
    this.schema = schema;
    this.isText = schema.type === 'string' && schema['x-kubernetes-int-or-string'] !== true;
    // That it is a number or a text is said by its type already.
    this.combined = combinatorCheck(schema['x-kubernetes-int-or-string'] === true ? { ...schema, anyOf: undefined } : schema);
    this.checks = scalarChecks(schema);
    this.isFree = this.checks.length === 0 && this.combined === undefined;
    this.weight = enumWeight(schema);
  }

  visit(value: unknown, run: Run): unknown {
    if (value === null) return visitNull(this.schema, run);
    spend(run, this.weight);
    const fits = this.isText && typeof value === 'string' ? true : hasType(this.schema, value);
    if (fits && this.isFree) return isOverlooked(this.schema, value) ? ABSENT : value;
    const flaw = fits ? (firstFlaw(this.checks, value) ?? this.combined?.(value, run)) : typeFlaw(this.schema, value);
    if (flaw === undefined) return isOverlooked(this.schema, value) ? ABSENT : value;
    report(run, flaw.code, flaw.message, flaw.fix);
    return flaw.code === 'invalid-type' ? ABSENT : value;
  }
}

export class ListNode implements Node {
  readonly nullable: boolean;
  readonly default: unknown;
  readonly rules: Rules | undefined;
  private readonly schema: Schema;
  private readonly items: Node;
  private readonly check: ((value: readonly unknown[], run: Run) => void) | undefined;
  private readonly combined: CombinatorCheck | undefined;

  constructor(schema: Schema, items: Node) {
    this.nullable = takesNull(schema);
    this.default = schema.default;
    this.rules = Rules.of(schema['x-kubernetes-validations'], { items: items.rules });
    this.schema = schema;
    this.items = items;
    this.check = listCheck(schema);
    this.combined = combinatorCheck(schema);
  }

  visit(value: unknown, run: Run): unknown {
    if (value === null) return visitNull(this.schema, run);
    if (!isArray(value)) return wrongType(this.schema, value, run);
    spend(run, value.length);
    let changed: unknown[] | undefined;
    const { path } = run;
    for (let i = 0; i < value.length; i += 1) {
      const item = value[i] ?? null;
      path.push(i);
      const usable = visitOrDefault(this.items, item, run);
      path.pop();
      if (changed === undefined && usable !== value[i]) changed = value.slice(0, i);
      if (changed !== undefined && usable !== ABSENT) changed.push(usable);
    }
    this.check?.(value, run);
    const flaw = this.combined?.(value, run);
    if (flaw !== undefined) report(run, flaw.code, flaw.message, flaw.fix);
    return changed ?? value;
  }
}

export class ObjectNode implements Node {
  readonly nullable: boolean;
  readonly default: unknown;
  readonly rules: Rules | undefined;
  private readonly schema: Schema;
  private readonly required: readonly string[];
  private readonly fields: ReadonlyMap<string, Node>;
  private readonly defaults: readonly (readonly [string, Node])[];
  private readonly others: Node | undefined;
  /** The values of a map are texts: labels, headers. */
  private readonly ofTexts: boolean;
  private readonly open: boolean;
  private readonly combined: CombinatorCheck | undefined;
  /** Whether the schema says anything of the object as a whole. */
  private readonly asksOfWhole: boolean;
  private readonly weight: number;

  constructor(schema: Schema, fields: ReadonlyMap<string, Node>, others: Node | undefined) {
    this.nullable = takesNull(schema);
    this.default = schema.default;
    this.rules = Rules.of(schema['x-kubernetes-validations'], { fields: rulesOf(fields), others: others?.rules });
    this.schema = schema;
    this.fields = fields;
    this.defaults = [...fields].filter(([, node]) => node.default !== undefined);
    this.others = others;
    this.ofTexts = typeof schema.additionalProperties === 'object' && schema.additionalProperties.type === 'string' && schema.additionalProperties.enum === undefined;
    this.open = schema['x-kubernetes-preserve-unknown-fields'] === true;
    this.combined = combinatorCheck(schema);
    this.required = requiredOf(schema);
    this.asksOfWhole = this.required.length > 0 || this.combined !== undefined || schema.minProperties !== undefined || schema.maxProperties !== undefined;
    this.weight = 1 + this.required.length + this.defaults.length;
  }

  visit(value: unknown, run: Run): unknown {
    if (value === null) return visitNull(this.schema, run);
    if (!isObject(value)) return wrongType(this.schema, value, run);
    const keys = Object.keys(value);
    spend(run, this.weight + keys.length);
    let changed: Map<string, unknown> | undefined;
    for (const key of keys) {
      const raw = value[key];
      const usable = this.visitField(key, raw, run);
      if (usable !== raw) (changed ??= new Map<string, unknown>()).set(key, usable);
    }
    if (this.defaults.length > 0) changed = this.fillIn(value, changed, run);
    const usable = changed === undefined ? value : merge(value, changed);
    if (this.asksOfWhole) this.checkWhole(value, changed, run);
    return usable;
  }

  private fillIn(value: Readonly<Record<string, unknown>>, before: Map<string, unknown> | undefined, run: Run): Map<string, unknown> | undefined {
    let changed = before;
    for (const [key, node] of this.defaults) {
      if (Object.hasOwn(value, key) && value[key] !== undefined) continue;
      spend(run, 50);
      run.path.push(key);
      (changed ??= new Map<string, unknown>()).set(key, node.visit(node.default, run));
      run.path.pop();
    }
    return changed;
  }

  private visitField(key: string, raw: unknown, run: Run): unknown {
    // Writing an object as JSON drops what is undefined, so the API server never sees it.
    if (raw === undefined) return ABSENT;
    const node = this.fields.get(key) ?? this.others;
    if (node === undefined) {
      if (this.open) return raw;
      unknownField(key, raw, this.fields, run);
      return ABSENT;
    }
    run.path.push(key);
    const usable = raw === null ? visitOrDefault(node, raw, run) : node.visit(raw, run);
    run.path.pop();
    // Without its pair `labels: { version: 1 }` would be no labels at all, which is another mistake: it counts as it is to be mended.
    if (usable === ABSENT && node === this.others && this.ofTexts) return asQuoted(raw) ?? ABSENT;
    // A null field of an object with properties is the same as a field that is not there.
    return usable === null && this.fields.has(key) ? ABSENT : usable;
  }

  /** Required fields, number of keys, and which fields go together. Defaults count as set; so does a null. */
  private checkWhole(value: Readonly<Record<string, unknown>>, changed: ReadonlyMap<string, unknown> | undefined, run: Run): void {
    for (const name of this.required) {
      if (changed?.get(name) !== undefined || (Object.hasOwn(value, name) && value[name] !== undefined)) continue;
      spend(run, 30);
      report(run, 'missing-field', `${name} is required here and is not set.`, `Add ${name}.`, name);
    }
    const { minProperties, maxProperties } = this.schema;
    if (minProperties === undefined && maxProperties === undefined && this.combined === undefined) return;
    const whole = changed === undefined ? value : merge(value, changed, true);
    const size = Object.keys(whole).length;
    if (minProperties !== undefined && size < minProperties) {
      report(run, 'out-of-range', `This has ${count(size, 'entry')}; at least ${minProperties} must be set.`, `Set at least ${count(minProperties, 'field')}.`);
    }
    if (maxProperties !== undefined && size > maxProperties) {
      report(run, 'out-of-range', `This has ${size} entries, more than the ${maxProperties} that are allowed.`, `Keep at most ${maxProperties}.`);
    }
    const flaw = this.combined?.(whole, run);
    if (flaw !== undefined) report(run, flaw.code, flaw.message, flaw.fix);
  }
}

function requiredOf(schema: Schema): readonly string[] {
  const required = schema.required ?? [];
  return schema['x-kubernetes-embedded-resource'] === true ? [...new Set(['apiVersion', 'kind', ...required])] : required;
}

/** The rules of the fields that have any. */
export function rulesOf(fields: ReadonlyMap<string, Node>): ReadonlyMap<string, Rules> {
  const found = new Map<string, Rules>();
  for (const [name, node] of fields) if (node.rules !== undefined) found.set(name, node.rules);
  return found;
}

/** Applies what changed; with `keepFlaws`, a value that had to be left out stays as it was written. */
function merge(value: Readonly<Record<string, unknown>>, changed: ReadonlyMap<string, unknown>, keepFlaws = false): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const now = changed.has(key) ? changed.get(key) : value[key];
    if (now !== ABSENT) setOwn(merged, key, now);
    else if (keepFlaws && value[key] !== undefined) setOwn(merged, key, value[key]);
  }
  for (const [key, now] of changed) if (now !== ABSENT && !Object.hasOwn(value, key)) setOwn(merged, key, now);
  return merged;
}

function visitOrDefault(node: Node, value: unknown, run: Run): unknown {
  return node.visit(value === null && !node.nullable && node.default !== undefined ? node.default : value, run);
}

function takesNull(schema: Schema): boolean {
  return schema.nullable === true;
}

/** Of a null, only whether null is allowed is asked, and the enum, in which null never is. */
function visitNull(schema: Schema, run: Run): unknown {
  const untyped = schema.type === undefined && schema['x-kubernetes-int-or-string'] !== true;
  const inEnum = schema.enum === undefined || schema.enum.length === 0;
  if (inEnum && (untyped || takesNull(schema))) return null;
  if (untyped || takesNull(schema)) {
    report(run, 'invalid-enum', `null is not one of the values allowed here: ${list((schema.enum ?? []).map(String), 'or')}.`, 'Give it a value, or leave the field out.');
    return ABSENT;
  }
  return wrongType(schema, null, run);
}

function wrongType(schema: Schema, value: unknown, run: Run): typeof ABSENT {
  const flaw = typeFlaw(schema, value);
  report(run, flaw.code, flaw.message, flaw.fix);
  return ABSENT;
}
