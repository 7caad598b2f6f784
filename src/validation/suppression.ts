import type { EngineFinding } from '../model/finding';
import { asText, fieldAt } from '../model/values';
import type { Manifest } from './manifest';

/** Istio's own way of saying that a message about an object is known: a list of codes, or `*`. */
const ANNOTATION = 'galley.istio.io/analyze-suppress';

const ANALYSIS_CODE = /^IST\d{4}$/;

/**
 * Leaves out findings that the object they are about suppresses, as `istioctl analyze` does: by exact code,
 * or all of its messages with `*`. A finding that stands for no code of istioctl is not affected, and
 * neither is what the API server rejects.
 * Reference: https://istio.io/latest/docs/reference/config/annotations/#GalleyAnalyzeSuppress
 */
export function withoutSuppressed(findings: readonly EngineFinding[], manifests: readonly Manifest[]): readonly EngineFinding[] {
  const suppressed = new Map<number, ReadonlySet<string>>();
  for (const manifest of manifests) {
    const text = asText(fieldAt(manifest.raw, 'metadata', 'annotations', ANNOTATION));
    if (text !== undefined) suppressed.set(manifest.input, new Set(text.split(',')));
  }
  if (suppressed.size === 0) return findings;
  return findings.filter((finding) => {
    const codes = suppressed.get(finding.input);
    if (codes === undefined) return true;
    return !finding.upstream.some((code) => ANALYSIS_CODE.test(code) && (codes.has('*') || codes.has(code)));
  });
}
