import type { IConstruct } from 'constructs';
import { misuse } from '../constructs/usage-error';
import { captureCallSite, readCallSite, type CallSiteHolder } from '../l1/call-site';
import { registerTree } from '../l1/tree';
import { isRuleFailure } from '../model/finding';
import { isFields } from '../model/values';
import type { AcknowledgeProblem } from './acknowledgeable';
import { placeOf, sourcePlace } from './place';
import { constructRef, type SynthFinding } from './synth-finding';

/** A finding that the author of a program has read and takes responsibility for. */
export interface Acknowledgement {
  /** Id of the rule, as a finding shows it: `subset-not-found`. */
  readonly rule: string;
  /** Why the finding may stand. Required: the next reader needs it. */
  readonly reason: string;
  /** Limits it to one place of the object and what is below it: `spec.http[0]`. Default: the whole object. */
  readonly path?: string;
}

interface Given extends Acknowledgement {
  readonly place: CallSiteHolder;
}

const ACKNOWLEDGED = Symbol.for('cdk8s-istio.acknowledged');
const RULE_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Puts an acknowledgement on a construct: it holds there and below, nowhere else.
 *
 * @param entry the function that the program called: the stack of an error starts at its caller
 */
export function acknowledge(construct: IConstruct, acknowledgement: Acknowledgement, entry: unknown = acknowledge): void {
  const problem = argumentProblem(acknowledgement);
  if (problem !== undefined) {
    misuse(`Mesh.acknowledge: ${problem}`, entry);
  }
  const { rule, reason, path } = acknowledgement;
  registerTree(construct);
  const given: Given = { rule, reason, path, place: captureCallSite(acknowledge) };
  Object.defineProperty(construct, ACKNOWLEDGED, { value: [...givenOn(construct), given], configurable: true });
}

/** What is wrong with an acknowledgement, as JavaScript may give one. Whether its rule exists only the engine knows. */
function argumentProblem(given: unknown): string | undefined {
  if (!isFields(given)) return 'say { rule, reason }';
  const { rule, reason, path } = given;
  if (typeof rule !== 'string' || !RULE_ID.test(rule)) return `rule must be the id of a rule, like "subset-not-found", not ${JSON.stringify(rule)}`;
  if (typeof reason !== 'string' || reason.trim() === '') return `say in "reason" why ${rule} may stand here`;
  if (path !== undefined && (typeof path !== 'string' || path === '')) return 'path must be a place in the object, like "spec.http[0]"';
  return undefined;
}

/** What was acknowledged in a tree, for comparing two states of it. */
export function acknowledgedIn(constructs: readonly IConstruct[]): readonly { construct: string; acknowledgement: Acknowledgement }[] {
  return constructs.flatMap((construct) =>
    givenOn(construct).map(({ rule, reason, path }) => ({ construct: construct.node.path, acknowledgement: { rule, reason, path } })),
  );
}

/**
 * Takes acknowledged findings out. Adds a warning for each acknowledgement that no finding needed, and an error for each of a rule that
 * does not exist or cannot be acknowledged; such a one takes nothing out.
 *
 * @internal
 */
export function withoutAcknowledged(
  findings: readonly { construct: IConstruct; finding: SynthFinding }[],
  constructs: readonly IConstruct[],
  ownRules: readonly string[] = [],
): SynthFinding[] {
  // The rules bring the schema facts and the CEL engine along: they load when a check runs.
  const { acknowledgeProblem } = require('./acknowledgeable') as typeof import('./acknowledgeable');
  const needed = new Set<Given>();
  const open = findings.filter(({ construct, finding }) => {
    const matching = construct.node.scopes.flatMap(givenOn).filter((given) => covers(given, finding) && acknowledgeProblem(given.rule, ownRules) === undefined);
    for (const given of matching) needed.add(given);
    return matching.length === 0;
  });
  const useless = constructs.flatMap((construct) =>
    givenOn(construct).flatMap((given) => {
      if (needed.has(given)) return [];
      const problem = acknowledgeProblem(given.rule, ownRules);
      return [{ ...(problem ?? stale(given)), ...placeOfGiven(construct, given) }];
    }),
  );
  return [...open.map(({ finding }) => finding), ...useless];
}

function givenOn(construct: IConstruct): readonly Given[] {
  const value: unknown = Reflect.get(construct, ACKNOWLEDGED);
  return isGivenList(value) ? value : [];
}

function isGivenList(value: unknown): value is readonly Given[] {
  return Array.isArray(value);
}

function covers(given: Given, finding: SynthFinding): boolean {
  if (given.rule !== finding.rule || isRuleFailure(finding)) return false;
  if (given.path === undefined || given.path === finding.path) return true;
  return finding.path.startsWith(given.path) && /^[.[]/.test(finding.path.slice(given.path.length));
}

function stale({ rule }: Given): AcknowledgeProblem {
  return {
    rule: 'stale-acknowledgement',
    severity: 'warning',
    message: `"${rule}" is acknowledged here, but nothing below this construct needs it.`,
    why: 'An acknowledgement that outlives its finding hides the next one of the same rule.',
    fix: 'Remove this Mesh.acknowledge, or correct its rule or path.',
  };
}

function placeOfGiven(construct: IConstruct, given: Given): Omit<SynthFinding, keyof AcknowledgeProblem> {
  const site = readCallSite(given.place);
  return {
    upstream: [],
    object: constructRef(construct),
    path: given.path ?? '',
    construct: construct.node.path,
    ...(site === undefined ? placeOf(construct) : { source: sourcePlace(site) }),
  };
}
