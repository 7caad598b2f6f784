import { fieldOf, isFields, type Fields } from '../model/values';

/** Whether a field of metadata is set to something that is no text, or metadata is no object at all: wrong, but not missing. */
export function isSet(object: Fields, field: 'name' | 'namespace'): boolean {
  const metadata = fieldOf(object, 'metadata') ?? undefined;
  if (!isFields(metadata)) return metadata !== undefined;
  const value = fieldOf(metadata, field) ?? '';
  return typeof value !== 'string';
}
