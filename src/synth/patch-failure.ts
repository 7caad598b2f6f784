import { JsonPatch, type ApiObject } from 'cdk8s';
import { fieldOf, isFields } from '../model/values';

interface Operation {
  readonly op: string;
  readonly path: string;
  /** Where `copy` and `move` take the value from. */
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * Which JsonPatch of an object cannot be applied, and why, as one sentence; undefined when it is none of them. cdk8s says neither: it
 * applies all of them at once and passes on whatever breaks inside.
 */
export function patchFailure(construct: ApiObject): string | undefined {
  // cdk8s keeps the patches to itself, so this looks without touching, and gives up where they are not what they were.
  const patches: unknown = Reflect.get(construct, 'patches');
  if (!Array.isArray(patches)) return undefined;
  let object: unknown;
  try {
    const unpatched: unknown = Object.create(construct, { patches: { value: [] } });
    object = isRenderable(unpatched) ? unpatched.toJson() : undefined;
  } catch {
    return undefined;
  }
  for (const [index, patch] of patches.entries()) {
    const operation = operationOf(patch);
    if (operation === undefined) return undefined;
    try {
      object = JsonPatch.apply(object, patch);
    } catch {
      const { op, path, from } = operation;
      const which = patches.length === 1 ? 'Its JsonPatch' : `JsonPatch ${index + 1} of its ${patches.length}`;
      return `${which} cannot be applied: ${op} ${from === undefined ? '' : `${from} to `}${path} ${reason(object, operation)}.`;
    }
  }
  return undefined;
}

function isRenderable(value: unknown): value is { toJson(): unknown } {
  return typeof value === 'object' && value !== null && 'toJson' in value && typeof value.toJson === 'function';
}

function operationOf(patch: unknown): Operation | undefined {
  if (typeof patch !== 'object' || patch === null) return undefined;
  const operation: unknown = Reflect.get(patch, 'operation');
  const [op, path, from, value] = ['op', 'path', 'from', 'value'].map((key) => fieldOf(operation, key));
  if (typeof op !== 'string' || typeof path !== 'string') return undefined;
  return typeof from === 'string' ? { op, path, from, value } : { op, path, value };
}

function reason(object: unknown, { op, path, from, value }: Operation): string {
  const missing = missingPart(object, from ?? path) ?? missingPart(object, path);
  if (missing !== undefined) return `meets nothing at ${missing}`;
  return op === 'test' ? `finds another value than ${JSON.stringify(value) ?? 'nothing'}` : 'does not fit the object';
}

/** The first part of a pointer that an object does not have; that the last one is not there is no failure of itself. */
function missingPart(object: unknown, pointer: string): string | undefined {
  const keys = pointer.split('/').slice(1);
  let current = object;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    current = child(current, key.replace(/~1/g, '/').replace(/~0/g, '~'));
    if (current === undefined || current === null) return `/${keys.slice(0, index + 1).join('/')}`;
  }
  return undefined;
}

function child(value: unknown, key: string): unknown {
  return Array.isArray(value) ? value[Number(key)] : isFields(value) ? fieldOf(value, key) : undefined;
}
