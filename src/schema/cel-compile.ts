import { parse } from '@bufbuild/cel';

import { FUNCTIONS } from './cel-functions';
import { operatorsFor, unsupported } from './cel-operators';
import { CelFailure, celHas, celSelect, noOverload, unescapeField, type CelValue } from './cel-value';
import { NO_OLD_SELF, STRANGER_FUNCTIONS, strangerMatches, weigh } from './cel-stranger';
import { isArray, isObject } from './values';
import type { Work } from './work';

type Expr = NonNullable<ReturnType<typeof parse>['expr']>;
type Kind<C extends Expr['exprKind']['case']> = Extract<Expr['exprKind'], { case: C }> extends { value: infer V } ? V : never;

/** Values of the variables, by slot; the last one counts steps. */
interface Frame {
  readonly slots: CelValue[];
  readonly work: Work | undefined;
  steps: number;
}
type Eval = (frame: Frame) => CelValue;

/** Every step costs Kubernetes at least 1 of the 1,000,000 units that one evaluation may cost. */
const MAX_STEPS = 1_000_000;

/** A rule that can be evaluated many times. `undefined` for a rule about the change of an object: it does not run on creation. */
export type CelProgram = (self: CelValue, work?: Work) => CelValue;

/** How a rule of a stranger's CRD is run: what is not sure is an error, not an answer, and all work is counted. */
export interface StrangerOptions {
  /** The rule runs on creation too, with an `oldSelf` that is not there. */
  readonly optionalOldSelf: boolean;
}

/**
 * Turns a rule into closures over plain JSON values. The library's own interpreter wraps every value it touches and takes
 * 10 to 30 times as long on the usual rules; a test holds that both say the same.
 *
 * @throws when the rule does not parse, or uses a function or a construct that the known rules do not use.
 */
export function compileCel(rule: string, stranger?: StrangerOptions): CelProgram | undefined {
  const { expr } = parse(rule);
  if (expr === undefined) throw new Error(`This CEL rule is empty: ${rule}`);
  const compiler = new Compiler(stranger);
  const evaluate = compiler.compile(expr);
  if (compiler.usesOldSelf) return undefined;
  if (stranger === undefined) return (self) => evaluate({ slots: [self], work: undefined, steps: 0 });
  return (self, work) => {
    const result = evaluate({ slots: [self], work, steps: 0 });
    if (result instanceof CelFailure && result.unknown) throw new Error(`with these values it cannot be worked out here: ${result.reason}`);
    return result;
  };
}

class Compiler {
  readonly #scope: string[] = ['self'];
  readonly #stranger: StrangerOptions | undefined;
  readonly #operators: ReturnType<typeof operatorsFor>;
  usesOldSelf = false;

  constructor(stranger: StrangerOptions | undefined) {
    this.#stranger = stranger;
    this.#operators = operatorsFor(stranger !== undefined);
  }

  compile(expr: Expr | undefined): Eval {
    const kind = expr?.exprKind;
    switch (kind?.case) {
      case 'constExpr':
        return constant(kind.value);
      case 'identExpr':
        return this.#variable(kind.value.name);
      case 'selectExpr':
        return this.#select(kind.value);
      case 'listExpr':
        return this.#list(kind.value);
      case 'structExpr':
        if (kind.value.entries.length > 0 || kind.value.messageName !== '') throw unsupported('a map with entries');
        return () => ({});
      case 'comprehensionExpr':
        return this.#comprehension(kind.value);
      case 'callExpr':
        return this.#call(kind.value);
      default:
        throw unsupported('an empty expression');
    }
  }

  #variable(name: string): Eval {
    if (name === 'oldSelf' && this.#stranger?.optionalOldSelf === true) return () => NO_OLD_SELF;
    if (name === 'oldSelf') this.usesOldSelf = true;
    const slot = this.#scope.lastIndexOf(name);
    if (slot < 0 && name !== 'oldSelf') throw unsupported(`the name ${name}`);
    return (frame) => frame.slots[slot];
  }

