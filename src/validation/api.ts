import type { EngineFinding } from '../model/finding';
import { apiVerdict } from '../schema/verdict';
import { API_RULES, API_WHY } from './api-rules';
import type { Manifest } from './manifest';

export interface ApiFindings {
  readonly findings: readonly EngineFinding[];
  /** What is left of each object of a known kind, by position in the input: safe to read by its type. */
  readonly usable: ReadonlyMap<number, unknown>;
}

/** What the API server would say of each object by its schema. */
export function apiFindings(manifests: readonly Manifest[]): ApiFindings {
  const findings: EngineFinding[] = [];
  const usable = new Map<number, unknown>();
  for (const { input, ref, raw } of manifests) {
    const verdict = apiVerdict(raw);
    if (verdict === undefined) continue;
    usable.set(input, verdict.usable);
    for (const { code, path, message, fix } of verdict.violations) {
      const { upstream, severity } = API_RULES[code];
      findings.push({ rule: code, upstream, severity, input, object: ref, path, message, why: API_WHY, fix });
    }
  }
  return { findings, usable };
}
