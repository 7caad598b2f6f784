import { FUNCTIONS } from './cel-functions';
import { operatorsFor, unsupported } from './cel-operators';
import { CelFailure, celHas, celSelect, noOverload, unescapeField, type CelValue } from './cel-value';
import { NO_OLD_SELF, STRANGER_FUNCTIONS, strangerMatches, weigh } from './cel-stranger';
import type { CelLoop, CelTree } from './cel-tree';
import { isArray, isObject } from './values';
import type { Work } from './work';

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
 * @throws when the rule uses a function or a construct that the known rules do not use.
 */
export function compileCel(rule: CelTree, stranger?: StrangerOptions): CelProgram | undefined {
  const compiler = new Compiler(stranger);
  const evaluate = compiler.compile(rule);
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

  compile(tree: CelTree): Eval {
    switch (tree.is) {
      case 'int':
      case 'double':
      case 'text':
      case 'truth': {
        const { value } = tree;
        return () => value;
      }
      case 'name':
        return this.#variable(tree.name);
      case 'field':
        return this.#select(this.compile(tree.of), unescapeField(tree.field), tree.test ?? false);
      case 'list':
        return this.#list(tree.items);
      case 'map':
        return () => ({});
      case 'loop':
        return this.#comprehension(tree);
      case 'call':
        return this.#call(tree.name, tree.args);
    }
  }

  #variable(name: string): Eval {
    if (name === 'oldSelf' && this.#stranger?.optionalOldSelf === true) return () => NO_OLD_SELF;
    if (name === 'oldSelf') this.usesOldSelf = true;
    const slot = this.#scope.lastIndexOf(name);
    if (slot < 0 && name !== 'oldSelf') throw unsupported(`the name ${name}`);
    return (frame) => frame.slots[slot];
  }

  #select(operand: Eval, field: string, test: boolean): Eval {
    return test ? (frame) => celHas(operand(frame), field) : (frame) => celSelect(operand(frame), field);
  }

  #list(trees: readonly CelTree[]): Eval {
    const items = trees.map((tree) => this.compile(tree));
    return (frame) => {
      const values = items.map((item) => item(frame));
      return values.find((value) => value instanceof CelFailure) ?? values;
    };
  }

  #comprehension(loop: CelLoop): Eval {
    const range = this.compile(loop.range);
    const start = this.compile(loop.start);
    const accumulator = this.#scope.push(loop.accumulator) - 1;
    const result = this.compile(loop.result);
    const item = this.#scope.push(loop.item) - 1;
    const proceed = this.compile(loop.proceed);
    const step = this.compile(loop.step);
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

  #call(name: string, written: readonly CelTree[]): Eval {
    const args = written.map((arg) => this.compile(arg));
    const [a = never, b = never, c = never] = args;
    switch (name) {
      case '_&&_':
        return and(a, b);
      case '_||_':
        return or(a, b);
      case '_?_:_':
        return conditional(a, b, c);
      case '@not_strictly_false':
        return (frame) => a(frame) !== false;
      default:
        return this.#strict(name, args, written);
    }
  }

  /** An operator or a function that fails when one of its arguments does. */
  #strict(name: string, args: readonly Eval[], written: readonly CelTree[]): Eval {
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
