import type { ClientTls } from '../../constructs/client-tls';
import type { ServiceReading } from '../../constructs/service-reading';
import type { PolicyIndex } from './policy-index';
import type { MtlsStage } from './stage';

/** How clients must call a service once nothing tells them by itself; undefined where plain text is still taken. */
export function clientTlsOf({ object, namespace, selector = {}, ports }: ServiceReading, stage: MtlsStage, policies: PolicyIndex): ClientTls | undefined {
  if (object.kind !== 'Service' || namespace === undefined || !stage.isStrictIn(namespace)) return undefined;
  const [policy] = policies.selecting(namespace, selector);
  const whole = clientMode(policy?.whole?.mode ?? policies.ofNamespace(namespace)?.whole?.mode);
  const different = ports.flatMap(({ number, targetPort = number }): [number, 'ISTIO_MUTUAL' | 'DISABLE'][] => {
    const exception = typeof targetPort === 'number' ? policy?.ports.get(targetPort) : undefined;
    const mode = exception === undefined ? whole : clientMode(exception.mode);
    return mode === whole ? [] : [[number, mode]];
  });
  return { mode: whole, ports: new Map(different) };
}

/** PERMISSIVE takes mutual TLS as well, so clients need not know of it. */
function clientMode(mode: 'PERMISSIVE' | 'DISABLE' | undefined): 'ISTIO_MUTUAL' | 'DISABLE' {
  return mode === 'DISABLE' ? 'DISABLE' : 'ISTIO_MUTUAL';
}
