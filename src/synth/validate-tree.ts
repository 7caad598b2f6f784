import type { IConstruct } from 'constructs';
import { CheckError } from './check-error';
import { checkTree, lastFindings } from './check-tree';
import { repeatedBySynth } from './entry-frames';
import { findingText } from './finding-text';
import type { SynthFinding } from './synth-finding';

const PRINTED = Symbol.for('cdk8s-istio.printed');
const ASKING_OTHERS = Symbol.for('cdk8s-istio.asking-others');

/**
 * What cdk8s calls to validate a tree. Shows new warnings on stderr; throws a `CheckError` when there is an error:
 * cdk8s itself can only report texts, and wraps them in its own stack.
 */
export function validateTree(root: IConstruct): string[] {
  if (ASKING_OTHERS in root) return [];
  report(root, (repeatedBySynth() ? lastFindings(root) : undefined) ?? checkTree(root));
  return [];
}

/** Shows each warning of a tree once, and throws when something stops the synth. */
export function report(root: IConstruct, findings: readonly SynthFinding[]): void {
  printOnce(root, findings.filter(({ severity }) => severity !== 'error'));
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const error = new CheckError([...errors, ...validationsOfOthers(root)]);
  throw error; // node-do-not-add-exception-line: Node would print this line of ours above the message
}

/** What other constructs' own validations say: a user wants to see all that is wrong at once. */
export function validationsOfOthers(root: IConstruct): SynthFinding[] {
  Object.defineProperty(root, ASKING_OTHERS, { value: true, configurable: true });
  try {
    return root.node.findAll().flatMap((construct) => construct.node.validate().map((message) => othersFinding(construct, message)));
  } finally {
    Reflect.deleteProperty(root, ASKING_OTHERS);
  }
}

function othersFinding(construct: IConstruct, message: string): SynthFinding {
  return {
    rule: 'construct-validation',
    upstream: [],
    severity: 'error',
    object: { apiVersion: '', kind: 'Construct', name: construct.node.path || 'the App' },
    path: '',
    message,
    why: '',
    fix: '',
    construct: construct.node.path,
  };
}

function printOnce(root: IConstruct, findings: readonly SynthFinding[]): void {
  const printed = printedOf(root);
  for (const text of findings.map(findingText)) {
    if (printed.has(text)) continue;
    printed.add(text);
    process.stderr.write(`${text}\n\n`);
  }
}

function printedOf(root: IConstruct): Set<unknown> {
  const value: unknown = Reflect.get(root, PRINTED);
  if (value instanceof Set) return value;
  const printed = new Set<unknown>();
  Object.defineProperty(root, PRINTED, { value: printed });
  return printed;
}
