import type { TrafficExtensionSpec, WasmPluginSpec } from '../../../imports/extensions';
import type { DestinationRuleSpec, EnvoyFilterSpec, GatewaySpec, ProxyConfigSpec, ServiceEntrySpec, SidecarSpec, VirtualServiceSpec, WorkloadEntrySpec, WorkloadGroupSpec } from '../../../imports/networking';
import type { AuthorizationPolicySpec, PeerAuthenticationSpec, RequestAuthenticationSpec } from '../../../imports/security';
import type { TelemetrySpec } from '../../../imports/telemetry';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';
import { validateAuthorizationPolicy } from './authorization-policy';
import { validateDestinationRule } from './destination-rule';
import { validateEnvoyFilter } from './envoy-filter';
import { validateGateway } from './gateway';
import { validatePeerAuthentication } from './peer-authentication';
import { validateProxyConfig } from './proxy-config';
import { validateRequestAuthentication } from './request-authentication';
import { validateServiceEntry } from './service-entry';
import { validateSidecar } from './sidecar';
import { validateTelemetry } from './telemetry';
import { validateTrafficExtension } from './traffic-extension';
import { validateVirtualService } from './virtual-service';
import { validateWasmPlugin } from './wasm-plugin';
import { validateWorkloadEntry } from './workload-entry';
import { validateWorkloadGroup } from './workload-group';

/** The spec of each kind that istiod validates, by `group/kind`; all versions of a kind have one. */
interface Specs {
  'extensions.istio.io/TrafficExtension': TrafficExtensionSpec;
  'extensions.istio.io/WasmPlugin': WasmPluginSpec;
  'networking.istio.io/DestinationRule': DestinationRuleSpec;
  'networking.istio.io/EnvoyFilter': EnvoyFilterSpec;
  'networking.istio.io/Gateway': GatewaySpec;
  'networking.istio.io/ProxyConfig': ProxyConfigSpec;
  'networking.istio.io/ServiceEntry': ServiceEntrySpec;
  'networking.istio.io/Sidecar': SidecarSpec;
  'networking.istio.io/VirtualService': VirtualServiceSpec;
  'networking.istio.io/WorkloadEntry': WorkloadEntrySpec;
  'networking.istio.io/WorkloadGroup': WorkloadGroupSpec;
  'security.istio.io/AuthorizationPolicy': AuthorizationPolicySpec;
  'security.istio.io/PeerAuthentication': PeerAuthenticationSpec;
  'security.istio.io/RequestAuthentication': RequestAuthenticationSpec;
  'telemetry.istio.io/Telemetry': TelemetrySpec;
}

export type ValidatedKind = keyof Specs;

const VALIDATORS: { readonly [K in ValidatedKind]: SpecValidator<Wire<Specs[K]>> } = {
  'extensions.istio.io/TrafficExtension': validateTrafficExtension,
  'extensions.istio.io/WasmPlugin': validateWasmPlugin,
  'networking.istio.io/DestinationRule': validateDestinationRule,
  'networking.istio.io/EnvoyFilter': validateEnvoyFilter,
  'networking.istio.io/Gateway': validateGateway,
  'networking.istio.io/ProxyConfig': validateProxyConfig,
  'networking.istio.io/ServiceEntry': validateServiceEntry,
  'networking.istio.io/Sidecar': validateSidecar,
  'networking.istio.io/VirtualService': validateVirtualService,
  'networking.istio.io/WorkloadEntry': validateWorkloadEntry,
  'networking.istio.io/WorkloadGroup': validateWorkloadGroup,
  'security.istio.io/AuthorizationPolicy': validateAuthorizationPolicy,
  'security.istio.io/PeerAuthentication': validatePeerAuthentication,
  'security.istio.io/RequestAuthentication': validateRequestAuthentication,
  'telemetry.istio.io/Telemetry': validateTelemetry,
};

/** Most objects of a mesh are of no such group, which is seen before more of them is read. */
const GROUPS: ReadonlySet<string> = new Set(Object.keys(VALIDATORS).map((kind) => kind.slice(0, kind.indexOf('/'))));

export function isValidatedGroup(group: string): boolean {
  return GROUPS.has(group);
}

export function isValidated(kind: string): kind is ValidatedKind {
  return Object.hasOwn(VALIDATORS, kind);
}

/**
 * The validator of a kind, for a spec that the kind's schema has been applied to: values of a wrong type are gone, so
 * it is what its type says. This is the one place where that is taken on trust.
 */
export function validatorOf(kind: ValidatedKind): SpecValidator<object> {
  return VALIDATORS[kind] as SpecValidator<object>;
}
