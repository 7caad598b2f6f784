import type { EngineFinding } from '../model/finding';
import { asList, asText, canonical, fieldAt, fieldOf } from '../model/values';
import { apiVerdict, usableByFacts } from '../schema/verdict';
import { API_RULES, API_WHY } from './api-rules';
import type { InputCrds } from './input-crds';
import type { Manifest } from './manifest';

const API = ['API'];

/** What Kiali says too, where the listeners name their host. */
const LISTENERS_TWICE = 'Two listeners have the same port, protocol and hostname.';
const LISTENERS_TWICE_CODES = [...API, 'KIA1503'];

export interface ApiFindings {
  readonly findings: readonly EngineFinding[];
  /** What is left of each object of a known kind, by position in the input: safe to read by its type. */
  readonly usable: ReadonlyMap<number, unknown>;
}

/** What the API server would say of each object by its schema: that of a CRD in the input, otherwise that of our facts. */
export function apiFindings(manifests: readonly Manifest[], crds: InputCrds): ApiFindings {
  const findings: EngineFinding[] = [];
  const usable = new Map<number, unknown>();
  for (const { input, ref, raw, group } of manifests) {
    const byCrd = crds.verdict(raw, group, ref.kind);
    const verdict = byCrd?.verdict ?? apiVerdict(raw);
    if (verdict === undefined) continue;
    // Rules read objects by the types of our facts, whatever a CRD of the input allows.
    const readable = byCrd === undefined ? verdict.usable : usableByFacts(raw);
    if (readable !== undefined) usable.set(input, readable);
    const why = byCrd === undefined ? API_WHY : `${API_WHY} That is the verdict of the CustomResourceDefinition ${byCrd.crd} in this input.`;
    for (const { code, path, message, fix } of verdict.violations) {
      findings.push({ rule: code, upstream: upstreamOf(message, raw), severity: API_RULES[code].severity, input, object: ref, path, message, why, fix });
    }
  }
  return { findings, usable };
}

function upstreamOf(message: string, raw: unknown): readonly string[] {
  return message === LISTENERS_TWICE && namesHostTwice(raw) ? LISTENERS_TWICE_CODES : API;
}

function namesHostTwice(raw: unknown): boolean {
  const hosts = asList(fieldAt(raw, 'spec', 'listeners')).flatMap((listener) => {
    const host = asText(fieldOf(listener, 'hostname'));
    return host === undefined ? [] : [canonical([host, fieldOf(listener, 'port'), fieldOf(listener, 'protocol')])];
  });
  return new Set(hosts).size < hosts.length;
}
