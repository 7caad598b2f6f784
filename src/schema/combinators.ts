import { FORMATS } from './formats';
import type { Schema } from './facts';
import { enumWeight, firstFlaw, hasType, isOverlooked, scalarChecks, type Flaw } from './scalars';
import { isArray, isObject, own, show } from './values';
import { cut, type Run, spend } from './violation';

/** Says whether a value fits a schema, without telling why not. */
export type Fits = (value: unknown, run: Run) => boolean;

/** The flaw of a value that does not fit the oneOf, anyOf, allOf and not of its schema. */
export type CombinatorCheck = (value: unknown, run: Run) => Flaw | undefined;

/** The check of a schema's oneOf, anyOf, allOf and not, or undefined when it has none. */
export function combinatorCheck(schema: Schema): CombinatorCheck | undefined {
  const checks = [
    ...(schema.oneOf === undefined ? [] : [oneOfCheck(schema.oneOf)]),
    ...(schema.anyOf === undefined ? [] : [shapesCheck(schema.anyOf.map(fits), schema.anyOf, 1, schema.anyOf.length)]),
    ...(schema.allOf ?? []).map(branchCheck),
    ...(schema.not === undefined ? [] : [notCheck(schema.not)]),
  ];
  if (checks.length === 0) return undefined;
  return (value, run) => {
    for (const check of checks) {
      const flaw = check(value, run);
      if (flaw !== undefined) return flaw;
    }
    return undefined;
  };
}

/** allOf holds what could also stand beside it, so its parts are told like it. */
function branchCheck(branch: Schema): CombinatorCheck {
  const whole = fits(branch);
  const combined = combinatorCheck(branch);
  const other = misfit(() => `This does not fit what is required here: ${describe(branch)}.`);
  return (value, run) => (whole(value, run) ? undefined : (combined?.(value, run) ?? other()));
}

function notCheck(not: Schema): CombinatorCheck {
  const refused = fits(not);
  const flaw = misfit(() => `This is not allowed here: ${describe(not)}.`);
  return (value, run) => (refused(value, run) ? flaw() : undefined);
}

function oneOfCheck(branches: readonly Schema[]): CombinatorCheck {
  const fields = exclusiveFields(branches);
  const exactlyOne = shapesCheck(branches.map(fits), branches, 1, 1);
  if (fields === undefined) return exactlyOne;
  const least = leastOf(branches, fields);
  return (value, run) => {
    // Nearly all objects are right, which is seen by counting.
    if (least !== undefined && run.stranger === undefined && isObject(value)) {
      const set = countSet(value, fields);
      if (set === 1 || set === least) return undefined;
    }
    const flaw = exactlyOne(value, run);
    if (flaw === undefined || !isObject(value)) return flaw;
    const present = fields.filter((field) => Object.hasOwn(value, field));
    if (present.length === 0) {
      return { code: 'one-of', message: `One of ${list(fields, 'or')} is needed here, and none is set.`, fix: `Set one of ${list(fields, 'or')}.` };
    }
    return { code: 'one-of', message: `${list(present, 'and')} exclude each other, and ${present.length === 2 ? 'both' : 'all'} are set.`, fix: `Keep one of them and remove the ${present.length === 2 ? 'other' : 'others'}.` };
  };
}

/** The fields of a oneof message: each branch asks for one of them, and one branch may ask for none of them. */
function exclusiveFields(branches: readonly Schema[]): readonly string[] | undefined {
  const fields: string[] = [];
  for (const branch of branches) {
    const keys = Object.keys(branch);
    const [field, ...more] = branch.required ?? [];
    if (keys.length === 1 && field !== undefined && more.length === 0) fields.push(field);
    else if (keys.length !== 1 || branch.not === undefined) return undefined;
  }
  return fields;
}

/** How many of the fields must be set at least; undefined where the branch for none of them may mean something else. */
function leastOf(branches: readonly Schema[], fields: readonly string[]): 0 | 1 | undefined {
  if (branches.length === fields.length) return 1;
  const [none, ...more] = branches.flatMap(({ not }) => (not === undefined ? [] : [not]));
  const named = (none?.anyOf ?? []).map((part) => (Object.keys(part).length === 1 && part.required?.length === 1 ? part.required[0] : undefined));
  const same = named.length === fields.length && fields.every((field) => named.includes(field));
  return more.length === 0 && same && none !== undefined && Object.keys(none).length === 1 ? 0 : undefined;
}

function countSet(value: Readonly<Record<string, unknown>>, fields: readonly string[]): number {
  let set = 0;
  for (const field of fields) if (Object.hasOwn(value, field)) set += 1;
  return set;
}

