import type { Resource } from './resource';

/** Namespaces of Kubernetes itself, of which Istio's analyzers say nothing. */
const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

export function isSystemNamespace(namespace: string): boolean {
  return SYSTEM_NAMESPACES.has(namespace);
}

type Labelled = Pick<Resource, 'labels'>;

/** True for what an installation of Istio brings: it is labelled so. */
export function isControlPlane({ labels }: Labelled): boolean {
  return Object.hasOwn(labels, 'istio') || labels.release === 'istio';
}

const GATEWAY_CONTROLLERS: readonly string[] = ['istio.io-gateway-controller', 'istio.io-mesh-controller', 'istio.io-eastwest-controller'];

/** True for what Istio makes of a Gateway API Gateway. */
export function isMadeForGateway({ labels }: Labelled): boolean {
  return GATEWAY_CONTROLLERS.includes(labels['gateway.istio.io/managed'] ?? '');
}
