import type { ObjectRef } from './finding';
import type { Kind, KindMap } from './kinds';
import { compareText } from './values';

/** One object of the input that checks understand. */
export interface Resource<K extends Kind = Kind> {
  readonly kind: K;
  /** Position in the list given to the engine. */
  readonly input: number;
  /** The object as findings name it: without a namespace where none was written. */
  readonly ref: ObjectRef;
  /** Where the object takes effect: the default namespace where none was written, '' for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly object: KindMap[K];
}

/** Of two objects the first by namespace and name, so that the order of the input does not matter. */
export function firstByName<R extends Pick<Resource, 'namespace' | 'name'>>(a: R, b: R): R {
  return (compareText(a.namespace, b.namespace) || compareText(a.name, b.name)) <= 0 ? a : b;
}
