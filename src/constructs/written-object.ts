import type { ApiObject } from 'cdk8s';

/** An object as it would be written; undefined for one that cannot be, which is a finding of its own. */
export function writtenObject(object: ApiObject): unknown {
  try {
    return object.toJson();
  } catch {
    return undefined;
  }
}
