import type { IConstruct } from 'constructs';
import { captureCallSite, readCallSite, type CallSiteHolder } from '../l1/call-site';
import { registerTree } from '../l1/tree';
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

/** Puts an acknowledgement on a construct: it holds there and below, nowhere else. */
export function acknowledge(construct: IConstruct, acknowledgement: Acknowledgement): void {
  const { rule, reason, path } = acknowledgement;
  if (typeof rule !== 'string' || !RULE_ID.test(rule)) {
    throw new TypeError(`Mesh.acknowledge: rule must be the id of a rule, like "subset-not-found", not ${JSON.stringify(rule)}`);
  }
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw new TypeError(`Mesh.acknowledge: say in "reason" why ${rule} may stand here`);
  }
  if (path !== undefined && (typeof path !== 'string' || path === '')) {
    throw new TypeError('Mesh.acknowledge: path must be a place in the object, like "spec.http[0]"');
  }
  registerTree(construct);
  const given: Given = { rule, reason, path, place: captureCallSite(acknowledge) };
  Object.defineProperty(construct, ACKNOWLEDGED, { value: [...givenOn(construct), given], configurable: true });
}

/** What was acknowledged in a tree, for comparing two states of it. */
export function acknowledgedIn(constructs: readonly IConstruct[]): readonly { construct: string; acknowledgement: Acknowledgement }[] {
  return constructs.flatMap((construct) =>
    givenOn(construct).map(({ rule, reason, path }) => ({ construct: construct.node.path, acknowledgement: { rule, reason, path } })),
  );
}

/** Takes acknowledged findings out, and adds a warning for each acknowledgement that no finding needed. */
export function withoutAcknowledged(
  findings: readonly { construct: IConstruct; finding: SynthFinding }[],
  constructs: readonly IConstruct[],
): SynthFinding[] {
  const needed = new Set<Given>();
  const open = findings.filter(({ construct, finding }) => {
    const matching = construct.node.scopes.flatMap(givenOn).filter((given) => covers(given, finding));
    for (const given of matching) needed.add(given);
    return matching.length === 0;
  });
  const stale = constructs.flatMap((construct) =>
    givenOn(construct).flatMap((given) => (needed.has(given) ? [] : [staleFinding(construct, given)])),
  );
  return [...open.map(({ finding }) => finding), ...stale];
}

function givenOn(construct: IConstruct): readonly Given[] {
  const value: unknown = Reflect.get(construct, ACKNOWLEDGED);
  return isGivenList(value) ? value : [];
}

function isGivenList(value: unknown): value is readonly Given[] {
  return Array.isArray(value);
}

function covers(given: Given, finding: SynthFinding): boolean {
  if (given.rule !== finding.rule) return false;
  if (given.path === undefined || given.path === finding.path) return true;
  return finding.path.startsWith(given.path) && /^[.[]/.test(finding.path.slice(given.path.length));
}

function staleFinding(construct: IConstruct, given: Given): SynthFinding {
  const site = readCallSite(given.place);
  return {
    rule: 'stale-acknowledgement',
    upstream: [],
    severity: 'warning',
    object: constructRef(construct),
    path: given.path ?? '',
    message: `"${given.rule}" is acknowledged here, but nothing below this construct needs it.`,
    why: 'An acknowledgement that outlives its finding hides the next one of the same rule.',
    fix: 'Remove this Mesh.acknowledge, or correct its rule or path.',
    construct: construct.node.path,
    ...(site === undefined ? placeOf(construct) : { source: sourcePlace(site) }),
  };
}
