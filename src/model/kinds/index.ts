import { readConfigMap, readCustomResourceDefinition, readSecret, readWebhooks } from './cluster';
import type { ConfigMap, CustomResourceDefinition, Secret, WebhookConfiguration } from './cluster';
import type { CoreService, Namespace, PodTemplate, ServiceAccount } from './core';
import { readCronJob, readPod, readService, readTemplated } from './core';
import type { BackendRoute, BackendTlsPolicy, GatewayApiGateway, GatewayClass, ReferenceGrant } from './gateway-api';
import type {
  DestinationRule,
  EnvoyFilter,
  Gateway,
  ServiceEntry,
  Sidecar,
  VirtualService,
  WorkloadEntry,
  WorkloadGroup,
} from './networking';
import type { AuthorizationPolicy, PeerAuthentication, RequestAuthentication, Telemetry, TrafficExtension, WasmPlugin } from './security';

/** The kinds that checks understand, by `group/kind` (`core` for the group without a name), whatever the version. */
export interface KindMap {
  'networking.istio.io/VirtualService': VirtualService;
  'networking.istio.io/DestinationRule': DestinationRule;
  'networking.istio.io/Gateway': Gateway;
  'networking.istio.io/ServiceEntry': ServiceEntry;
  'networking.istio.io/WorkloadEntry': WorkloadEntry;
  'networking.istio.io/WorkloadGroup': WorkloadGroup;
  'networking.istio.io/Sidecar': Sidecar;
  'networking.istio.io/EnvoyFilter': EnvoyFilter;
  'security.istio.io/AuthorizationPolicy': AuthorizationPolicy;
  'security.istio.io/PeerAuthentication': PeerAuthentication;
  'security.istio.io/RequestAuthentication': RequestAuthentication;
  'telemetry.istio.io/Telemetry': Telemetry;
  'extensions.istio.io/WasmPlugin': WasmPlugin;
  'extensions.istio.io/TrafficExtension': TrafficExtension;
  'gateway.networking.k8s.io/Gateway': GatewayApiGateway;
  'gateway.networking.k8s.io/HTTPRoute': BackendRoute;
  'gateway.networking.k8s.io/GRPCRoute': BackendRoute;
  'gateway.networking.k8s.io/TLSRoute': BackendRoute;
  'gateway.networking.k8s.io/TCPRoute': BackendRoute;
  'gateway.networking.k8s.io/ReferenceGrant': ReferenceGrant;
  'gateway.networking.k8s.io/GatewayClass': GatewayClass;
  'gateway.networking.k8s.io/BackendTLSPolicy': BackendTlsPolicy;
  'core/Service': CoreService;
  'core/Namespace': Namespace;
  'core/ServiceAccount': ServiceAccount;
  'core/Secret': Secret;
  'core/ConfigMap': ConfigMap;
  'core/Pod': PodTemplate;
  'core/ReplicationController': PodTemplate;
  'apps/Deployment': PodTemplate;
  'apps/StatefulSet': PodTemplate;
  'apps/DaemonSet': PodTemplate;
  'apps/ReplicaSet': PodTemplate;
  'batch/Job': PodTemplate;
  'batch/CronJob': PodTemplate;
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': WebhookConfiguration;
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WebhookConfiguration;
  'apiextensions.k8s.io/CustomResourceDefinition': CustomResourceDefinition;
}

export type Kind = keyof KindMap;

/** How an object of a kind is read: as its schema leaves it, or value by value. */
type Reader<T> = (object: unknown) => T;

/**
 * Kinds whose schema has been applied: values of a wrong type are gone, so the object is what its type
 * says. This is the one place where that is taken on trust.
 */
function checkedBySchema<T extends object>(object: unknown): T {
  return object as T;
}

const READERS: { readonly [K in Kind]: Reader<KindMap[K]> } = {
  'networking.istio.io/VirtualService': checkedBySchema,
  'networking.istio.io/DestinationRule': checkedBySchema,
  'networking.istio.io/Gateway': checkedBySchema,
  'networking.istio.io/ServiceEntry': checkedBySchema,
  'networking.istio.io/WorkloadEntry': checkedBySchema,
  'networking.istio.io/WorkloadGroup': checkedBySchema,
  'networking.istio.io/Sidecar': checkedBySchema,
  'networking.istio.io/EnvoyFilter': checkedBySchema,
  'security.istio.io/AuthorizationPolicy': checkedBySchema,
  'security.istio.io/PeerAuthentication': checkedBySchema,
  'security.istio.io/RequestAuthentication': checkedBySchema,
  'telemetry.istio.io/Telemetry': checkedBySchema,
  'extensions.istio.io/WasmPlugin': checkedBySchema,
  'extensions.istio.io/TrafficExtension': checkedBySchema,
  'gateway.networking.k8s.io/Gateway': checkedBySchema,
  'gateway.networking.k8s.io/HTTPRoute': checkedBySchema,
  'gateway.networking.k8s.io/GRPCRoute': checkedBySchema,
  'gateway.networking.k8s.io/TLSRoute': checkedBySchema,
  'gateway.networking.k8s.io/TCPRoute': checkedBySchema,
  'gateway.networking.k8s.io/ReferenceGrant': checkedBySchema,
  'gateway.networking.k8s.io/GatewayClass': () => ({}),
  'gateway.networking.k8s.io/BackendTLSPolicy': checkedBySchema,
  'core/Service': readService,
  'core/Namespace': () => ({}),
  'core/ServiceAccount': () => ({}),
  'core/Secret': readSecret,
  'core/ConfigMap': readConfigMap,
  'core/Pod': readPod,
  'core/ReplicationController': readTemplated,
  'apps/Deployment': readTemplated,
  'apps/StatefulSet': readTemplated,
  'apps/DaemonSet': readTemplated,
  'apps/ReplicaSet': readTemplated,
  'batch/Job': readTemplated,
  'batch/CronJob': readCronJob,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': readWebhooks,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': readWebhooks,
  'apiextensions.k8s.io/CustomResourceDefinition': readCustomResourceDefinition,
};

export function isKind(text: string): text is Kind {
  return Object.hasOwn(READERS, text);
}

export function readKind<K extends Kind>(kind: K, object: unknown): KindMap[K] {
  return READERS[kind](object);
}

/** The group of an `apiVersion`; the group without a name is `core`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? 'core' : apiVersion.slice(0, slash);
}
