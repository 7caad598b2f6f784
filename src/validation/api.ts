import type { EngineFinding } from '../model/finding';
import type { Path } from '../model/path';
import type { Manifest } from './manifest';

/** What the schema room offers. */
interface Verdicts {
  apiVerdict(object: Record<string, unknown>): { readonly violations: readonly { code: string; path: Path; message: string; fix: string }[]; readonly usable: Record<string, unknown> } | undefined;
}

/** TEMPORARY until src/schema/verdict.ts is there. */
function verdicts(): Verdicts | undefined {
  try {
    return require('../schema/verdict') as Verdicts;
  } catch {
    return undefined;
  }
}

export interface ApiFindings {
  readonly findings: readonly EngineFinding[];
  /** What is left of each object of a known kind, by position in the input: safe to read by its type. */
  readonly usable: ReadonlyMap<number, unknown>;
}

/** What the API server would say of each object by its schema. */
export function apiFindings(manifests: readonly Manifest[]): ApiFindings {
  const findings: EngineFinding[] = [];
  const usable = new Map<number, unknown>();
  const room = verdicts();
  for (const manifest of manifests) {
    const verdict = room?.apiVerdict(manifest.raw);
    if (verdict === undefined) continue;
    usable.set(manifest.input, verdict.usable);
    for (const violation of verdict.violations) {
      findings.push({
        rule: violation.code,
        upstream: ['API'],
        severity: 'error',
        input: manifest.input,
        object: manifest.ref,
        path: violation.path,
        message: violation.message,
        why: 'The API server rejects the object.',
        fix: violation.fix,
      });
    }
  }
  return { findings, usable };
}
