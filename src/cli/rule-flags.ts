import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../model/finding';
import { oneLine } from '../report/safe-text';
import { staleIgnore } from '../validation/ignore';
import type { OwnRule } from '../validation/rule';
import { CATALOGUE } from '../validation/rules';
import { isOwnRule, readRuleSettings, ruleIdProblem, type RuleSettings } from '../validation/rule-settings';
import type { Config, PlacedIgnore } from './config';
import { InputError, type Io } from './io';

/** The flags that say which rules run and what of their findings may stand. */
export interface RuleFlags {
  /** `rule=reason`, each. */
  readonly ignore?: readonly string[];
  /** Files of rules of users. */
  readonly rules?: readonly string[];
}

/**
 * Rules of users from the files that `--rules` names, and the settings of rules from the configuration file. Only a flag makes code run: a
 * configuration file is found upward, and may be anyone's.
 * @throws InputError for a file that cannot be loaded or holds no rule, an id that is taken, a rule that does not exist
 */
export async function ruleSettingsOf(flags: RuleFlags, config: Config | undefined, io: Io): Promise<RuleSettings> {
  const own: { readonly rule: OwnRule; readonly file: string }[] = [];
  for (const file of flags.rules ?? []) for (const rule of await loadRules(file, io)) own.push({ rule, file });
  const { settings, problems } = readRuleSettings([...own.map(({ rule }) => rule), ...(config?.rules ?? [])]);
  const [problem] = problems;
  if (problem === undefined) return settings;
  const origin = own[problem.entry];
  if (origin !== undefined) throw new InputError(`--rules ${oneLine(origin.file)}: ${oneLine(problem.message)}`);
  return config?.fail(['rules', problem.entry - own.length], problem.message) ?? settings;
}

/**
 * What is ignored: by flag and by configuration file.
 * @throws InputError for a flag without a reason, a rule that does not exist, and one that cannot be ignored
 */
export function ignoresOf(flags: RuleFlags, config: Config | undefined, { own }: RuleSettings): readonly PlacedIgnore[] {
  const known = [...CATALOGUE, ...own].map(({ id }) => id);
  const ofFlags = (flags.ignore ?? []).map((text): PlacedIgnore => {
    const at = text.indexOf('=');
    const rule = (at === -1 ? text : text.slice(0, at)).trim();
    const reason = at === -1 ? '' : text.slice(at + 1).trim();
    const problem = ruleIdProblem(rule, known);
    if (problem !== undefined) throw new InputError(`--ignore ${oneLine(text)}: ${oneLine(problem)}`);
    if (reason === '') throw new InputError(`--ignore ${oneLine(text)}: say why it may stand: --ignore "${oneLine(rule)}=the reason"`);
    return { rule, reason };
  });
  const ofConfig = config?.ignore ?? [];
  for (const [index, { rule }] of ofConfig.entries()) {
    const problem = ruleIdProblem(rule, known);
    if (problem !== undefined) config?.fail(['ignore', index, 'rule'], problem);
  }
  return [...ofFlags, ...ofConfig];
}

/** The finding about an ignore that no finding needed, at its line. */
export function staleIgnoreAt(ignore: PlacedIgnore): Finding {
  const { rule, source } = ignore;
  return source === undefined ? { ...staleIgnore(ignore), fix: `Leave out --ignore ${rule}.` } : { ...staleIgnore(ignore), source };
}

/** The rules that a module exports, by name, as its default or in a list. */
async function loadRules(file: string, { cwd }: Io): Promise<readonly OwnRule[]> {
  const path = isAbsolute(file) ? file : join(cwd, file);
  const exported = await load(path, file);
  const rules = new Set(exported.flatMap((value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])).filter(isOwnRule));
  if (rules.size === 0) throw new InputError(`--rules ${oneLine(file)}: exports no rule; export what defineRule returns, by name or in a list`);
  return [...rules];
}

async function load(path: string, file: string): Promise<readonly unknown[]> {
  try {
    const loaded: unknown = await import(pathToFileURL(path).href);
    if (typeof loaded !== 'object' || loaded === null) return [];
    const values: readonly unknown[] = Object.values(loaded);
    // The default export of a CommonJS module is all that it exports.
    return values.flatMap((value) => (typeof value === 'object' && value !== null && !Array.isArray(value) && !isOwnRule(value) ? Object.values(value) : [value]));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const missing = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${path}'`);
    throw new InputError(`--rules ${oneLine(file)}: ${missing ? 'no such file' : `cannot be loaded: ${oneLine(message)}`}`);
  }
}
