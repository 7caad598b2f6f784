import type { ObjectRef } from './finding';
import type { Kind, KindMap } from './kinds';

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
