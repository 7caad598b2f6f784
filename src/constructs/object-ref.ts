import type { ApiObject } from 'cdk8s';
import type { ObjectRef } from '../model/finding';

/** An object as findings name it. */
export function objectRef({ apiVersion, kind, name, metadata: { namespace } }: Pick<ApiObject, 'apiVersion' | 'kind' | 'name' | 'metadata'>): ObjectRef {
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}
