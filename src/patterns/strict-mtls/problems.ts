import type { DataPlaneName } from '../../constructs/data-plane-choice';
import type { Problem } from '../../constructs/problems';
import { readCallSite, type CallSite } from '../../l1/call-site';
import type { ObjectRef } from '../../model/finding';
import type { MeshSettings } from '../../model/settings';
import { canonical } from '../../model/values';
import { isLabelled, type MtlsException } from './exception';
import type { ResolvedException, UnresolvedException } from './resolve';
import type { MtlsStage } from './stage';

const WHY_UNRESOLVED = 'A policy is written for labels and for ports of the container, and a guess would open others or none.';

/** An exception for which no policy could be made. */
export function unresolvedProblem(object: ObjectRef, { exception, trouble, fix }: UnresolvedException): Problem {
  return { rule: 'mtls-exception-unresolved', severity: 'error', object, path: [], message: `This exception to mutual TLS cannot be written: ${trouble}.`, why: WHY_UNRESOLVED, fix, source: lineOf(exception) };
}

/** An exception whose service is another by now than when its policy was named after it. */
export function changed(object: ObjectRef, before: ResolvedException, now: ResolvedException | UnresolvedException): readonly Problem[] {
  const seen = ({ namespace, labels = {}, port }: ResolvedException): string => canonical([namespace, labels, port ?? null]);
  if ('trouble' in now) return [unresolvedProblem(object, now)];
  if (seen(before) === seen(now)) return [];
  const trouble = 'the service has other labels, ports or another namespace by now than when the exception was given to StrictMtlsMesh';
  const fix = 'Change the service before the StrictMtlsMesh is made, or name the workloads: MtlsException.workload({ namespace, labels }, ...).';
  return [unresolvedProblem(object, { exception: before.exception, trouble, fix })];
}

interface Circumstances {
  readonly settings: MeshSettings;
  readonly dataPlane: DataPlaneName;
  readonly stage: MtlsStage;
}

/** What Istio would not do, or would break clients by, however well it is written. */
export function impossible(object: ObjectRef, { exception, namespace, labels }: ResolvedException, { settings, dataPlane, stage }: Circumstances): readonly Problem[] {
  const problem = (message: string, why: string, fix: string): Problem => impossibleProblem(object, { message, why, fix, source: lineOf(exception) });
  const problems: Problem[] = [];
  if (namespace === settings.rootNamespace) {
    problems.push(
      labels === undefined
        ? problem(
            `An exception for the namespace ${namespace} would be one for the whole mesh.`,
            'It is the root namespace, and a policy without a selector in it holds everywhere.',
            'Take the stage back with MtlsStage, or name the namespaces that the exception is for.',
          )
        : problem(
            `An exception for workloads of the namespace ${namespace} is for nobody.`,
            'It is the root namespace, in which istiod passes over PeerAuthentications with a selector; and gateways take what their own listeners say.',
            'Run the workload in another namespace, or remove the exception.',
          ),
    );
  }
  if (exception.mode === 'DISABLE' && dataPlane === 'ambient') {
    problems.push(
      problem(
        'An exception with mode DISABLE cannot be had in ambient.',
        'Ztunnel always takes mutual TLS; at a port it even passes over DISABLE, and plain text stays refused there.',
        'Say mode PERMISSIVE: plain text is taken beside mutual TLS.',
      ),
    );
  } else if (exception.mode === 'DISABLE' && !settings.autoMtls && stage.isStrictIn(namespace) && isByLabels(exception)) {
    problems.push(
      problem(
        'Which clients must use plain text for this exception cannot be told: it names labels and no service.',
        'Without auto mTLS every client uses mutual TLS here, and the workload closes it: callers see 503.',
        'Give the exception the MeshService, so that its DestinationRule says it, or use mode PERMISSIVE.',
      ),
    );
  }
  return problems;
}

/** The stage that makes a namespace STRICT whose policy is that of the mesh. */
export function rootStageProblem(object: ObjectRef, namespace: string, source: CallSite | undefined): Problem {
  return impossibleProblem(object, {
    message: `MtlsStage.namespaces names ${namespace}, which is the root namespace.`,
    why: 'A policy without a selector in the root namespace holds for the whole mesh.',
    fix: 'Leave it out, or go on to MtlsStage.mesh().',
    source,
  });
}

function impossibleProblem(object: ObjectRef, said: Pick<Problem, 'message' | 'why' | 'fix' | 'source'>): Problem {
  return { rule: 'mtls-exception-impossible', severity: 'error', object, path: [], ...said };
}

function isByLabels({ target }: MtlsException): boolean {
  return target.kind !== 'namespace' && isLabelled(target.workload);
}

function lineOf({ made }: MtlsException): CallSite | undefined {
  return readCallSite(made);
}
