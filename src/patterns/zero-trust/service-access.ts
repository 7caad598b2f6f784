import type { Construct } from 'constructs';
import { AuthorizationPolicy, RequestAuthentication, type PolicyTargetReference, type Rule } from '../../../imports/security';
import { setCallSite } from '../../l1/call-site';
import type { AccessEdge } from '../../constructs/access-edges';
import { objectRef } from '../../constructs/object-ref';
import { PerRender } from '../../constructs/per-render';
import type { Problem } from '../../constructs/problems';
import { versionServicesOf } from '../../constructs/version-services';
import { rowOf, type AccessRow } from './access-table';
import { bindingProblems, bindToWaypoint } from './binding';
import { edgeProblems } from './edge-problems';
import { edgeName, serviceName } from './names';
import { rulesOf, type Enforcer } from './rules';
import { defaultPorts, isPastWaypoints, readTarget, type Target } from './target';
import { tokenProblems, tokensOf } from './tokens';
import type { Waypoint } from './waypoint';

/** The namespace that services belong to, as far as their access depends on it. */
export interface AccessHome {
  readonly scope: Construct;
  readonly namespace: string;
  /** Absent with sidecars. */
  readonly waypoint?: Waypoint;
  /** The namespace as a whole is bound to the waypoint. */
  readonly bound: boolean;
}

/** A policy with the edges in it. */
interface HeldPolicy {
  readonly policy: AuthorizationPolicy;
  readonly enforcer: Enforcer;
  readonly edges: AccessEdge[];
}

/** All that is written for one service of a namespace: who may reach it. */
export class ServiceAccess {
  /** The service by name, with its kind where that is not Service. */
  readonly name: string;
  readonly edges: AccessEdge[] = [];
  /** The tokens that its edges ask for. */
  tokens?: RequestAuthentication;
  /** Ambient: lets the waypoint in to the pods. */
  ztunnel?: AuthorizationPolicy;
  private readonly home: AccessHome;
  private readonly pastWaypoint: boolean;
  private readonly held = new Map<string, HeldPolicy>();
  private readonly targets = new PerRender<Target>(() => readTarget(this.home.scope, this.edges));

  constructor(home: AccessHome, first: AccessEdge) {
    this.home = home;
    const { kind, name } = first.to.key();
    this.name = kind === 'Service' ? name : `${name}.${kind.toLowerCase()}`;
    this.pastWaypoint = isPastWaypoints(first.to.read(home.scope));
  }

  /** The policies of its edges. */
  get policies(): readonly AuthorizationPolicy[] {
    return [...this.held.values()].map(({ policy }) => policy);
  }

  /** What it is by now. */
  get target(): Target {
    return this.targets.of(this.home.scope);
  }

  /** Makes what an edge needs that is not there yet. */
  take(edge: AccessEdge): AuthorizationPolicy {
    this.edges.push(edge);
    const enforcer = this.enforcerOf(edge);
    const direct = enforcer === 'ztunnel' && !this.pastWaypoint;
    const name = edgeName(this.name, this.home.namespace, edge, edge.from?.subjectIn(this.home.scope), direct);
    const known = this.held.get(name);
    if (known !== undefined) known.edges.push(edge);
    const held = known ?? this.hold(name, enforcer, edge);
    if (this.home.waypoint !== undefined) bindToWaypoint(this.home, this.home.waypoint, edge, enforcer);
    if (enforcer === 'waypoint') this.ztunnel ??= this.makeZtunnel();
    if (edge.request.token !== undefined && enforcer !== 'ztunnel') this.tokens ??= this.makeTokens(enforcer);
    return held.policy;
  }

  problems(): readonly Problem[] {
    const { target } = this;
    const ofEdges = [...this.held.values()].flatMap(({ policy, enforcer, edges }) => edges.flatMap((edge) => edgeProblems(this.home.scope, objectRef(policy), edge, target, enforcer)));
    const ofTokens = this.tokens === undefined ? [] : tokenProblems(objectRef(this.tokens), tokensOf(this.edges));
    const { waypoint } = this.home;
    const ofBinding = waypoint === undefined ? [] : bindingProblems(this.home, waypoint, this.edges, target, this.pastWaypoint);
    return [...ofEdges, ...ofTokens, ...ofBinding];
  }

