/** To which namespaces an object is shown. */
export type Visibility = '*' | ReadonlySet<string>;

/**
 * Reads `exportTo` of an object in `namespace`: `*` is everywhere, `.` the own namespace, `~` nowhere, whatever stands beside it.
 * Absent or empty it is what the mesh has for it, `byDefault`; and where that says nothing, everywhere.
 * Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export function visibilityOf(exportTo: readonly string[] | undefined, namespace: string, byDefault?: readonly string[]): Visibility {
  if (exportTo === undefined || exportTo.length === 0) return byDefault === undefined || byDefault.length === 0 ? '*' : visibilityOf(byDefault, namespace);
  if (exportTo.includes('*')) return '*';
  if (exportTo.includes('~')) return new Set();
  return new Set(exportTo.map((entry) => (entry === '.' ? namespace : entry)));
}

/** The same for a Kubernetes Service, which says it with the annotation `networking.istio.io/exportTo`. */
export function serviceVisibility(annotations: Readonly<Record<string, string>>, namespace: string, byDefault?: readonly string[]): Visibility {
  const text = annotations['networking.istio.io/exportTo'] ?? '';
  return visibilityOf(
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
    namespace,
    byDefault,
  );
}

export function isVisible(visibility: Visibility, namespace: string): boolean {
  return visibility === '*' || visibility.has(namespace);
}
