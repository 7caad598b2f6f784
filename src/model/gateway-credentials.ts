import type { GatewayResource } from './mesh-index';
import { Memo } from './memo';
import type { Path } from './path';
import { formatLabels } from './selectors';
import type { WorkloadTable } from './workloads';

/** The name of a Secret that a server of a Gateway has its certificate from. */
export interface GatewayCredential {
  readonly gateway: GatewayResource;
  /** Position of the server. */
  readonly index: number;
  /** Where in its `tls` the name is. */
  readonly field: Path;
  readonly name: string;
  /** Namespaces of the pods of the gateway, sorted: the Secret is looked for there. */
  readonly namespaces: readonly string[];
}

/** Names that mean something else than a Secret begin so. */
const KUBERNETES = 'kubernetes://';
const OTHER_SOURCE = /^(?!kubernetes:\/\/)[a-z-]+:\/\//;

/**
 * All names of Secrets in Gateways.
 * Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export function credentialsOf(gateways: readonly GatewayResource[], workloads: WorkloadTable): readonly GatewayCredential[] {
  const places = new Memo<readonly string[]>();
  return gateways.flatMap((gateway) => {
    const { selector = {}, servers = [] } = gateway.object.spec ?? {};
    return servers.flatMap(({ tls }, index) => {
      const names: readonly (readonly [Path, string])[] = [
        ...(tls?.credentialName === undefined ? [] : [[['credentialName'], tls.credentialName] as const]),
        ...(tls?.credentialNames ?? []).map((name, position) => [['credentialNames', position], name] as const),
      ];
      if (names.length === 0) return [];
      const namespaces = places.get(formatLabels(selector), () =>
        [...new Set(workloads.matchingAnywhere(selector).map(({ namespace }) => namespace))].sort(),
      );
      return names.flatMap(([field, name]) => (name === '' || OTHER_SOURCE.test(name) ? [] : [{ gateway, index, field, name, namespaces }]));
    });
  });
}

/** `namespace/name` of the Secrets that a name can stand for. */
export function secretKeys(name: string, namespaces: readonly string[]): readonly string[] {
  const plain = name.startsWith(KUBERNETES) ? name.slice(KUBERNETES.length) : name;
  return plain.includes('/') ? [plain] : namespaces.map((namespace) => `${namespace}/${plain}`);
}
