import { setTreeValidator } from './l1/tree';

export { duration, type DurationText, type DurationValue } from './l1/duration';
export type { JsonValue } from './l1/json';
export { TypedApiObject, type GroupVersionKind, type TypedApiObjectProps } from './l1/typed-api-object';
export type { Finding, ObjectRef, Severity, SourcePlace } from './model/finding';
export type { Declared, IstioVersion, MeshSettings } from './model/settings';
