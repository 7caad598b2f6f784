import { asList, asNumber, asText, asTextMap, fieldAt, fieldOf } from '../values';

/**
 * Kubernetes' own kinds, as far as checks read them. No schema is checked for these, so they are read
 * value by value; what has a wrong type counts as absent.
 */

export interface CoreServicePort {
  readonly name?: string;
  readonly port?: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
export interface CoreService {
  readonly type?: string;
  /** `None` for a headless Service, whose callers reach the Pods by their own addresses. */
  readonly clusterIP?: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly CoreServicePort[];
}

/** A Pod, or the pod template of a Deployment and its like. */
export interface PodTemplate {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly serviceAccountName?: string;
  readonly hostNetwork: boolean;
  /** User id of its containers, where they say nothing of their own. */
  readonly runAsUser?: number;
  readonly containers: readonly {
    readonly name?: string;
    readonly image?: string;
    readonly runAsUser?: number;
    /** Variables with a value of their own: what comes from elsewhere is not known. */
    readonly env: Readonly<Record<string, string>>;
    readonly ports: readonly ContainerPort[];
  }[];
  /** Ports of containers that start before the others and stay: init containers with `restartPolicy: Always`. */
  readonly sidecarPorts: readonly ContainerPort[];
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort?: number;
}

export type Namespace = Record<never, never>;
export type ServiceAccount = Record<never, never>;

function textOrNumber(value: unknown): string | number | undefined {
  return asText(value) ?? asNumber(value);
}

export function readService(object: unknown): CoreService {
  const spec = fieldOf(object, 'spec');
  return {
    type: asText(fieldOf(spec, 'type')),
    clusterIP: asText(fieldOf(spec, 'clusterIP')),
    selector: asTextMap(fieldOf(spec, 'selector')),
    ports: asList(fieldOf(spec, 'ports')).map((port) => ({
      name: asText(fieldOf(port, 'name')),
      port: asNumber(fieldOf(port, 'port')),
      targetPort: textOrNumber(fieldOf(port, 'targetPort')),
      protocol: asText(fieldOf(port, 'protocol')),
      appProtocol: asText(fieldOf(port, 'appProtocol')),
    })),
  };
}

function readPodTemplate(template: unknown): PodTemplate {
  const spec = fieldOf(template, 'spec');
  return {
    labels: asTextMap(fieldAt(template, 'metadata', 'labels')),
    annotations: asTextMap(fieldAt(template, 'metadata', 'annotations')),
    // The older field means the same.
    serviceAccountName: asText(fieldOf(spec, 'serviceAccountName')) ?? asText(fieldOf(spec, 'serviceAccount')),
    hostNetwork: fieldOf(spec, 'hostNetwork') === true,
    runAsUser: asNumber(fieldAt(spec, 'securityContext', 'runAsUser')),
    containers: asList(fieldOf(spec, 'containers')).map((container) => ({
      name: asText(fieldOf(container, 'name')),
      image: asText(fieldOf(container, 'image')),
      runAsUser: asNumber(fieldAt(container, 'securityContext', 'runAsUser')),
      env: readEnv(fieldOf(container, 'env')),
      ports: readContainerPorts(container),
    })),
    sidecarPorts: asList(fieldOf(spec, 'initContainers'))
      .filter((container) => fieldOf(container, 'restartPolicy') === 'Always')
      .flatMap(readContainerPorts),
  };
}

function readEnv(list: unknown): Readonly<Record<string, string>> {
  return asTextMap(list === undefined ? undefined : Object.fromEntries(asList(list).map((item) => [asText(fieldOf(item, 'name')) ?? '', fieldOf(item, 'value')])));
}

function readContainerPorts(container: unknown): readonly ContainerPort[] {
  return asList(fieldOf(container, 'ports')).map((port) => ({
    name: asText(fieldOf(port, 'name')),
    containerPort: asNumber(fieldOf(port, 'containerPort')),
  }));
}

export function readPod(object: unknown): PodTemplate {
  return readPodTemplate(object);
}

/** Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job. */
export function readTemplated(object: unknown): PodTemplate {
  return readPodTemplate(fieldAt(object, 'spec', 'template'));
}

export function readCronJob(object: unknown): PodTemplate {
  return readPodTemplate(fieldAt(object, 'spec', 'jobTemplate', 'spec', 'template'));
}
