import type { EngineFinding } from '../model/finding';
import type { DestinationRuleTable } from '../model/destination-rules';
import type { Kind } from '../model/kinds';
import type { GatewayResource, MeshIndex } from '../model/mesh-index';
import type { MtlsPolicies } from '../model/mtls';
import type { Path } from '../model/path';
import type { Resource } from '../model/resource';
import type { RouteTable } from '../model/routes';
import { SERVICE_KINDS } from '../model/services';
import type { ServiceTable } from '../model/services';
import type { ServicesByPod } from '../model/services-by-pod';
import type { MeshSettings } from '../model/settings';
import type { SubsetTable } from '../model/subsets';
import { WORKLOAD_KINDS } from '../model/workloads';
import type { WorkloadTable } from '../model/workloads';
import type { Baseline, ReportDetails, RuleContext } from './context';
import type { Manifest, Subject } from './manifest';
import type { Rule } from './rule';

/** Everything that is the same for all rules of one check. */
export interface CheckedInput {
  readonly index: MeshIndex;
  readonly manifests: readonly Manifest[];
  readonly requireNamespace: boolean;
  readonly baseline?: MeshIndex;
}

const SERVICES = ['core/Service'] as const;
const DESTINATION_RULES = ['networking.istio.io/DestinationRule'] as const;
const VIRTUAL_SERVICES = ['networking.istio.io/VirtualService'] as const;
const GATEWAYS = ['networking.istio.io/Gateway'] as const;
const PEER_AUTHENTICATIONS = ['security.istio.io/PeerAuthentication'] as const;
const NAMESPACES = ['core/Namespace'] as const;

/** One rule at work: hands out what it declared to read, and keeps what it reports. */
export class RuleRun implements RuleContext {
  readonly findings: EngineFinding[] = [];
  /** Kinds that were asked for, so that a test can compare them with those declared. */
  readonly recorded = new Set<Kind | 'objects'>();
  /** Lists of kinds that were asked for before: some rules ask once for every object. */
  readonly #granted = new Set<readonly Kind[]>();
  readonly #rule: Rule;
  readonly #input: CheckedInput;

  constructor(rule: Rule, input: CheckedInput) {
    this.#rule = rule;
    this.#input = input;
  }

  get settings(): MeshSettings {
    return this.#input.index.settings;
  }

  get requireNamespace(): boolean {
    return this.#input.requireNamespace;
  }

  get manifests(): readonly Manifest[] {
    if (this.#rule.reads !== 'objects') throw undeclared(this.#rule, 'objects');
    this.recorded.add('objects');
    return this.#input.manifests;
  }

  all<K extends Kind>(kind: K): readonly Resource<K>[] {
    this.#readKind(kind);
    return this.#input.index.all(kind);
  }

  get services(): ServiceTable {
    this.#read(SERVICE_KINDS);
    return this.#input.index.services;
  }

  get servicesByPod(): ServicesByPod {
    this.#read(SERVICES);
    return this.#input.index.servicesByPod;
  }

  get workloads(): WorkloadTable {
    this.#read(WORKLOAD_KINDS);
    return this.#input.index.workloads;
  }

  get subsets(): SubsetTable {
    this.#read(DESTINATION_RULES);
    return this.#input.index.subsets;
  }

  get destinationRules(): DestinationRuleTable {
    this.#read(DESTINATION_RULES);
    return this.#input.index.destinationRules;
  }

  get routes(): RouteTable {
    this.#read(VIRTUAL_SERVICES);
    return this.#input.index.routes;
  }

  get gateways(): ReadonlyMap<string, GatewayResource> {
    this.#read(GATEWAYS);
    return this.#input.index.gateways;
  }

  get mtls(): MtlsPolicies {
    this.#read(PEER_AUTHENTICATIONS);
    return this.#input.index.mtls;
  }

  get namespaces(): ReadonlyMap<string, Resource<'core/Namespace'>> {
    this.#read(NAMESPACES);
    return this.#input.index.namespaces;
  }

  get baseline(): Baseline | undefined {
    const { baseline } = this.#input;
    const read = (kinds: readonly Kind[]): void => this.#read(kinds);
    return (
      baseline && {
        all: (kind) => {
          this.#readKind(kind);
          return baseline.all(kind);
        },
        get subsets() {
          read(DESTINATION_RULES);
          return baseline.subsets;
        },
      }
    );
  }

  report(subject: Subject, path: Path, message: string, details: ReportDetails = {}): void {
    const rule = this.#rule;
    this.findings.push({
      rule: rule.id,
      upstream: details.upstream ?? rule.upstream,
      severity: details.severity ?? rule.severity,
      input: subject.input,
      object: subject.ref,
      path,
      message,
      why: details.why ?? rule.why,
      fix: details.fix ?? rule.fix,
    });
  }

  #read(kinds: readonly Kind[]): void {
    if (this.#granted.has(kinds)) return;
    for (const kind of kinds) this.#readKind(kind);
    this.#granted.add(kinds);
  }

  #readKind(kind: Kind): void {
    if (this.recorded.has(kind)) return;
    if (this.#rule.reads === 'objects' || !this.#rule.reads.includes(kind)) throw undeclared(this.#rule, kind);
    this.recorded.add(kind);
  }
}

/** A mistake of the rule's author, seen as soon as the rule runs once. */
function undeclared(rule: Rule, what: string): Error {
  return new Error(`Rule ${rule.id} reads ${what} without declaring it`);
}
