import type { GroupVersionKind } from './typed-api-object';
import { toWire } from './wire';

/** A Kubernetes object as data. */
export interface Manifest extends GroupVersionKind {
  readonly [field: string]: unknown;
}

/** The object that a construct with these props would write, before names and namespaces are filled in. */
export function manifestOf(gvk: GroupVersionKind, props: object): Manifest {
  const fields = toWire(props);
  return { apiVersion: gvk.apiVersion, kind: gvk.kind, ...(typeof fields === 'object' ? fields : {}) };
}
