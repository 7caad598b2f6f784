/** To which namespaces an object is shown. */
export type Visibility = '*' | ReadonlySet<string>;

/**
 * Reads `exportTo` of an object in `namespace`: absent, empty or holding `*` is everywhere, `.` the own
 * namespace, `~` nowhere.
 * Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export function visibilityOf(exportTo: readonly string[] | undefined, namespace: string): Visibility {
  if (exportTo === undefined || exportTo.length === 0 || exportTo.includes('*')) return '*';
  return new Set(exportTo.filter((entry) => entry !== '~').map((entry) => (entry === '.' ? namespace : entry)));
}

/** The same for a Kubernetes Service, which says it with the annotation `networking.istio.io/exportTo`. */
export function serviceVisibility(annotations: Readonly<Record<string, string>>, namespace: string): Visibility {
  const text = annotations['networking.istio.io/exportTo'];
  if (text === undefined || text.trim() === '') return '*';
  return visibilityOf(
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
    namespace,
  );
}

export function isVisible(visibility: Visibility, namespace: string): boolean {
  return visibility === '*' || visibility.has(namespace);
}

/** True when some namespace sees both. */
export function shareViewer(a: Visibility, b: Visibility): boolean {
  if (a === '*') return b === '*' || b.size > 0;
  if (b === '*') return a.size > 0;
  return [...a].some((namespace) => b.has(namespace));
}
