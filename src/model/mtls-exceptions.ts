import type { Resource } from './resource';

/** On a policy: exceptions to its mode must say why they are there. The value of the annotation is `declared`. */
export const EXCEPTIONS_DECLARED = 'cdk8s-istio.dev/mtls-exceptions';
/** On an exception: why it is there. For a port the number of the port follows after a dash. */
const EXCEPTION = 'cdk8s-istio.dev/mtls-exception';

/** The annotation that holds the reason of an exception, of one port of the container where one is given. */
export function reasonAnnotation(port?: number | string): string {
  return port === undefined ? EXCEPTION : `${EXCEPTION}-${port}`;
}

/** True for a policy that exceptions must be declared to. */
export function asksForReasons(policy: Resource | undefined): boolean {
  return policy?.annotations[EXCEPTIONS_DECLARED] === 'declared';
}

/** Why an exception is there; undefined where nobody says so. */
export function reasonOf({ annotations }: Resource, port?: number | string): string | undefined {
  const reason = annotations[reasonAnnotation(port)];
  return reason === undefined || reason.trim() === '' ? undefined : reason;
}

/** True for a policy that gives a reason, of its whole or of one of its ports. */
export function isDeclaredException(policy: Resource<'security.istio.io/PeerAuthentication'>): boolean {
  return reasonOf(policy) !== undefined || Object.keys(policy.object.spec?.portLevelMtls ?? {}).some((port) => reasonOf(policy, port) !== undefined);
}
