import type { Finding } from '../model/finding';
import { findingText } from './finding-text';

const SHOWN = 50;

/** Thrown by `synth()` when an object in the tree would be rejected, or would not do what it says. Nothing was written. */
export class CheckError extends Error {
  override readonly name = 'CheckError';
  /** The errors, most useful in tests; `Mesh.findings` has the warnings too. */
  declare readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(errorText(findings));
    // Node, ts-node and jest print the stack: where synth() was called helps nobody, the lines in the text do.
    Object.defineProperty(this, 'stack', { value: this.message });
    // Not enumerable: Node would print all of them once more below the text.
    Object.defineProperty(this, 'findings', { value: findings });
    Object.defineProperty(this, 'name', { value: 'CheckError', enumerable: false });
  }
}

function errorText(findings: readonly Finding[]): string {
  const shown = findings.slice(0, SHOWN).map(findingText);
  const rest = findings.length - shown.length;
  const count = findings.length === 1 ? '1 error' : `${findings.length} errors`;
  return [`${count}, nothing was written:`, ...shown, ...(rest > 0 ? [`... and ${rest} more (Mesh.findings(app) has all)`] : [])].join('\n\n');
}
