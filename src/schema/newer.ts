import type { Path } from '../model/path';
import type { IstioVersion } from '../model/settings';
import { isArray, isObject, own } from './values';

/** A place of an object that an older Istio does not know, and the minor version that brought it. */
export interface NewerField {
  readonly path: Path;
  /** The value that is newer, where the field is not. */
  readonly value?: string;
  readonly since: string;
}

type Step = { readonly field: string } | { readonly value: string } | 'items' | 'entries';

type Since = Readonly<Record<string, string>>;

/** Places of a kind that an Istio version does not know: the same for every object of the kind. */
const newerOf = new WeakMap<Since, Map<IstioVersion, readonly NewerPlace[]>>();

interface NewerPlace {
  readonly steps: readonly Step[];
  readonly value?: string;
  readonly since: string;
}

/** Where an object sets fields that are newer than a version. */
export function newerPlaces(object: Readonly<Record<string, unknown>>, since: Since, istio: IstioVersion): NewerField[] {
  return newerThan(since, istio).flatMap(({ steps, ...newer }) => placesOf(object, steps).map((path) => ({ path, ...newer })));
}

function newerThan(since: Since, istio: IstioVersion): readonly NewerPlace[] {
  const known = newerOf.get(since) ?? new Map<IstioVersion, readonly NewerPlace[]>();
  newerOf.set(since, known);
  const found =
    known.get(istio) ??
    Object.entries(since).flatMap(([path, version]) => (isNewer(version, istio) ? [{ ...placeOf(path), since: version }] : []));
  known.set(istio, found);
  return found;
}

/** `1.31` is newer than `1.29`. */
export function isNewer(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split('.').map(Number);
  return major > thanMajor || (major === thanMajor && minor > thanMinor);
}

/** `spec.http[].retries` to its steps; `{}` is every entry of a map, `=VALUE` at the end a value of an enum. */
function placeOf(schemaPath: string): Omit<NewerPlace, 'since'> {
  const [path = '', value] = schemaPath.split('=');
  const steps = (path.match(/[^.[\]{}]+|\[\]|\{\}/g) ?? []).map((text): Step => (text === '[]' ? 'items' : text === '{}' ? 'entries' : { field: text }));
  return value === undefined ? { steps } : { steps: [...steps, { value }], value };
}

function placesOf(value: unknown, steps: readonly Step[], at: Path = []): Path[] {
  const [step, ...rest] = steps;
  if (value === undefined || value === null) return [];
  if (step === undefined) return [at];
  if (typeof step === 'object' && 'value' in step) return value === step.value ? [at] : [];
  if (step === 'items') return isArray(value) ? value.flatMap((item, i) => placesOf(item, rest, [...at, i])) : [];
  if (!isObject(value)) return [];
  if (step === 'entries') return Object.keys(value).flatMap((key) => placesOf(value[key], rest, [...at, key]));
  return placesOf(own(value, step.field), rest, [...at, step.field]);
}
