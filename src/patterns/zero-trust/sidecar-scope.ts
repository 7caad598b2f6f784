import type { IConstruct } from 'constructs';
import { Sidecar, type SidecarSpec } from '../../../imports/networking';
import type { Construct } from 'constructs';
import { edgesFrom } from '../../constructs/access-edges';
import { sortedTexts } from '../../constructs/access-request';
import { meshSettings } from '../../constructs/mesh-settings';
import type { MeshService } from '../../constructs/mesh-service';
import { versionServicesOf } from '../../constructs/version-services';

/** Something outside the edges that workloads may call: a service, or a host that some ServiceEntry of the mesh has. */
export type External = MeshService | string;

/**
 * Makes the Sidecar of a namespace: what its proxies are told of. It is a scope, not a fence: a workload that goes around
 * its proxy goes around this as well.
 * https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export function makeSidecar(scope: Construct, namespace: string, externals: readonly External[]): Sidecar {
  const spec: SidecarSpec = {
    get egress() {
      return [{ hosts: scopeHosts(scope, namespace, externals) }];
    },
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  };
  return new Sidecar(scope, 'sidecar', { metadata: { name: 'default', namespace }, spec });
}

/** What the proxies see, as `namespace/host`: the services that callers of this namespace have edges to, the root namespace, externals. */
function scopeHosts(scope: IConstruct, namespace: string, externals: readonly External[]): readonly string[] {
  const { rootNamespace, clusterDomain } = meshSettings(scope);
  const hosts = edgesFrom(scope, namespace).flatMap(({ to }) => {
    const reading = to.read(scope);
    const versions = versionServicesOf(scope, to).map(({ name }) => `${name}.${reading.namespace ?? ''}.svc.${clusterDomain}`);
    return [reading.host, ...versions].map((host) => inNamespace(reading.namespace, host, namespace));
  });
  const others = externals.map((external) => {
    if (typeof external === 'string') return `*/${external}`;
    const reading = external.read(scope);
    return inNamespace(reading.namespace, reading.host, namespace);
  });
  const root = rootNamespace === namespace ? './*' : `${rootNamespace}/*`;
  // A namespace that is open as a whole needs no host of its own.
  const single = [...hosts, ...others].filter((host) => !host.startsWith(root.slice(0, -1)));
  return [...sortedTexts(single), root];
}

function inNamespace(of: string | undefined, host: string, own: string): string {
  return `${of === own ? '.' : (of ?? '*')}/${host}`;
}
