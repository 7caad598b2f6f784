import type { EngineFinding } from '../model/finding';
import type { Path } from '../model/path';
import { asTextMap, fieldAt } from '../model/values';
import { webhookVerdict } from '../webhook/verdict';
import type { Manifest } from './manifest';
import { REJECTED_WHY, WARNED_WHY } from './webhook-rules';

const REJECTED = ['IST0106'];
const WARNED = ['IST0133'];

/** What istiod's webhook would say of each object. */
export function webhookFindings(manifests: readonly Manifest[], usable: ReadonlyMap<number, unknown>): readonly EngineFinding[] {
  return manifests.flatMap((manifest) => {
    const object = usable.get(manifest.input);
    return typeof object === 'object' && object !== null ? findingsOf(manifest, object) : [];
  });
}

function findingsOf({ input, ref, group, namespace, raw }: Manifest, object: object): readonly EngineFinding[] {
  const subject = {
    kind: ref.kind,
    name: ref.name,
    namespace,
    labels: asTextMap(fieldAt(raw, 'metadata', 'labels')),
    annotations: asTextMap(fieldAt(raw, 'metadata', 'annotations')),
  };
  return (webhookVerdict(group, object, subject) ?? []).map(({ code, severity, path, message, fix }) => {
    const [upstream, why] = severity === 'error' ? [REJECTED, REJECTED_WHY] : [WARNED, WARNED_WHY];
    return { rule: code, upstream, severity, input, object: ref, path, message, why, fix };
  });
}

/**
 * The remarks of the webhook that nothing else said better: the schema, whose verdict comes first in a cluster, or a rule
 * that knows more of the matter, at the same place, above or below it.
 */
export function notSaidBetter(remarks: readonly EngineFinding[], others: readonly EngineFinding[]): readonly EngineFinding[] {
  const byInput = new Map<number, EngineFinding[]>();
  for (const other of others) {
    if (!other.upstream.includes('API') && !other.upstream.includes('IST0106') && !other.upstream.includes('IST0133')) continue;
    const held = byInput.get(other.input);
    if (held === undefined) byInput.set(other.input, [other]);
    else held.push(other);
  }
  return remarks.filter(({ input, path }) => !(byInput.get(input) ?? []).some((other) => overlap(path, other.path)));
}

function overlap(a: Path, b: Path): boolean {
  return a.slice(0, b.length).every((step, index) => step === b[index]);
}
