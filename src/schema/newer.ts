import type { Path } from '../model/path';
import type { IstioVersion } from '../model/settings';
import { isArray, isObject, own } from './values';

/** A place of an object that an older Istio does not know, and the minor version that brought it. */
export interface NewerField {
  readonly path: Path;
  readonly since: string;
}

type Step = { readonly field: string } | 'items' | 'entries';

const parsed = new Map<string, readonly Step[]>();

/** Where an object sets fields that are newer than a version. */
export function newerPlaces(object: Readonly<Record<string, unknown>>, since: Readonly<Record<string, string>>, istio: IstioVersion): NewerField[] {
  const found: NewerField[] = [];
  for (const [schemaPath, version] of Object.entries(since)) {
    if (!isNewer(version, istio)) continue;
    for (const path of placesOf(object, stepsOf(schemaPath))) found.push({ path, since: version });
  }
  return found;
}

/** `1.31` is newer than `1.29`. */
export function isNewer(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split('.').map(Number);
  return major > thanMajor || (major === thanMajor && minor > thanMinor);
}

/** `spec.http[].retries` to its steps; `{}` is every entry of a map. */
function stepsOf(schemaPath: string): readonly Step[] {
  let steps = parsed.get(schemaPath);
  if (steps === undefined) {
    steps = (schemaPath.match(/[^.[\]{}]+|\[\]|\{\}/g) ?? []).map((text) => (text === '[]' ? 'items' : text === '{}' ? 'entries' : { field: text }));
    parsed.set(schemaPath, steps);
  }
  return steps;
}

function placesOf(value: unknown, steps: readonly Step[], at: Path = []): Path[] {
  const [step, ...rest] = steps;
  if (value === undefined || value === null) return [];
  if (step === undefined) return [at];
  if (step === 'items') return isArray(value) ? value.flatMap((item, i) => placesOf(item, rest, [...at, i])) : [];
  if (!isObject(value)) return [];
  if (step === 'entries') return Object.keys(value).flatMap((key) => placesOf(value[key], rest, [...at, key]));
  return placesOf(own(value, step.field), rest, [...at, step.field]);
}