  rows(): readonly AccessRow[] {
    return [...this.held.values()].flatMap(({ policy, enforcer, edges }) => edges.map((edge) => rowOf(this.home.scope, edge, this.target, enforcer, policy.name)));
  }

  /** Who carries an edge out. Past the waypoint, and for what is no HTTP, it is ztunnel. */
  enforcerOf({ way }: AccessEdge): Enforcer {
    if (this.home.waypoint === undefined) return 'sidecar';
    return way === 'pods' || this.pastWaypoint ? 'ztunnel' : 'waypoint';
  }

  private hold(name: string, enforcer: Enforcer, first: AccessEdge): HeldPolicy {
    const edges = [first];
    const rules = (): readonly Rule[] => rulesOf(this.home.scope, edges, this.target, enforcer);
    const held: HeldPolicy = { policy: enforcer === 'waypoint' ? this.atWaypoint(name, rules) : this.atPods(name, rules), enforcer, edges };
    setCallSite(held.policy, first.made);
    this.held.set(name, held);
    return held;
  }

  /** A policy for the pods. While nobody says which these are it allows nothing: without a selector it would be for all. */
  private atPods(name: string, rules: () => readonly Rule[]): AuthorizationPolicy {
    const selector = (): Target['selector'] => this.target.selector;
    return new AuthorizationPolicy(this.home.scope, name, {
      metadata: { name, namespace: this.home.namespace },
      spec: {
        get selector() {
          return { matchLabels: selector() ?? {} };
        },
        action: 'ALLOW',
        get rules() {
          return selector() === undefined ? [] : rules();
        },
      },
    });
  }

  private atWaypoint(name: string, rules: () => readonly Rule[]): AuthorizationPolicy {
    const refs = (): readonly PolicyTargetReference[] => this.targetRefs();
    return new AuthorizationPolicy(this.home.scope, name, {
      metadata: { name, namespace: this.home.namespace },
      spec: {
        get targetRefs() {
          return refs();
        },
        action: 'ALLOW',
        get rules() {
          return rules();
        },
      },
    });
  }

  /** The pods take what the waypoint sends, and nothing else: who calls a pod itself would walk around the waypoint. */
  private makeZtunnel(): AuthorizationPolicy {
    return this.atPods(serviceName(this.name, 'ztunnel'), () => {
      const ports = defaultPorts(this.target, false);
      const principals = this.home.waypoint?.identity().sourceIn(this.home.scope).principals ?? [];
      return [{ from: [{ source: { principals } }], ...(ports === undefined ? {} : { to: [{ operation: { ports: ports.map(String) } }] }) }];
    });
  }

  private makeTokens(enforcer: Enforcer): RequestAuthentication {
    const { scope, namespace } = this.home;
    const selector = (): Target['selector'] => this.target.selector;
    const jwtRules = (): ReturnType<typeof tokensOf>['jwtRules'] => tokensOf(this.edges).jwtRules;
    const refs = (): readonly PolicyTargetReference[] => this.targetRefs();
    const id = `${this.name}-tokens`;
    const metadata = { name: id, namespace };
    if (enforcer === 'waypoint') {
      const spec = {
        get targetRefs() {
          return refs();
        },
        get jwtRules() {
          return jwtRules();
        },
      };
      return new RequestAuthentication(scope, id, { metadata, spec });
    }
    const spec = {
      get selector() {
        return { matchLabels: selector() ?? {} };
      },
      get jwtRules() {
        return jwtRules();
      },
    };
    return new RequestAuthentication(scope, id, { metadata, spec });
  }

  /** Names of the Services that its policies at a waypoint are for. */
  coveredServices(): readonly string[] {
    return this.targetRefs().map(({ name }) => name);
  }

  /** The Service and all its per-version Services: a waypoint carries out the policies of the one that is called. */
  private targetRefs(): readonly PolicyTargetReference[] {
    const [first] = this.edges;
    const versions = first === undefined ? [] : versionServicesOf(this.home.scope, first.to);
    return [this.target.reading.name, ...versions.map(({ name }) => name)].map((name) => ({ group: '', kind: 'Service', name }));
  }
}
