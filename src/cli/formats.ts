import { isAbsolute, join, relative, sep } from 'node:path';
import type { Severity } from '../model/finding';
import type { CheckResult, Report, RuleSummary } from '../report/result';
import type { OwnRule } from '../validation/rule';
import { useColours } from './colours';
import type { Io } from './io';

/** How `check` can print what it found. */
export const FORMATS = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export type Format = (typeof FORMATS)[number];

/** What the formats need beside the result. */
export interface FormatContext {
  readonly io: Io;
  readonly failOn: Severity;
  /** The text of a line of a source file. */
  readonly line: (file: string, line: number) => string | undefined;
  /** Rules of users that ran. */
  readonly own: readonly OwnRule[];
}

/** The report in a format. Each is loaded when it is asked for. */
export function formatResult(format: Format, result: CheckResult, { io, failOn, line, own }: FormatContext): Report {
  switch (format) {
    case 'text':
      return (require('../report/text') as typeof import('../report/text')).formatText(result, { colours: useColours(io), line });
    case 'json':
      return (require('../report/json') as typeof import('../report/json')).formatJson(result);
    case 'sarif': {
      const { formatSarif } = require('../report/sarif') as typeof import('../report/sarif');
      const { ownVersion } = require('./own-version') as typeof import('./own-version');
      return formatSarif(result, { version: ownVersion(), rules: summaries(own), path: (file) => repositoryPath(file, io) });
    }
    case 'github':
      return (require('../report/github') as typeof import('../report/github')).formatGithub(result, { path: (file) => repositoryPath(file, io) });
    case 'junit':
      return (require('../report/junit') as typeof import('../report/junit')).formatJunit(result, { failOn });
  }
}

function summaries(own: readonly OwnRule[]): readonly RuleSummary[] {
  const { CATALOGUE } = require('../validation/rules') as typeof import('../validation/rules');
  return [...CATALOGUE, ...own.map(({ id, severity, summary = id, why = '', fix = '' }) => ({ id, severity, summary, why, fix }))];
}

/**
 * The path of a file as GitHub looks it up: from the root of the repository, which a workflow names in `GITHUB_WORKSPACE`; elsewhere as it was
 * given, from the working folder.
 */
function repositoryPath(file: string, { cwd, env }: Io): string {
  if (file.startsWith('<')) return file;
  const workspace = env.GITHUB_WORKSPACE;
  const absolute = isAbsolute(file) ? file : join(cwd, file);
  for (const root of workspace === undefined || workspace === '' ? [cwd] : [workspace, cwd]) {
    const below = relative(root, absolute);
    if (below !== '' && !isAbsolute(below) && below.split(sep)[0] !== '..') return below.split(sep).join('/');
  }
  return absolute;
}
