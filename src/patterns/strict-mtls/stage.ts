import { checkNamespace } from './names';

/** Where a mesh stands on its way to STRICT: everybody takes plain text, some namespaces do not, nobody does. */
export class MtlsStage {
  /**
   * Everybody takes mutual TLS and plain text. What Istio does where nobody says anything, said once for the mesh, so
   * that the next steps change it in place.
   */
  static permissive(): MtlsStage {
    return new MtlsStage('PERMISSIVE', []);
  }

  /**
   * These namespaces refuse plain text, the others still take it.
   *
   * @throws RangeError when no namespace is named, or one cannot be the name of a namespace
   */
  static namespaces(first: string, ...more: readonly string[]): MtlsStage {
    const namespaces = [...new Set([first, ...more])].sort();
    for (const namespace of namespaces) checkNamespace(namespace, 'MtlsStage.namespaces', MtlsStage.namespaces);
    return new MtlsStage('PERMISSIVE', namespaces);
  }

  /** The whole mesh refuses plain text. */
  static mesh(): MtlsStage {
    return new MtlsStage('STRICT', []);
  }

  /** Mode of the mesh. */
  readonly mode: 'PERMISSIVE' | 'STRICT';
  /** Namespaces that are STRICT before the mesh is; sorted. */
  readonly strictNamespaces: readonly string[];

  private constructor(mode: 'PERMISSIVE' | 'STRICT', strictNamespaces: readonly string[]) {
    this.mode = mode;
    this.strictNamespaces = strictNamespaces;
  }

  /** Whether workloads of a namespace refuse plain text, as far as no exception says otherwise. */
  isStrictIn(namespace: string): boolean {
    return this.mode === 'STRICT' || this.strictNamespaces.includes(namespace);
  }
}