function shapesCheck(tests: readonly Fits[], shapes: readonly Schema[], least: number, most: number): CombinatorCheck {
  const words = (): string => shapes.map(describe).join('; or ');
  const none = misfit(() => `This fits none of the shapes that are allowed here: ${words()}.`);
  const many = misfit(() => `This must fit exactly one of these shapes and fits more: ${words()}.`);
  return (value, run) => {
    let fitting = 0;
    for (const test of tests) if (test(value, run)) fitting += 1;
    if (fitting < least) return none();
    return fitting > most ? many() : undefined;
  };
}

/** The words are made when they are first needed: those of a stranger's schema may be many. */
function misfit(words: () => string): () => Flaw {
  let flaw: Flaw | undefined;
  return () => (flaw ??= { code: 'one-of', message: cut(words()), fix: 'Change it so that it fits.' });
}

/** Compiles a schema into a yes-or-no test: what Kubernetes' schema validation says of a value. */
export function fits(schema: Schema): Fits {
  const tests: Fits[] = [(value) => (schema.type === undefined ? true : hasType(schema, value))];
  if (schema.type === 'object') tests.push(isObject);
  if (schema.type === 'array') tests.push(isArray);
  const format = schema.type === undefined && schema.format !== undefined && FORMATS.has(schema.format);
  if (format) tests.push((value) => typeof value === 'string' || isOverlooked(schema, value));
  const checks = scalarChecks(schema);
  if (checks.length > 0) tests.push((value) => firstFlaw(checks, value) === undefined);
  tests.push(...containerTests(schema));
  const combined = combinatorCheck(schema);
  if (combined !== undefined) tests.push((value, run) => combined(value, run) === undefined);
  // Of a null, only its type and the enum are asked; the enum is among the checks above.
  const weight = tests.length + (schema.required?.length ?? 0) + enumWeight(schema);
  return (value, run) => {
    spend(run, weight);
    return value === null ? fitsNull(schema) : tests.every((test) => test(value, run));
  };
}

function fitsNull(schema: Schema): boolean {
  if (schema.enum !== undefined && schema.enum.length > 0) return false;
  return schema.type === undefined || schema.nullable === true;
}

function containerTests(schema: Schema): Fits[] {
  const tests: Fits[] = [];
  const { required = [], items, additionalProperties } = schema;
  if (required.length > 0) tests.push((value) => !isObject(value) || required.every((field) => Object.hasOwn(value, field)));
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const test = fits(property);
    tests.push((value, run) => !isObject(value) || !Object.hasOwn(value, name) || test(own(value, name), run));
  }
  if (items !== undefined) {
    const test = fits(items);
    tests.push((value, run) => !isArray(value) || value.every((item) => test(item, run)));
  }
  if (typeof additionalProperties === 'object') {
    const test = fits(additionalProperties);
    const known = new Set(Object.keys(schema.properties ?? {}));
    tests.push((value, run) => !isObject(value) || Object.keys(value).every((key) => known.has(key) || test(value[key], run)));
  }
  tests.push((value) => sizeFits(schema, value));
  return tests;
}

function sizeFits(schema: Schema, value: unknown): boolean {
  if (isArray(value)) return value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? Infinity);
  if (!isObject(value)) return true;
  const size = Object.keys(value).length;
  return size >= (schema.minProperties ?? 0) && size <= (schema.maxProperties ?? Infinity);
}

/** A schema in words, for a message. */
function describe(schema: Schema): string {
  const parts: string[] = [];
  if (schema.type !== undefined) parts.push(`of type ${schema.type}`);
  if (schema.format !== undefined && schema.type === undefined) parts.push(FORMATS.get(schema.format)?.expected ?? schema.format);
  if (schema.enum !== undefined) parts.push(`one of ${schema.enum.map(show).join(', ')}`);
  if (schema.required !== undefined) parts.push(`with ${list(schema.required, 'and')}`);
  for (const [name, property] of Object.entries(schema.properties ?? {})) parts.push(`${name} is ${describe(property)}`);
  if (schema.not !== undefined) parts.push(`not (${describe(schema.not)})`);
  for (const branches of [schema.anyOf, schema.oneOf]) {
    if (branches !== undefined) parts.push(branches.map(describe).join(' or '));
  }
  parts.push(...(schema.allOf ?? []).map(describe));
  return parts.length === 0 ? 'anything' : parts.join(' and ');
}

/** `a, b and c`. */
export function list(names: readonly string[], word: 'and' | 'or'): string {
  const last = names[names.length - 1] ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}
