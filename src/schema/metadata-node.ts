import type { Rules } from './rules';
import { typeFlaw } from './scalars';
import { ABSENT, isObject, setOwn } from './values';
import { report, type Run } from './violation';

const TEXTS = new Set(['name', 'namespace', 'generateName', 'uid', 'resourceVersion']);
const TEXT_MAPS = new Set(['labels', 'annotations']);

/**
 * `metadata` belongs to Kubernetes and not to a kind: a CRD says at most that it is an object. What readers rely on is
 * kept only where it has its type.
 */
export class MetadataNode {
  readonly nullable = false;
  readonly default: unknown = undefined;
  readonly rules: Rules | undefined = undefined;
  readonly #declared: boolean;

  /** @param declared whether the CRD itself says that metadata is an object */
  constructor(declared: boolean) {
    this.#declared = declared;
  }

  visit(value: unknown, run: Run): unknown {
    if (isObject(value)) return usableMetadata(value);
    if (this.#declared) {
      const flaw = typeFlaw({ type: 'object' }, value);
      report(run, flaw.code, flaw.message, flaw.fix);
    }
    return ABSENT;
  }
}

function usableMetadata(metadata: Record<string, unknown>): Record<string, unknown> {
  if (isUsable(metadata)) return metadata;
  const usable: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(metadata)) {
    const kept = usableEntry(key, value);
    if (kept !== ABSENT) setOwn(usable, key, kept);
  }
  return usable;
}

function isUsable(metadata: Record<string, unknown>): boolean {
  for (const key of Object.keys(metadata)) if (usableEntry(key, metadata[key]) !== metadata[key]) return false;
  return true;
}

function usableEntry(key: string, value: unknown): unknown {
  if (TEXTS.has(key)) return typeof value === 'string' ? value : ABSENT;
  if (!TEXT_MAPS.has(key)) return value;
  if (!isObject(value)) return ABSENT;
  if (Object.values(value).every((entry) => typeof entry === 'string')) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) if (typeof entry === 'string') setOwn(kept, name, entry);
  return kept;
}
