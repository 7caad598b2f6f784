import type { ObjectRef } from '../model/finding';
import type { Fields } from '../model/values';

/** One object of the input whose head could be read: what rules about the object itself work on. */
export interface Manifest {
  /** Position in the list given to the engine. */
  readonly input: number;
  readonly ref: ObjectRef;
  /** `core` for the group without a name. */
  readonly group: string;
  readonly scope: 'Namespaced' | 'Cluster' | undefined;
  /** Where the object takes effect: the default namespace where none was written, '' for cluster-scoped kinds. */
  readonly namespace: string;
  /** The object as it was given. */
  readonly raw: Fields;
}

/** What a finding is about: an object as it was given, or one that a table holds. */
export interface Subject {
  readonly input: number;
  readonly ref: ObjectRef;
}
