import { loadAll } from 'js-yaml';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { formatPath } from '../../src/model/path';
import type { MeshSettings } from '../../src/model/settings';
import { check } from '../../src/validation/validate';
import type { CheckOptions } from '../../src/validation/validate';

export function documents(yaml: string): readonly unknown[] {
  return loadAll(yaml).filter((document) => document !== null && document !== undefined);
}

export interface RunOptions extends Partial<Omit<CheckOptions, 'settings'>> {
  readonly settings?: Partial<MeshSettings>;
}

export function findingsOf(yaml: string, options: RunOptions = {}): ReturnType<typeof check> {
  return check(documents(yaml), { ...options, settings: { ...DEFAULT_SETTINGS, ...options.settings } });
}

/** The findings of one rule as short lines: `severity Kind namespace/name path: message`. */
export function reported(rule: string, yaml: string, options: RunOptions = {}): readonly string[] {
  return findingsOf(yaml, options)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, object, path, message }) => {
      const owner = object.namespace === undefined ? '' : `${object.namespace}/`;
      return `${severity} ${object.kind} ${owner}${object.name} ${formatPath(path)}: ${message}`;
    });
}
