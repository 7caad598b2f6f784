import type { EngineFinding } from '../model/finding';
import { MultiMap } from '../model/multi-map';
import type { Path } from '../model/path';
import { asTextMap, fieldAt } from '../model/values';
import { Work } from '../schema/work';
import { isValidatedGroup } from '../webhook/kinds';
import { webhookVerdict, type WebhookCode } from '../webhook/verdict';
import type { Manifest } from './manifest';
import { REJECTED_WHY, UNREACHABLE_WHY, UNSTABLE_WHY, WARNED_WHY } from './webhook-rules';

const REJECTED = ['IST0106'];
const WARNED = ['IST0133'];
/** A gateway of a VirtualService that is named as in old times, `public.edge`. */
const OLD_GATEWAY_NAME = ['IST0133', 'KIA1108'];
/** What istiod says of routes and of matches that it takes for unreachable has codes of its own. */
const UNREACHABLE: WebhookCode = 'unreachable-route';
const UNSTABLE: WebhookCode = 'unstable-api';
const UNREACHABLE_ROUTE = ['IST0130'];
const UNREACHABLE_MATCH = ['IST0131'];

/** What istiod's webhook would say of each object. */
export function webhookFindings(manifests: readonly Manifest[]): readonly EngineFinding[] {
  const work = new Work();
  return manifests.flatMap((manifest) => {
    work.grant();
    return findingsOf(manifest, work);
  });
}

function findingsOf({ input, ref, group, namespace, raw }: Manifest, work: Work): readonly EngineFinding[] {
  if (!isValidatedGroup(group)) return [];
  const subject = {
    kind: ref.kind,
    name: ref.name,
    namespace,
    labels: asTextMap(fieldAt(raw, 'metadata', 'labels')),
    annotations: asTextMap(fieldAt(raw, 'metadata', 'annotations')),
  };
  return (webhookVerdict(group, raw, subject, work) ?? []).map(({ code, severity, path, message, fix }) => {
    const about = { rule: code, input, object: ref, path, message, fix };
    // What is unreachable indeed, the rule of that name says; the rest only looks so to istiod.
    if (code === UNREACHABLE) return { ...about, upstream: path.includes('match') ? UNREACHABLE_MATCH : UNREACHABLE_ROUTE, severity: 'info', why: UNREACHABLE_WHY };
    if (severity === 'error') return { ...about, upstream: REJECTED, severity, why: REJECTED_WHY };
    const upstream = code === 'deprecated-field' && ref.kind === 'VirtualService' && path.includes('gateways') ? OLD_GATEWAY_NAME : WARNED;
    return { ...about, upstream, severity, why: code === UNSTABLE ? UNSTABLE_WHY : WARNED_WHY };
  });
}

/**
 * All findings, with the remarks of the webhook among them. Where something said it better at the same place, above or below
 * it - the schema, whose verdict comes first in a cluster, or a rule that knows more of the matter - that stands for both.
 */
export function withWebhook(found: readonly EngineFinding[], remarks: readonly EngineFinding[]): readonly EngineFinding[] {
  const byInput = new MultiMap<number, EngineFinding>();
  for (const finding of found) if (saysMore(finding)) byInput.add(finding.input, finding);
  const codes = new Map<EngineFinding, Set<string>>();
  const left = remarks.filter(({ rule, input, path, upstream }) => {
    const better = byInput.get(input).filter((other) => isOfOneMatter(rule, other.rule) && overlap(path, other.path));
    for (const other of better) {
      // A rule says by itself which codes its findings stand for.
      if (other.upstream.includes('API')) codes.set(other, new Set([...(codes.get(other) ?? other.upstream), ...upstream]));
    }
    return better.length === 0;
  });
  return [...found.map((finding) => ({ ...finding, upstream: [...(codes.get(finding) ?? finding.upstream)] })), ...left];
}

function saysMore({ rule, upstream }: EngineFinding): boolean {
  return rule === UNREACHABLE || upstream.includes('API') || upstream.includes('IST0106') || upstream.includes('IST0133');
}

/** What is wrong with a route stays wrong where the route is unreachable. */
function isOfOneMatter(remark: string, other: string): boolean {
  return remark === UNREACHABLE || other !== UNREACHABLE;
}

function overlap(a: Path, b: Path): boolean {
  return a.slice(0, b.length).every((step, index) => step === b[index]);
}
