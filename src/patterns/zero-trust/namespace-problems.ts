import type { IConstruct } from 'constructs';
import type { AuthorizationPolicy } from '../../../imports/security';
import { meshSettings } from '../../constructs/mesh-settings';
import type { Problem } from '../../constructs/problems';
import type { External } from './sidecar-scope';

/** What a namespace was made with. */
interface NamespaceOptions {
  /** The data plane was said to the pattern itself. */
  readonly told: boolean;
  readonly dataPlane: 'sidecar' | 'ambient';
  readonly externals: readonly External[];
  readonly networkPolicy: boolean;
}

/** What is wrong with a ZeroTrustNamespace as a whole. */
export function namespaceProblems(scope: IConstruct, { apiVersion, kind, metadata, name }: AuthorizationPolicy, options: NamespaceOptions): readonly Problem[] {
  const { told, dataPlane, externals, networkPolicy } = options;
  const object = { apiVersion, kind, namespace: metadata.namespace, name };
  const base = { severity: 'error', object, path: ['spec'] } as const;
  const found: Problem[] = externals.flatMap((external) => (typeof external === 'string' ? [] : external.problems(external.read(scope))));
  const now = meshSettings(scope).dataPlane;
  if (!told && now !== dataPlane) {
    found.push({
      ...base,
      rule: 'data-plane-told-late',
      message: `ZeroTrustNamespace ${scope.node.path} is made for ${dataPlane}, and Mesh.configure says ${now} by now.`,
      why: 'Which objects a pattern writes depends on the data plane, and they are made with the pattern.',
      fix: 'Call Mesh.configure before the pattern is made, or give the pattern its dataPlane.',
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
