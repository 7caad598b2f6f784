/** A CRD as JSON (which is YAML too), with parts replaced. */
export interface CrdParts {
  readonly group?: unknown;
  readonly kind?: unknown;
  readonly plural?: unknown;
  readonly scope?: unknown;
  readonly apiVersion?: unknown;
  readonly versions?: unknown;
  /** Schema of `spec`, of the only version `v1`. */
  readonly spec?: unknown;
}

export function crdText(parts: CrdParts): string {
  const spec = parts.spec ?? { type: 'object' };
  return JSON.stringify({
    apiVersion: parts.apiVersion ?? 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'foos.example.com' },
    spec: {
      group: parts.group ?? 'example.com',
      scope: parts.scope ?? 'Namespaced',
      names: { kind: parts.kind ?? 'Foo', plural: parts.plural ?? 'foos' },
      versions: parts.versions ?? [version('v1', spec)],
    },
  });
}

/** One version of a CRD. */
export function version(name: unknown, spec: unknown, served = true): unknown {
  return { name, served, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } };
}
