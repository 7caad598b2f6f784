import type { Construct } from 'constructs';
import { PeerAuthentication, type PeerAuthenticationMutualTLS, type PeerAuthenticationProps } from '../../../imports/security';
import { meshSettings } from '../../constructs/mesh-settings';
import { setCallSite, setPartCallSite } from '../../l1/call-site';
import { EXCEPTIONS_DECLARED, reasonAnnotation } from '../../model/mtls-exceptions';
import { isFields } from '../../model/values';
import type { MtlsException, MtlsExceptionMode } from './exception';
import { WIDE_NAME } from './plan';
import type { PlannedPolicy } from './policy-index';

type Metadata = NonNullable<PeerAuthenticationProps['metadata']>;

/** The policy of the mesh. It asks for reasons once it is STRICT: before, nothing is weaker. */
export function writeMesh(scope: Construct, mode: 'PERMISSIVE' | 'STRICT'): PeerAuthentication {
  const { rootNamespace } = meshSettings(scope);
  return new MeshPolicy(scope, 'mesh', { metadata: mode === 'STRICT' ? strict(rootNamespace) : { name: WIDE_NAME, namespace: rootNamespace }, spec: { mtls: { mode } } });
}

/** The policy of a namespace that is STRICT before the mesh is. */
export function writeStrictNamespace(scope: Construct, namespace: string): PeerAuthentication {
  return new PeerAuthentication(scope, `namespace ${namespace}`, { metadata: strict(namespace), spec: { mtls: { mode: 'STRICT' } } });
}

function strict(namespace: string): Metadata {
  return { name: WIDE_NAME, namespace, annotations: { [EXCEPTIONS_DECLARED]: 'declared' } };
}

/**
 * The policy of a namespace or workload that is let off. Where only ports are, the mode of the whole is left out: istiod
 * and ztunnel then take it from the namespace or the mesh, so that a step of the roll-out does not touch exceptions.
 */
export function writeException(scope: Construct, { namespace, name, labels, whole, ports }: PlannedPolicy, modeOf: (exception: MtlsException) => MtlsExceptionMode): PeerAuthentication {
  const mtls = (exception: MtlsException): PeerAuthenticationMutualTLS => ({
    get mode() {
      return modeOf(exception);
    },
  });
  const byPort = [...ports];
  const reasons = [...(whole === undefined ? [] : [[reasonAnnotation(), whole.reason]]), ...byPort.map(([port, { reason }]) => [reasonAnnotation(port), reason])];
  const policy = new PeerAuthentication(scope, `exception ${namespace} ${name}`, {
    metadata: { name, namespace, annotations: Object.fromEntries(reasons) },
    spec: {
      ...(labels === undefined ? {} : { selector: { matchLabels: { ...labels } } }),
      ...(whole === undefined ? {} : { mtls: mtls(whole) }),
      ...(byPort.length === 0 ? {} : { portLevelMtls: Object.fromEntries(byPort.map(([port, exception]) => [String(port), mtls(exception)])) }),
    },
  });
  const first = whole ?? byPort[0]?.[1];
  if (first !== undefined) setCallSite(policy, first.made);
  for (const [port, { made }] of byPort) setPartCallSite(policy, `spec.portLevelMtls["${port}"]`, made);
  return policy;
}

/** Follows `Mesh.configure` into another root namespace, however late it comes; a namespace that a patch wrote stays. */
class MeshPolicy extends PeerAuthentication {
  override toJson(): unknown {
    const manifest: unknown = super.toJson();
    if (!isFields(manifest) || !isFields(manifest['metadata']) || manifest['metadata']['namespace'] !== this.metadata.namespace) return manifest;
    return { ...manifest, metadata: { ...manifest['metadata'], namespace: meshSettings(this).rootNamespace } };
  }
}
