import { selectorMatches } from './selectors';

type Labels = Readonly<Record<string, string>>;

/**
 * A selector of Kubernetes' own kind, with expressions.
 * Reference: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export interface LabelQuery {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}

/** True when the labels are as the query wants them; an absent query takes all, one with an unknown operator none. */
export function queryMatches(query: LabelQuery | undefined, labels: Labels): boolean {
  if (query === undefined) return true;
  return selectorMatches(query.matchLabels, labels) && query.matchExpressions.every((expression) => expressionHolds(expression, labels));
}

function expressionHolds({ key, operator, values }: LabelQuery['matchExpressions'][number], labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
