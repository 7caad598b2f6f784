import { readKind } from '../../src/model/kinds';
import type { Kind } from '../../src/model/kinds';
import type { Resource } from '../../src/model/resource';

interface Head {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An object as the engine hands it to the model. */
export function resource<K extends Kind>(kind: K, spec: unknown, { name = 'a', namespace = 'shop', labels = {}, annotations = {} }: Head = {}): Resource<K> {
  const [, plain = ''] = kind.split('/');
  return {
    kind,
    input: 0,
    ref: { apiVersion: 'v1', kind: plain, namespace, name },
    namespace,
    name,
    labels,
    annotations,
    object: readKind(kind, { metadata: { name, namespace, labels, annotations }, spec }),
  };
}
