import type { Kind } from './kinds';
import type { PodTemplate } from './kinds/core';
import type { Resource } from './resource';
import type { MeshSettings } from './settings';

/** What carries the traffic of a workload: its own sidecar, the node's ztunnel, or nothing of Istio's. */
export interface DataPlane {
  readonly kind: 'sidecar' | 'ambient' | 'none';
  /** False where nobody said it and Istio's default is taken. */
  readonly certain: boolean;
}

/** The kinds that say which data plane a namespace has. */
export const DATA_PLANE_KINDS = ['core/Namespace'] as const satisfies readonly Kind[];

const MODE = 'istio.io/dataplane-mode';
const INJECT = 'sidecar.istio.io/inject';
const INJECTION = 'istio-injection';
const REVISION = 'istio.io/rev';
/** Label of the pods that run a Gateway of the Gateway API: its name. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/**
 * The data plane that the labels of a namespace ask for. Injection beats ambient where both are asked for.
 * Reference: https://istio.io/latest/docs/ambient/usage/add-workloads/
 */
export function dataPlaneOfNamespace(namespace: Resource<'core/Namespace'> | undefined, settings: MeshSettings): DataPlane {
  const labels = namespace?.labels ?? {};
  const injection = labels[INJECTION];
  if (injection === 'enabled') return { kind: 'sidecar', certain: true };
  const revision = labels[REVISION];
  if (revision !== undefined && revision !== '' && injection === undefined) return { kind: 'sidecar', certain: true };
  if (labels[MODE] === 'ambient') return { kind: 'ambient', certain: true };
  // Istio's webhook selects the value `enabled`, and no other: a namespace of any other value is left as it is.
  if (injection !== undefined) return { kind: 'none', certain: true };
  // Sidecars are the default, so only ambient has been said.
  return { kind: settings.dataPlane, certain: settings.dataPlane === 'ambient' };
}

/** True for a namespace that is ambient by its label, or by the settings where it says nothing. */
export function isSurelyAmbient(namespace: Resource<'core/Namespace'> | undefined, settings: MeshSettings): boolean {
  const { kind, certain } = dataPlaneOfNamespace(namespace, settings);
  return kind === 'ambient' && certain;
}

/** The data plane of one workload, whose own labels come before those of its namespace. */
export function dataPlaneOfWorkload(pod: PodTemplate | undefined, ofNamespace: DataPlane): DataPlane {
  if (pod === undefined) return { kind: ofNamespace.kind, certain: false };
  if (pod.containers.some(({ name, image }) => name === 'istio-proxy' && image !== undefined && image !== ''))
    return { kind: 'sidecar', certain: true };
  if (pod.hostNetwork) return { kind: 'none', certain: true };
  // The mark that ztunnel has taken a Pod in, where it comes from a cluster.
  if (pod.annotations['ambient.istio.io/redirection'] === 'enabled') return { kind: 'ambient', certain: true };
  const inject = pod.labels[INJECT] ?? pod.annotations[INJECT];
  if (inject === 'true') return { kind: 'sidecar', certain: true };
  const mode = pod.labels[MODE];
  if (mode === 'ambient') return { kind: 'ambient', certain: true };
  if (ofNamespace.kind === 'ambient') return mode === 'none' ? { kind: 'none', certain: true } : ofNamespace;
  return inject === 'false' ? { kind: 'none', certain: true } : ofNamespace;
}

/** True for pods that are Istio gateways: the proxy is all they run. */
export function isGatewayPod(pod: PodTemplate): boolean {
  return (
    pod.annotations['inject.istio.io/templates']?.split(',').includes('gateway') === true ||
    Object.hasOwn(pod.labels, GATEWAY_NAME) ||
    (pod.containers.length === 1 && pod.containers[0]?.name === 'istio-proxy')
  );
}
