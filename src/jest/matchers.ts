import { Construct } from 'constructs';
import { checkManifests, Mesh, type CheckManifestsOptions, type Finding, type Severity } from '../index';
import { formatObject } from '../model/finding';
import { findingText } from '../synth/finding-text';
import { knownRule } from '../synth/known-rules';

/** Which findings count, and, where manifests are given, how they are checked. For constructs `Mesh.configure` says that. */
export interface FindingsOptions extends CheckManifestsOptions {
  /** The least severity that counts. Default: `info`, every finding. */
  readonly atLeast?: Severity;
}

/** What a finding must be like. What is not said may be anything. */
export interface ExpectedFinding {
  readonly severity?: Severity;
  /** Kind, namespace and name of the object. */
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Place in the object: `spec.http[0]`. */
  readonly path?: string;
  /** A part of the message, or an expression that it matches. */
  readonly message?: string | RegExp;
}

/** What a matcher answers. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];
const SHOWN = 20;

/** The matchers, for `expect.extend` where `expect` is no global. */
export const matchers = {
  /** Passes when a check finds nothing. */
  toHaveNoFindings(received: unknown, options: FindingsOptions = {}): MatcherResult {
    const { atLeast = 'info', ...how } = options;
    if (!SEVERITIES.includes(atLeast)) throw new TypeError(`toHaveNoFindings: atLeast must be error, warning or info, not ${JSON.stringify(atLeast)}`);
    const findings = findingsOf(received, how, 'toHaveNoFindings').filter(({ severity }) => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(atLeast));
    const wanted = atLeast === 'info' ? 'findings' : `findings that are ${atLeast === 'error' ? 'errors' : 'warnings or errors'}`;
    return {
      pass: findings.length === 0,
      message: () => (findings.length === 0 ? `expected ${wanted}, but there are none` : `expected no ${wanted}, but there ${findings.length === 1 ? 'is one' : `are ${findings.length}`}:\n\n${listed(findings)}`),
    };
  },

  /** Passes when a check finds something by that rule (that is like `expected`). */
  toHaveFinding(received: unknown, rule: string, expected: ExpectedFinding = {}, options: CheckManifestsOptions = {}): MatcherResult {
    const problem = knownRule(rule, Construct.isConstruct(received) ? received : undefined, options.rules);
    // Also for `.not`: a misspelt rule would never be found, and the test would pass for ever.
    if (problem !== undefined) throw new TypeError(`toHaveFinding: ${problem}`);
    const findings = findingsOf(received, options, 'toHaveFinding');
    const matching = findings.filter((finding) => finding.rule === rule && isLike(finding, expected));
    const wanted = `a finding of ${rule}${described(expected)}`;
    const others = findings.length === 0 ? 'nothing was found at all' : `what was found is:\n\n${listed(findings)}`;
    return {
      pass: matching.length > 0,
      message: () => (matching.length > 0 ? `expected no ${wanted.slice(2)}, but there is:\n\n${listed(matching)}` : `expected ${wanted}, but ${others}`),
    };
  },
};

function findingsOf(received: unknown, options: CheckManifestsOptions, matcher: string): readonly Finding[] {
  if (Construct.isConstruct(received)) {
    if (Object.keys(options).length > 0) throw new TypeError(`${matcher}: options are for manifests; for constructs say ${Object.keys(options).join(', ')} in Mesh.configure`);
    return Mesh.findings(received);
  }
  if (typeof received !== 'object' || received === null) {
    throw new TypeError(`${matcher}: expect() takes an App, a Chart, any construct, a manifest or a list of manifests, not ${received === null ? 'null' : typeof received}`);
  }
  return checkManifests(Array.isArray(received) ? received : [received], options);
}

function isLike({ severity, object, path, message }: Finding, expected: ExpectedFinding): boolean {
  const same = (['severity', 'kind', 'namespace', 'name', 'path'] as const).every((field) => {
    const actual = { severity, path, kind: object.kind, namespace: object.namespace, name: object.name }[field];
    return expected[field] === undefined || expected[field] === actual;
  });
  if (!same || expected.message === undefined) return same;
  return typeof expected.message === 'string' ? message.includes(expected.message) : expected.message.test(message);
}

function described(expected: ExpectedFinding): string {
  const said = Object.entries(expected).filter(([, value]) => value !== undefined);
  return said.length === 0 ? '' : ` with ${said.map(([field, value]) => `${field} ${value instanceof RegExp ? String(value) : JSON.stringify(value)}`).join(', ')}`;
}

function listed(findings: readonly Finding[]): string {
  const shown = findings.slice(0, SHOWN).map((finding) => (finding.construct === undefined ? manifestText(finding) : findingText(finding)));
  return [...shown, ...(findings.length > SHOWN ? [`... and ${findings.length - SHOWN} more`] : [])].join('\n\n');
}

function manifestText({ severity, rule, object, path, message, fix }: Finding): string {
  return [`${severity} ${rule}: ${formatObject(object)}${path === '' ? '' : `, ${path}`}`, `    ${message}`, ...(fix === '' ? [] : [`    Fix: ${fix}`])].join('\n');
}
