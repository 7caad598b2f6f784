import type { IConstruct } from 'constructs';
import type { CallSite } from '../l1/call-site';
import { registerTree } from '../l1/tree';
import type { ObjectRef, Severity } from '../model/finding';
import type { Path } from '../model/path';

/** The rule ids of what constructs find out about themselves, with what each one means. */
export const PROBLEM_RULES = {
  'service-unresolved': 'What a MeshService stands for cannot be read: no name, no namespace, or an object that cannot be written.',
  'contributors-disagree': 'Two constructs that share the VirtualService or DestinationRule of a host set one field differently.',
  'service-without-http': 'A pattern routes HTTP requests of a service, or of a port of it, that does not speak HTTP.',
  'edge-not-written': 'An edge is declared to a service of a namespace that has no ZeroTrustNamespace.',
  'edge-selector-unknown': 'An edge is declared to a service of which nobody says which pods it has.',
  'edge-not-enforced': 'An edge asks for something that the port, or the data plane, cannot look at.',
  'edge-to-nobody': 'An edge leads to a service whose selector matches no workload of its namespace.',
  'edge-ports-unknown': 'An edge leads to a service of which a port of the container is not known, and would be for any port.',
  'edge-walked-around': 'A route leads callers of one service of a ZeroTrustNamespace to another one that they have no edge to.',
  'edge-tokens-disagree': 'Two edges to one service say different things of the tokens of one issuer.',
  'waypoint-not-bound': 'A Service in a ZeroTrustNamespace has labels that lead its callers past the waypoint, or into it.',
  'root-namespace-closed': 'A ZeroTrustNamespace is made for the root namespace, whose policies are for the whole mesh.',
  'scope-incomplete': 'Something that a ZeroTrustNamespace was told to leave open cannot be written.',
  'data-plane-configured-late': 'A pattern was made for one data plane, and Mesh.configure says another by now.',
  'gateway-closed': 'A ZeroTrustNamespace closes a gateway that runs in it.',
  'mtls-exception-unresolved': 'Which workloads or which port an exception to mutual TLS is for cannot be told.',
  'mtls-exception-impossible': 'An exception to mutual TLS, or a stage of it, is one that Istio cannot have.',
  'service-changed-late': 'A service got or lost HTTP ports after the HTTPRoutes for it were made.',
  'not-in-http-route': 'A pattern asks for something of a waypoint that an HTTPRoute has no words for.',
  'version-without-selector': 'A Service for one version is needed of a service of which nobody says which pods it has.',
  'entry-without-port': 'Requests are let in to a service with several HTTP ports, and none of them is chosen.',
  'claim-without-token': 'A gateway routes on claims of tokens that nothing reads there.',
} as const satisfies Readonly<Record<string, string>>;

export type ProblemRule = keyof typeof PROBLEM_RULES;

/** Something a construct of ours knows to be wrong that cannot be seen in the written objects. A synth reports it as a finding. */
export interface Problem {
  readonly rule: ProblemRule;
  readonly severity: Severity;
  readonly object: ObjectRef;
  readonly path: Path;
  /** What is wrong, with the names of everything involved. */
  readonly message: string;
  /** Why it matters: one sentence. */
  readonly why: string;
  /** How to mend it: one sentence. */
  readonly fix: string;
  /** The line at fault, where that is not the line that made the construct. */
  readonly source?: CallSite;
}

const PROBLEMS = Symbol.for('cdk8s-istio.problems');

type ProblemSource = () => readonly Problem[];

/**
 * Says where problems of `construct` come from. The source is asked at synth, so it sees patches, tokens and settings
 * that came after the construct. Its tree becomes a checked one.
 */
export function reportProblems(construct: IConstruct, source: ProblemSource): void {
  const sources = sourcesOf(construct);
  if (sources === undefined) Object.defineProperty(construct, PROBLEMS, { value: [source] });
  else sources.push(source);
  registerTree(construct);
}

/** The problems of one construct (not of its children), as of now, each once. */
export function problemsOf(construct: IConstruct): readonly Problem[] {
  const problems = (sourcesOf(construct) ?? []).flatMap((source) => source());
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function sourcesOf(construct: IConstruct): ProblemSource[] | undefined {
  const sources: unknown = Reflect.get(construct, PROBLEMS);
  return Array.isArray(sources) ? sources : undefined;
}
