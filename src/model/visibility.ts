/** To which namespaces an object is shown. */
export type Visibility = '*' | ReadonlySet<string>;

/**
 * Reads `exportTo` of an object in `namespace`: absent, empty or holding `*` is everywhere, `.` the own
 * namespace, `~` nowhere, whatever stands beside it.
 * Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export function visibilityOf(exportTo: readonly string[] | undefined, namespace: string): Visibility {
  if (exportTo === undefined || exportTo.length === 0 || exportTo.includes('*')) return '*';
  if (exportTo.includes('~')) return new Set();
  return new Set(exportTo.map((entry) => (entry === '.' ? namespace : entry)));
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
