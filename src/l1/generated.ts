/** What generated constructs import, in one place: this package's own and those that users generate. */
export type { DurationValue } from './duration';
export type { JsonValue } from './json';
export { manifestOf, type Manifest } from './manifest';
export { TypedApiObject, type GroupVersionKind } from './typed-api-object';