  #select(select: Kind<'selectExpr'>): Eval {
    const operand = this.compile(select.operand);
    const field = unescapeField(select.field);
    return select.testOnly ? (frame) => celHas(operand(frame), field) : (frame) => celSelect(operand(frame), field);
  }

  #list(list: Kind<'listExpr'>): Eval {
    const items = list.elements.map((element) => this.compile(element));
    return (frame) => {
      const values = items.map((item) => item(frame));
      return values.find((value) => value instanceof CelFailure) ?? values;
    };
  }

  /** all(), exists(), exists_one(), filter(): the parser writes them as a loop that folds a list or the keys of a map. */
  #comprehension(loop: Kind<'comprehensionExpr'>): Eval {
    const range = this.compile(loop.iterRange);
    const start = this.compile(loop.accuInit);
    const accumulator = this.#scope.push(loop.accuVar) - 1;
    const result = this.compile(loop.result);
    const item = this.#scope.push(loop.iterVar) - 1;
    const proceed = this.compile(loop.loopCondition);
    const step = this.compile(loop.loopStep);
    this.#scope.length -= 2;
    return (frame) => {
      const container = range(frame);
      if (container instanceof CelFailure) return container;
      const items = isArray(container) ? container : isObject(container) ? Object.keys(container) : undefined;
      if (items === undefined) return noOverload('a loop');
      frame.slots[accumulator] = start(frame);
      for (const value of items) {
        frame.steps += 1;
        frame.work?.spend(4);
        if (frame.steps > MAX_STEPS) return new CelFailure('it takes more steps than the API server allows');
        frame.slots[item] = value;
        if (proceed(frame) !== true) break;
        frame.slots[accumulator] = step(frame);
      }
      return result(frame);
    };
  }

  #call(call: Kind<'callExpr'>): Eval {
    const args = [...(call.target === undefined ? [] : [call.target]), ...call.args].map((arg) => this.compile(arg));
    const [a = never, b = never, c = never] = args;
    switch (call.function) {
      case '_&&_':
        return and(a, b);
      case '_||_':
        return or(a, b);
      case '_?_:_':
        return conditional(a, b, c);
      case '@not_strictly_false':
        return (frame) => a(frame) !== false;
      default:
        return this.#strict(call.function, args, [...(call.target === undefined ? [] : [call.target]), ...call.args]);
    }
  }

  /** An operator or a function that fails when one of its arguments does. */
  #strict(name: string, args: readonly Eval[], written: readonly Expr[]): Eval {
    const operator = this.#operators(name, written);
    const [first = never, second = never] = args;
    if (operator !== undefined) {
      const unary = args.length === 1;
      return (frame) => {
        const a = first(frame);
        if (a instanceof CelFailure) return a;
        const b = unary ? undefined : second(frame);
        if (b instanceof CelFailure) return b;
        frame.work?.spend(weigh(name, [a, b]));
        return operator(a, b);
      };
    }
    const known = FUNCTIONS.get(name) ?? (this.#stranger === undefined ? undefined : STRANGER_FUNCTIONS.get(name));
    if (known === undefined) throw unsupported(`the function ${name}`);
    return (frame) => {
      const values = args.map((arg) => arg(frame));
      for (const value of values) if (value instanceof CelFailure) return value;
      const { work } = frame;
      if (work === undefined) return known(...values);
      work.spend(weigh(name, values));
      return name === 'matches' ? strangerMatches(values, work) : known(...values);
    };
  }
}

const never: Eval = () => new CelFailure('an argument is missing');

function constant(value: Kind<'constExpr'>): Eval {
  const kind = value.constantKind;
  switch (kind.case) {
    case 'int64Value': {
      const whole = Number(kind.value);
      return () => whole;
    }
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue': {
      const { value: plain } = kind;
      return () => plain;
    }
    default:
      throw unsupported(`a constant of kind ${kind.case ?? 'none'}`);
  }
}

/** False wins over a failure on the other side, whichever side that is. */
function and(a: Eval, b: Eval): Eval {
  return (frame) => {
    const left = a(frame);
    if (left === false) return false;
    const right = b(frame);
    if (right === false || left === true) return truth(right);
    return truth(left);
  };
}

/** True wins over a failure on the other side, whichever side that is. */
function or(a: Eval, b: Eval): Eval {
  return (frame) => {
    const left = a(frame);
    if (left === true) return true;
    const right = b(frame);
    if (right === true || left === false) return truth(right);
    return truth(left);
  };
}

function truth(value: CelValue): CelValue {
  return typeof value === 'boolean' || value instanceof CelFailure ? value : noOverload('a condition');
}

function conditional(condition: Eval, yes: Eval, no: Eval): Eval {
  return (frame) => {
    const value = condition(frame);
    if (value === true) return yes(frame);
    return value === false ? no(frame) : truth(value);
  };
}
