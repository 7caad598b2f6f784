import type { IConstruct } from 'constructs';
import type { AuthorizationPolicy } from '../../../imports/security';
import type { DataPlaneName } from '../../constructs/data-plane-choice';
import { meshSettings } from '../../constructs/mesh-settings';
import { objectRef } from '../../constructs/object-ref';
import type { Problem } from '../../constructs/problems';
import type { External } from './sidecar-scope';
import { closedGateways } from './surroundings';

/** What a namespace was made with. */
interface NamespaceOptions {
  readonly dataPlane: DataPlaneName;
  readonly externals: readonly External[];
  readonly networkPolicy: boolean;
}

/** What is wrong with a ZeroTrustNamespace as a whole. */
export function namespaceProblems(scope: IConstruct, denyAll: AuthorizationPolicy, options: NamespaceOptions): readonly Problem[] {
  const { dataPlane, externals, networkPolicy } = options;
  const object = objectRef(denyAll);
  const { namespace = '' } = object;
  const base = { severity: 'error', object, path: ['spec'] } as const;
  const found: Problem[] = externals.flatMap((external) => (typeof external === 'string' ? [] : external.problems(external.read(scope))));
  const { rootNamespace } = meshSettings(scope);
  if (namespace === rootNamespace) {
    found.push({
      ...base,
      rule: 'root-namespace-closed',
      message: `ZeroTrustNamespace ${scope.node.path} is for ${rootNamespace}, the root namespace of the mesh.`,
      why: 'What stands there without a selector, its denial and its Sidecar, is for every namespace.',
      fix: 'Close each namespace of applications instead, and write policies with selectors for the workloads of the root namespace.',
    });
  }
  for (const gateway of closedGateways(scope, namespace)) {
    found.push({
      ...base,
      severity: 'warning',
      rule: 'gateway-closed',
      message: `ZeroTrustNamespace ${scope.node.path} closes Gateway ${namespace}/${gateway}, which runs in the namespace.`,
      why: 'A policy without a selector is for the pods of gateways too, and callers from outside have no identity that an edge could name.',
      fix: `Run the gateway in a namespace of its own, or write an AuthorizationPolicy with targetRefs to it that allows what may come in.`,
    });
  }
  if (dataPlane === 'ambient' && externals.length > 0 && !networkPolicy) {
    found.push({
      ...base,
      rule: 'scope-incomplete',
      severity: 'warning',
      message: `ZeroTrustNamespace ${scope.node.path} has externals, and writes nothing that could hold them.`,
      why: 'Ambient has no Sidecar: workloads reach whatever the mesh knows of.',
      fix: 'Leave externals out, or use networkPolicy: true to limit what leaves the namespace.',
    });
  }
  const hosts = externals.filter((external) => typeof external === 'string');
  if (networkPolicy && hosts.length > 0) {
    found.push({
      ...base,
      rule: 'scope-incomplete',
      message: `The NetworkPolicies of ZeroTrustNamespace ${scope.node.path} cannot be opened for ${hosts.join(', ')}.`,
      why: 'A NetworkPolicy knows ports and addresses, not hosts, and of a host alone the ports are not known.',
      fix: 'Give externals the ServiceEntry, MeshService.of(entry), whose ports are opened.',
    });
  }
  return found;
}
