import { parse } from '@bufbuild/cel';
import { unsupported } from './cel-operators';
import type { CelTree } from './cel-tree';

type Expr = NonNullable<ReturnType<typeof parse>['expr']>;
type Kind<C extends Expr['exprKind']['case']> = Extract<Expr['exprKind'], { case: C }> extends { value: infer V } ? V : never;

/**
 * Parses a CEL rule.
 *
 * @throws when it is none, or holds what no rule is known to hold.
 */
export function parseCel(rule: string): CelTree {
  const { expr } = parse(rule);
  if (expr === undefined) throw new Error(`This CEL rule is empty: ${rule}`);
  return treeOf(expr);
}

function treeOf(expr: Expr | undefined): CelTree {
  const kind = expr?.exprKind;
  switch (kind?.case) {
    case 'constExpr':
      return constant(kind.value);
    case 'identExpr':
      return { is: 'name', name: kind.value.name };
    case 'selectExpr':
      return { is: 'field', of: treeOf(kind.value.operand), field: kind.value.field, ...(kind.value.testOnly ? { test: true } : {}) };
    case 'listExpr':
      return { is: 'list', items: kind.value.elements.map(treeOf) };
    case 'structExpr':
      if (kind.value.entries.length > 0 || kind.value.messageName !== '') throw unsupported('a map with entries');
      return { is: 'map' };
    case 'comprehensionExpr': {
      const loop = kind.value;
      return {
        is: 'loop',
        range: treeOf(loop.iterRange),
        item: loop.iterVar,
        accumulator: loop.accuVar,
        start: treeOf(loop.accuInit),
        proceed: treeOf(loop.loopCondition),
        step: treeOf(loop.loopStep),
        result: treeOf(loop.result),
      };
    }
    case 'callExpr': {
      const { target, args, function: name } = kind.value;
      return { is: 'call', name, args: [...(target === undefined ? [] : [target]), ...args].map(treeOf) };
    }
    default:
      throw unsupported('an empty expression');
  }
}

function constant({ constantKind: kind }: Kind<'constExpr'>): CelTree {
  switch (kind.case) {
    case 'int64Value':
      return { is: 'int', value: Number(kind.value) };
    case 'doubleValue':
      return { is: 'double', value: kind.value };
    case 'stringValue':
      return { is: 'text', value: kind.value };
    case 'boolValue':
      return { is: 'truth', value: kind.value };
    default:
      throw unsupported(`a constant of kind ${kind.case ?? 'none'}`);
  }
}
