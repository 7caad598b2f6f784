import type { Construct } from 'constructs';
import { DestinationRule } from '../../../imports/networking';
import { HostOwner } from '../../constructs/host-owner';
import { noteService } from '../../constructs/described-services';
import { MeshService } from '../../constructs/mesh-service';
import type { MeshSettings } from '../../model/settings';
import { isLabelled, type MtlsException } from './exception';
import type { PlannedPolicy } from './policy-index';
import type { MtlsStage } from './stage';

/** What clients must be told where auto mTLS is off. */
export interface ClientRulesInput {
  readonly stage: MtlsStage;
  readonly policies: readonly PlannedPolicy[];
  readonly exceptions: readonly MtlsException[];
}

/**
 * The DestinationRules that clients need where auto mTLS is off: mutual TLS to whatever refuses plain text, plain text to
 * what takes nothing else. They lie in the root namespace, where they hold for clients of all namespaces, and behind
 * every rule for a host of its own.
 * https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/
 */
export function writeClientRules(scope: Construct, { stage, policies, exceptions }: ClientRulesInput, settings: MeshSettings): readonly DestinationRule[] {
  const { rootNamespace, clusterDomain } = settings;
  const rule = (name: string, host: string, mode: 'ISTIO_MUTUAL' | 'DISABLE'): DestinationRule =>
    new DestinationRule(scope, `clients ${name}`, { metadata: { name, namespace: rootNamespace }, spec: { host, trafficPolicy: { tls: { mode } } } });
  const ofNamespace = (namespace: string): string => `*.${namespace}.svc.${clusterDomain}`;

  const rules = stage.strictNamespaces.map((namespace) => rule(`mtls-${namespace}`, ofNamespace(namespace), 'ISTIO_MUTUAL'));
  if (stage.mode === 'STRICT') {
    const apiServer = MeshService.of({ name: 'kubernetes', namespace: 'default', ports: [{ name: 'https', port: 443 }] });
    noteService(scope, apiServer);
    rules.push(rule('mtls-mesh', `*.${clusterDomain}`, 'ISTIO_MUTUAL'));
    // It has no sidecar, and nobody could put one there.
    rules.push(rule('mtls-kubernetes-api', apiServer.hostIn(scope), 'DISABLE'));
    const plain = policies.filter(({ labels, whole }) => labels === undefined && whole?.mode === 'DISABLE');
    rules.push(...plain.map(({ namespace }) => rule(`mtls-exception-${namespace}`, ofNamespace(namespace), 'DISABLE')));
  }
  return [...rules, ...hostRules(scope, stage, exceptions)];
}

/** Rules of the hosts that take nothing but plain text: the owner of the host asks for their content. */
function hostRules(scope: Construct, stage: MtlsStage, exceptions: readonly MtlsException[]): readonly DestinationRule[] {
  const rules = exceptions.flatMap(({ mode, target }) => {
    if (mode !== 'DISABLE' || target.kind === 'namespace' || isLabelled(target.workload)) return [];
    const { namespace, object } = target.workload.read(scope);
    if (object.kind !== 'Service' || namespace === undefined || !stage.isStrictIn(namespace)) return [];
    return [HostOwner.of(scope, target.workload).contributePolicy(scope, () => ({}))];
  });
  return [...new Set(rules)];
}
