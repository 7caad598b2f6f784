import type { EngineFinding } from '../model/finding';
import { formatPath } from '../model/path';
import type { Path } from '../model/path';
import { compareText } from '../model/values';

/** Order of findings: by object, then by place, rule and text; the position in the input decides last. */
export function compareFindings(a: EngineFinding, b: EngineFinding): number {
  return (
    compareText(a.object.namespace ?? '', b.object.namespace ?? '') ||
    compareText(a.object.kind, b.object.kind) ||
    compareText(a.object.name, b.object.name) ||
    compareText(a.object.apiVersion, b.object.apiVersion) ||
    comparePaths(a.path, b.path) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message) ||
    a.input - b.input
  );
}

function comparePaths(a: Path, b: Path): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]];
    if (typeof left === 'number' && typeof right === 'number') {
      if (left !== right) return left - right;
    } else {
      const order = compareText(String(left), String(right));
      if (order !== 0) return order;
    }
  }
  return a.length - b.length;
}

/** Sorts the findings and leaves out those that say the same of the same place. */
export function sortFindings(findings: readonly EngineFinding[]): readonly EngineFinding[] {
  const seen = new Set<string>();
  return [...findings].sort(compareFindings).filter((finding) => {
    const key = JSON.stringify([finding.input, finding.rule, formatPath(finding.path), finding.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
