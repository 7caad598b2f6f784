/** What generated constructs import, in one place. Those of a user's project import the same names from the package. */
export type { DurationValue } from './duration';
export type { JsonValue } from './json';
export { TypedApiObject, type GroupVersionKind, type Manifest, type NamedMetadata, type TypedApiObjectProps } from './typed-api-object';
