import { eachPair, type Place } from '../place';

/** `workloadSelector` of networking kinds. @returns whether it can be used */
export function validateWorkloadSelector(selector: { readonly labels?: Readonly<Record<string, string>> } | undefined, at: Place): boolean {
  return selector === undefined || validateSelectedLabels(selector.labels, at, 'labels');
}

/** The labels of a selector that is there. @returns whether they can be used */
export function validateSelectedLabels(labels: Readonly<Record<string, string>> | undefined, at: Place, field: string): boolean {
  let usable = true;
  eachPair(labels, at.at(field), (key, value, pair) => {
    if (key !== '' && !key.includes('*') && !value.includes('*')) return;
    usable = false;
    if (key === '') pair.error('invalid-label', 'A label of the selector has no name.', 'Name the label, or remove it.');
    else pair.error('invalid-label', `The selector holds "${key}=${value}", and "*" does not stand for anything in a selector.`, 'Write the label of the workloads as it is.');
  });
  if (Object.keys(labels ?? {}).length === 0) {
    at.warn('ineffective-field', 'The selector has no labels, so it selects every workload of the namespace.', 'Remove the selector, or name the labels of the workloads that are meant.');
  }
  return usable;
}
