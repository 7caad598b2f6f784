/** What the package says of this room, in one place. Generated constructs import it; those of a user's project import the same names from the package. */
export { duration, type DurationText, type DurationUnit, type DurationValue } from './duration';
export type { JsonValue } from './json';
export { TypedApiObject, type GroupVersionKind, type Manifest, type NamedMetadata, type TypedApiObjectProps } from './typed-api-object';
