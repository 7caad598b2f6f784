import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** Protocols that Istio can be told of a port, by the port's `appProtocol` or by the first part of its name. */
export type AppProtocol = 'http' | 'http2' | 'grpc' | 'grpc-web' | 'https' | 'tls' | 'tcp' | 'mongo' | 'mysql' | 'redis' | 'udp' | 'kubernetes.io/h2c';

/** A port of a service. https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
export interface ServicePort {
  /** Istio reads the protocol from the part before the first dash: `http`, `http-web`, `grpc`, `tcp-db`. */
  readonly name?: string;
  /** What callers use, 1 to 65535. */
  readonly port: number;
  /** Port of the container, by number or by name; the same as `port` when absent. */
  readonly targetPort?: number | string;
  /** Transport; TCP when absent. */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
  /** Protocol spoken; counts more than the name of the port. https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ */
  readonly appProtocol?: AppProtocol;
}

/** A service account by name, or anything that has a name, such as a cdk8s-plus `ServiceAccount`. */
export type ServiceAccountRef = string | { readonly name: string };

/** A service told in words, for one that is deployed elsewhere or that this program does not hold as an object. */
export interface ServiceDescription {
  /** Name of the Kubernetes Service. */
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly ServicePort[];
  /** Labels of the pods behind the service. */
  readonly selector?: { readonly [key: string]: string };
  /** The account its pods run as: gives the service an `identity`. */
  readonly serviceAccount?: ServiceAccountRef;
}

/** A manifest of kind Service (`v1`) or ServiceEntry (`networking.istio.io`). */
export interface ServiceManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
  readonly spec?: object;
}

/** A cdk8s `ApiObject` of kind Service or ServiceEntry, of any copy of cdk8s. */
export interface ServiceObject extends IConstruct {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly metadata: { readonly namespace?: string };
  toJson(): unknown;
}

/** A construct around a Service object, recognised by its shape: `Service` of any cdk8s-plus. */
export interface ServiceConstruct extends IConstruct {
  readonly name: string;
  readonly ports: readonly { readonly port: number }[];
}

/** Everything that a `MeshService` can stand for. */
export type ServiceSource = ServiceDescription | ServiceManifest | ServiceObject | ServiceConstruct;

/** Whether the source is words only. */
export function isDescription(source: ServiceSource): source is ServiceDescription {
  return !('node' in source) && !('kind' in source);
}

/** Whether the source is an object of a tree, of any copy of cdk8s. */
export function isServiceObject(source: ServiceSource): source is ServiceObject {
  return ApiObject.isApiObject(source);
}

/** Whether the source is a construct that holds an object. */
export function isServiceConstruct(source: ServiceSource): source is ServiceConstruct {
  return 'node' in source && !isServiceObject(source);
}

/** Whether the source is a manifest: it says what kind it is and is no construct. */
export function isManifest(source: ServiceSource): source is ServiceManifest {
  return 'kind' in source && !('node' in source);
}
