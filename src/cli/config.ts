import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { problemOfOption } from '../constructs/mesh-options';
import type { Severity, SourcePlace } from '../model/finding';
import type { Path } from '../model/path';
import type { MeshSettings } from '../model/settings';
import { isFields } from '../model/values';
import { nearest } from '../schema/suggest';
import { oneLine } from '../report/safe-text';
import type { Ignore } from '../validation/ignore';
import type { RuleSetting } from '../validation/rule-settings';
import { FORMATS, type Format } from './formats';
import { readNamedFile } from './input/files';
import { readSettingsFile, type SettingsFile } from './input/settings-file';
import { InputError, type Io } from './io';

/** The name of the file in which a folder says how it is checked. */
export const CONFIG_NAME = 'cdk8s-istio.yaml';

/** An ignore and where it was said: by a flag it has no place. */
export interface PlacedIgnore extends Ignore {
  readonly source?: SourcePlace;
}

/** What a configuration file says. What it leaves out is undefined. */
export interface Config {
  /** The file, as messages name it. */
  readonly file: string;
  readonly settings: Partial<MeshSettings>;
  /** Path of the MeshConfig, from the working folder. */
  readonly meshConfig?: string;
  /** Path of what was written last, from the working folder. */
  readonly baseline?: string;
  readonly ignore: readonly PlacedIgnore[];
  readonly rules: readonly RuleSetting[];
  readonly failOn?: Severity;
  readonly format?: Format;
  /** Ends the command with the place of something that the file says. */
  fail(path: Path, cause: string): never;
}

/**
 * Reads the configuration file that was named, or the one found upward from the working folder; a folder with `.git` is the last that is looked in.
 * @throws InputError that names file and line for what it cannot say
 */
export async function readConfig(named: string | false | undefined, io: Io): Promise<Config | undefined> {
  if (named === false) return undefined;
  const path = named ?? findUpward(io.cwd);
  if (path === undefined) return undefined;
  const name = named ?? relative(io.cwd, path);
  return configOf(name, readSettingsFile(name, await readNamedFile(path, io)));
}

function findUpward(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
    if (folder === dirname(folder) || existsSync(join(folder, '.git'))) return undefined;
  }
}

/** Keys that are settings of the mesh, by the name of the setting. */
const SETTINGS: ReadonlyMap<string, keyof MeshSettings> = new Map<string, keyof MeshSettings>([
  ['istio', 'istio'],
  ['rootNamespace', 'rootNamespace'],
  ['clusterDomain', 'clusterDomain'],
  ['trustDomain', 'trustDomain'],
  ['autoMtls', 'autoMtls'],
  ['defaultExportTo', 'defaultExportTo'],
  ['dataPlane', 'dataPlane'],
  ['namespace', 'defaultNamespace'],
  ['complete', 'complete'],
  ['declared', 'declared'],
]);
const KEYS = [...SETTINGS.keys(), 'meshConfig', 'baseline', 'ignore', 'rules', 'failOn', 'format'];
const SEVERITIES = ['error', 'warning', 'info'] as const;

function configOf(name: string, file: SettingsFile): Config {
  const { value } = file;
  for (const key of Object.keys(value)) if (!KEYS.includes(key)) file.fail([key], `unknown key "${key}"; ${hint(key, KEYS)}`);
  const settings = settingsOf(file);
  const meshConfig = textAt(file, ['meshConfig'], value['meshConfig'], 'the path of a file');
  const baseline = textAt(file, ['baseline'], value['baseline'], 'the path of a folder');
  const failOn = choiceAt(file, ['failOn'], value['failOn'], SEVERITIES);
  const format = choiceAt(file, ['format'], value['format'], FORMATS);
  return {
    file: name,
    settings,
    ...(meshConfig === undefined ? {} : { meshConfig: besideConfig(name, 'meshConfig', meshConfig) }),
    ...(baseline === undefined ? {} : { baseline: besideConfig(name, 'baseline', baseline) }),
    ignore: listAt(file, 'ignore').map((entry, index) => ignoreOf(name, file, entry, index)),
    rules: listAt(file, 'rules').map((entry, index) => ruleSettingOf(file, entry, index)),
    ...(failOn === undefined ? {} : { failOn }),
    ...(format === undefined ? {} : { format }),
    fail: file.fail,
  };
}

