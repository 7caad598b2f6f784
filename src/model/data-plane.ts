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

/** What the labels of a namespace say: the data plane of workloads that say nothing of their own, and what the others can have there. */
export interface NamespaceDataPlane extends DataPlane {
  /** Which Pods get a sidecar: all that do not refuse it, those that ask for it, or none. */
  readonly injects: 'all' | 'asking' | 'none';
  /** Pods without a sidecar are ambient. */
  readonly enrolls: boolean;
}

/** The kinds that say which data plane a namespace has. */
export const DATA_PLANE_KINDS = ['core/Namespace'] as const satisfies readonly Kind[];

const MODE = 'istio.io/dataplane-mode';
const INJECT = 'sidecar.istio.io/inject';
const INJECTION = 'istio-injection';
const REVISION = 'istio.io/rev';
const REDIRECTION = 'ambient.istio.io/redirection';
const SIDECAR_STATUS = 'sidecar.istio.io/status';
/** Label of the pods that run a Gateway of the Gateway API: its name. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/**
 * The data plane that the labels of a namespace ask for. Injection beats ambient where both are asked for.
 * Reference: https://istio.io/latest/docs/ambient/usage/add-workloads/
 */
export function dataPlaneOfNamespace(namespace: Resource<'core/Namespace'> | undefined, settings: MeshSettings): NamespaceDataPlane {
  const labels = namespace?.labels ?? {};
  const [injection, revision] = [labels[INJECTION], labels[REVISION]];
  const isAmbient = labels[MODE] === 'ambient';
  const byRevision = revision !== undefined && revision !== '' && injection === undefined;
  if (injection === 'enabled' || byRevision) return { kind: 'sidecar', certain: true, injects: 'all', enrolls: isAmbient };
  // Istio's webhook selects the value `enabled`, and no other: a namespace of any other value is left as it is.
  const injects = injection === undefined ? 'asking' : 'none';
  if (isAmbient) return { kind: 'ambient', certain: true, injects, enrolls: true };
  if (injection !== undefined) return { kind: 'none', certain: true, injects, enrolls: false };
  // Sidecars are the default, so only ambient has been said.
  const byDefault = settings.dataPlane === 'ambient';
  return { kind: settings.dataPlane, certain: byDefault, injects, enrolls: byDefault };
}

/** True for a namespace that is ambient by its label, or by the settings where it says nothing. */
export function isSurelyAmbient(namespace: Resource<'core/Namespace'> | undefined, settings: MeshSettings): boolean {
  const { kind, certain } = dataPlaneOfNamespace(namespace, settings);
  return kind === 'ambient' && certain;
}

/**
 * The data plane of one workload. The webhook that injects sidecars comes first, and a Pod with a sidecar is not taken into ambient,
 * whatever its labels say.
 * Reference: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 */
export function dataPlaneOfWorkload(pod: PodTemplate | undefined, ofNamespace: NamespaceDataPlane): DataPlane {
  if (pod === undefined) return { kind: ofNamespace.kind, certain: false };
  if (hasSidecar(pod)) return { kind: 'sidecar', certain: true };
  if (pod.hostNetwork) return { kind: 'none', certain: true };
  // The mark that ztunnel has taken a Pod in, where it comes from a cluster.
  if (pod.annotations[REDIRECTION] === 'enabled') return { kind: 'ambient', certain: true };
  if (isInjected(pod, ofNamespace)) return { kind: 'sidecar', certain: true };
  const mode = pod.labels[MODE];
  if (mode === 'ambient') return { kind: 'ambient', certain: true };
  if (ofNamespace.enrolls) return mode === 'none' ? { kind: 'none', certain: true } : { kind: 'ambient', certain: ofNamespace.certain };
  return ofNamespace.injects === 'none' || injectionOf(pod) === 'false' ? { kind: 'none', certain: true } : ofNamespace;
}

function hasSidecar({ containers, annotations }: PodTemplate): boolean {
  return Object.hasOwn(annotations, SIDECAR_STATUS) || containers.some(({ name, image }) => name === 'istio-proxy' && image !== undefined && image !== '');
}

/** True for Pods that one of Istio's webhooks selects and istiod then gives a sidecar; those with the network of their node aside. */
export function isInjected(pod: PodTemplate, { injects, enrolls }: NamespaceDataPlane): boolean {
  const injection = injectionOf(pod);
  if (injects === 'none' || injection === 'false') return false;
  if (injects === 'all' || (pod.labels[REVISION] ?? '') !== '') return true;
  // By the annotation alone no webhook selects a Pod: it tells of a label of the namespace that is not in the input.
  return injection === 'true' && (!enrolls || pod.labels[INJECT] === 'true');
}

/** What a Pod says of its injection: its label, before its annotation. */
function injectionOf({ labels, annotations }: PodTemplate): string | undefined {
  return labels[INJECT] ?? annotations[INJECT];
}

/** True for pods that are Istio gateways: the proxy is all they run. */
export function isGatewayPod(pod: PodTemplate): boolean {
  return (
    pod.annotations['inject.istio.io/templates']?.split(',').includes('gateway') === true ||
    Object.hasOwn(pod.labels, GATEWAY_NAME) ||
    (pod.containers.length === 1 && pod.containers[0]?.name === 'istio-proxy')
  );
}
