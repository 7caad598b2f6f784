type Labels = Readonly<Record<string, string>>;

/** True when every pair of the selector is among the labels; an empty selector matches everything. */
export function selectorMatches(selector: Labels | undefined, labels: Labels): boolean {
  for (const key in selector) if (!Object.hasOwn(labels, key) || labels[key] !== selector[key]) return false;
  return true;
}

/** True when no workload can have both sets of labels: they give one key two values. */
export function labelsContradict(a: Labels, b: Labels): boolean {
  return Object.entries(a).some(([key, value]) => Object.hasOwn(b, key) && b[key] !== value);
}

export function isEmptySelector(selector: Labels | undefined): boolean {
  for (const key in selector) if (Object.hasOwn(selector, key)) return false;
  return true;
}

/** `app=reviews,version=v1`, sorted: a selector as messages write it. */
export function formatLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

/** One text for equal labels, whatever their order and whatever is in them. */
export function labelsKey(labels: Labels): string {
  let text = '';
  for (const key of Object.keys(labels).sort()) text += `${key.length} ${key}${labels[key]?.length ?? 0} ${labels[key] ?? ''}`;
  return text;
}
