import { Construct, type IConstruct } from 'constructs';
import type { DestinationRule } from '../../imports/networking';
import type { PeerAuthentication } from '../../imports/security';
import { tellClientTls } from '../constructs/client-tls';
import { chosenDataPlane, type DataPlaneName } from '../constructs/data-plane-choice';
import { meshSettings, whenMeshConfigured } from '../constructs/mesh-settings';
import { objectRef } from '../constructs/object-ref';
import { placesText } from '../constructs/places';
import { reportProblems, type Problem } from '../constructs/problems';
import { misuse } from '../constructs/usage-error';
import { callSiteOf, captureCallSite, setCallSite, type CallSiteHolder } from '../l1/call-site';
import type { ObjectRef } from '../model/finding';
import { writeClientRules } from './strict-mtls/client-rules';
import { clientTlsOf } from './strict-mtls/effective';
import type { MtlsException, MtlsExceptionMode } from './strict-mtls/exception';
import { exceptionMarkdown, exceptionRows, type MtlsExceptionRow } from './strict-mtls/exception-table';
import { planExceptions, policyName } from './strict-mtls/plan';
import { PolicyIndex } from './strict-mtls/policy-index';
import { writeException, writeMesh, writeStrictNamespace } from './strict-mtls/policies';
import { changed, impossible, rootStageProblem, unresolvedProblem } from './strict-mtls/problems';
import { resolve, type ResolvedException, type UnresolvedException } from './strict-mtls/resolve';
import { MtlsStage } from './strict-mtls/stage';

/** How far mutual TLS is asked for. Everything is optional: without options the whole mesh refuses plain text. */
export interface StrictMtlsMeshProps {
  /** Where the roll-out stands. Default: `MtlsStage.mesh()`. */
  readonly stage?: MtlsStage;
  /** Workloads that are let off, each with its reason. Their order plays no part. */
  readonly exceptions?: readonly MtlsException[];
  /** What carries the traffic. Default: that of `Mesh.configure`, else `sidecar`. */
  readonly dataPlane?: 'sidecar' | 'ambient';
}

/**
 * Makes a mesh refuse plain text, step by step, but for declared exceptions.
 *
 * Writes the PeerAuthentication of the mesh into the root namespace, those of namespaces that go ahead, and one for each
 * workload or namespace that is let off. Where `Mesh.configure` says that auto mTLS is off, also the DestinationRules
 * that clients need. Policies of others in the same tree that are weaker and give no reason are findings.
 * https://istio.io/latest/docs/concepts/security/#peer-authentication
 */
export class StrictMtlsMesh extends Construct {
  /** The policy of the mesh: `default` in the root namespace. */
  readonly meshPolicy: PeerAuthentication;
  /** Policies of the namespaces that are STRICT before the mesh is, by namespace. */
  readonly namespacePolicies: { readonly [key: string]: PeerAuthentication };
  /** Policies of the exceptions, by namespace and name: one for each namespace or workload, with all of its ports. */
  readonly exceptionPolicies: readonly PeerAuthentication[];
  private readonly stage: MtlsStage;
  private readonly resolved: readonly ResolvedException[];
  private readonly unresolved: readonly UnresolvedException[];
  private readonly policyByException: ReadonlyMap<MtlsException, PeerAuthentication>;
  private readonly ownDataPlane?: DataPlaneName;
  private clientRules: readonly DestinationRule[] = [];