function settingsOf({ value, fail }: SettingsFile): Partial<MeshSettings> {
  const said: Record<string, unknown> = {};
  for (const [key, setting] of SETTINGS) {
    const given = value[key] ?? undefined;
    if (given === undefined) continue;
    const problem = problemOfOption(setting, given);
    if (problem !== undefined) {
      const quoted = key === 'istio' && typeof given === 'number' ? ' (quote it: without quotes it is a number)' : '';
      fail([key, ...problem.path.slice(1)], `${problem.message.replace(/^defaultNamespace/, 'namespace')}${quoted}`);
    }
    said[setting] = given;
  }
  return said;
}

function ignoreOf(name: string, file: SettingsFile, entry: unknown, index: number): PlacedIgnore {
  const at = ['ignore', index];
  const fields = entryAt(file, at, entry, ['rule', 'reason', 'kind', 'namespace', 'name', 'path']);
  const optional = (['kind', 'namespace', 'name', 'path'] as const).flatMap((key) => {
    const text = textAt(file, [...at, key], fields[key], 'a text');
    return text === undefined ? [] : [[key, text] as const];
  });
  const rule = requiredAt(file, at, fields, 'rule', 'the id of a rule');
  const reason = requiredAt(file, at, fields, 'reason', `why ${oneLine(rule)} may stand here`);
  return { rule, reason, ...Object.fromEntries(optional), source: { file: name, ...file.place([...at, 'rule']) } };
}

function ruleSettingOf(file: SettingsFile, entry: unknown, index: number): RuleSetting {
  const at = ['rules', index];
  const fields = entryAt(file, at, entry, ['rule', 'severity', 'reason']);
  const rule = requiredAt(file, at, fields, 'rule', 'the id of a rule');
  // Files are read as Kubernetes reads them, and there an `off` without quotes is false.
  const given = fields['severity'] === false ? 'off' : fields['severity'];
  const severity = choiceAt(file, [...at, 'severity'], given, [...SEVERITIES, 'off']) ?? file.fail(at, 'severity is missing: error, warning, info or off');
  return { rule, severity, reason: requiredAt(file, at, fields, 'reason', 'why') };
}

function listAt({ value, fail }: SettingsFile, key: string): readonly unknown[] {
  const list = value[key] ?? [];
  return Array.isArray(list) ? list : fail([key], `${key} must be a list`);
}

function entryAt({ fail }: SettingsFile, path: Path, entry: unknown, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isFields(entry)) return fail(path, `an entry of ${String(path[0])} is a mapping with ${keys.join(', ')}`);
  for (const key of Object.keys(entry)) if (!keys.includes(key)) fail([...path, key], `unknown key "${key}"; ${hint(key, keys)}`);
  return entry;
}

function requiredAt(file: SettingsFile, path: Path, fields: Readonly<Record<string, unknown>>, key: string, what: string): string {
  return textAt(file, [...path, key], fields[key], what) ?? file.fail(path, `${key} is missing: ${what}`);
}

function textAt({ fail }: SettingsFile, path: Path, value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : fail(path, `${String(path.at(-1))} must be a text: ${what}`);
}

function choiceAt<C extends string>({ fail }: SettingsFile, path: Path, value: unknown, choices: readonly C[]): C | undefined {
  if (value === undefined) return undefined;
  return choices.find((choice) => choice === value) ?? fail(path, `${String(path.at(-1))} must be one of ${choices.join(', ')}`);
}

function hint(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === undefined ? `known are ${known.join(', ')}` : `did you mean "${meant}"?`;
}

/** A path in the file counts from the folder that the file is in. */
function besideConfig(name: string, key: 'meshConfig' | 'baseline', path: string): string {
  const [what, flag] = key === 'meshConfig' ? ['file', '--mesh-config'] : ['folder', '--baseline'];
  if (path === '-') throw new InputError(`${oneLine(name)}: ${key} must be a ${what}; standard input is for ${flag} -`);
  return isAbsolute(path) ? path : join(dirname(name), path);
}