  /**
   * @throws RangeError when the App has a StrictMtlsMesh already; the message names both lines
   * @throws RangeError when two exceptions contradict each other or the stage; the message names their lines
   */
  constructor(scope: Construct, id: string, props: StrictMtlsMeshProps = {}) {
    const { stage = MtlsStage.mesh(), exceptions = [], dataPlane } = props;
    const made = captureCallSite(new.target);
    const before = ownerOf(scope.node.root);
    if (before !== undefined) misuse(secondText(before, made), new.target);
    const readings = [...new Set(exceptions)].map((exception) => resolve(exception, scope));
    const resolved = readings.filter((reading) => 'namespace' in reading);
    const { policies: planned, contradictions } = planExceptions(resolved);
    // One for the root namespace would be the policy of the mesh once more; it is an error when the tree is written.
    const policies = planned.filter(({ namespace, labels }) => labels !== undefined || namespace !== meshSettings(scope).rootNamespace);
    const [contradiction] = contradictions;
    if (contradiction !== undefined) {
      misuse(`StrictMtlsMesh: ${contradiction.what}${placesText([contradiction.first.made, contradiction.second.made])}`, new.target);
    }
    const doubted = policies.find(({ namespace, labels }) => labels === undefined && stage.strictNamespaces.includes(namespace));
    if (doubted?.whole !== undefined) {
      misuse(`StrictMtlsMesh: namespace ${doubted.namespace} is STRICT in this stage, and there is an exception for all of it${placesText([made, doubted.whole.made])}`, new.target);
    }

    super(scope, id);
    setCallSite(this, made);
    Object.defineProperty(this.node.root, OWNER, { value: made });
    this.stage = stage;
    this.ownDataPlane = dataPlane;
    this.resolved = resolved;
    this.unresolved = readings.filter((reading) => 'trouble' in reading);
    this.meshPolicy = writeMesh(this, stage.mode);
    this.namespacePolicies = Object.fromEntries(stage.strictNamespaces.map((namespace) => [namespace, writeStrictNamespace(this, namespace)]));
    this.exceptionPolicies = policies.map((policy) => writeException(this, policy, (exception) => this.modeOf(exception)));
    const byName = new Map(policies.map(({ namespace, name }, index) => [`${namespace}/${name}`, this.exceptionPolicies[index]]));
    this.policyByException = new Map(
      resolved.flatMap(({ exception, namespace, labels }) => {
        const policy = byName.get(`${namespace}/${policyName(labels)}`);
        return policy === undefined ? [] : [[exception, policy]];
      }),
    );

    const index = new PolicyIndex(policies);
    tellClientTls(this, (service) => (this.clientsNeedRules() ? clientTlsOf(service, stage, index) : undefined));
    whenMeshConfigured(this, (settings) => {
      if (!this.clientsNeedRules()) return;
      this.clientRules = writeClientRules(this, { stage, policies, exceptions }, settings);
      for (const rule of this.clientRules) if (rule.node.scope === this) setCallSite(rule, made);
    });
    reportProblems(this, () => this.problems());
  }

  /**
   * The DestinationRules that clients need: none with auto mTLS, and none in ambient. They are made when `Mesh.configure`
   * says that auto mTLS is off, before or after this construct.
   */
  get destinationRules(): readonly DestinationRule[] {
    return this.clientRules;
  }

  /**
   * The policy that an exception is in; exceptions for one workload share it.
   *
   * @throws RangeError when the exception is not one of this mesh, or which workloads it is for cannot be told
   */
  policyOf(exception: MtlsException): PeerAuthentication {
    const policy = this.policyByException.get(exception);
    if (policy !== undefined) return policy;
    const trouble = this.unresolved.find((one) => one.exception === exception)?.trouble ?? 'it is not among those that this StrictMtlsMesh writes';
    misuse(`StrictMtlsMesh: the exception has no policy: ${trouble}`, this.policyOf);
  }

  /** Who is let off and why, by namespace, workload and port. */
  exceptionTable(): readonly MtlsExceptionRow[] {
    return exceptionRows(this.resolved);
  }

  /** The exception table as a page of Markdown. */
  exceptionTableMarkdown(): string {
    return exceptionMarkdown(this.exceptionTable());
  }

  private get dataPlane(): DataPlaneName {
    return chosenDataPlane(this, this.ownDataPlane);
  }

  /** Ztunnel takes DISABLE for PERMISSIVE; that it was asked for is an error of its own. */
  private modeOf({ mode }: MtlsException): MtlsExceptionMode {
    return this.dataPlane === 'ambient' ? 'PERMISSIVE' : mode;
  }

  /** Ztunnel knows by itself whom to call with mutual TLS, and so do sidecars with auto mTLS. */
  private clientsNeedRules(): boolean {
    return !meshSettings(this).autoMtls && this.dataPlane === 'sidecar';
  }

  private problems(): readonly Problem[] {
    const settings = meshSettings(this);
    const { apiVersion, kind, name } = this.meshPolicy;
    const mesh: ObjectRef = { apiVersion, kind, namespace: settings.rootNamespace, name };
    const circumstances = { settings, dataPlane: this.dataPlane, stage: this.stage };
    return [
      ...this.unresolved.map((one) => unresolvedProblem(mesh, one)),
      ...this.resolved.flatMap((one) => {
        const policy = this.policyByException.get(one.exception);
        const object = policy === undefined ? mesh : objectRef(policy);
        return [...impossible(object, one, circumstances), ...changed(object, one, resolve(one.exception, this))];
      }),
      ...this.stage.strictNamespaces.filter((namespace) => namespace === settings.rootNamespace).map((namespace) => rootStageProblem(mesh, namespace, callSiteOf(this))),
    ];
  }
}

const OWNER = Symbol.for('cdk8s-istio.strict-mtls-mesh');

/** Where the StrictMtlsMesh of a tree was made. */
function ownerOf(root: IConstruct): CallSiteHolder | undefined {
  const held: unknown = Reflect.get(root, OWNER);
  return typeof held === 'object' && held !== null ? held : undefined;
}

function secondText(first: CallSiteHolder, second: CallSiteHolder): string {
  return [
    `There are two StrictMtlsMesh in one App:${placesText([first, second])}`,
    'A mesh has one policy in its root namespace: give one of them the exceptions of both, or give the second mesh an App of its own.',
  ].join('\n');
}
