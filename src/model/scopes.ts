export type Scope = 'Namespaced' | 'Cluster';

/**
 * The kinds that Kubernetes itself keeps, by group (`core` for the group without a name). Reviews and the like, which ask the API
 * server something and are not kept, have no name and are not here.
 * Source: the types of k8s.io/api 1.36, and kinds of the last years that are no more.
 */
const KUBERNETES: Readonly<Record<string, { readonly namespaced?: readonly string[]; readonly cluster?: readonly string[] }>> = {
  core: {
    namespaced: [
      'ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'PersistentVolumeClaim', 'Pod', 'PodTemplate', 'ReplicationController', 'ResourceQuota',
      'Secret', 'Service', 'ServiceAccount',
    ],
    cluster: ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
  },
  'admissionregistration.k8s.io': {
    cluster: [
      'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration',
    ],
  },
  'apiextensions.k8s.io': { cluster: ['CustomResourceDefinition'] },
  'apiregistration.k8s.io': { cluster: ['APIService'] },
  apps: { namespaced: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'] },
  autoscaling: { namespaced: ['HorizontalPodAutoscaler'] },
  batch: { namespaced: ['CronJob', 'Job'] },
  'certificates.k8s.io': { namespaced: ['PodCertificateRequest'], cluster: ['CertificateSigningRequest', 'ClusterTrustBundle'] },
  'coordination.k8s.io': { namespaced: ['Lease', 'LeaseCandidate'] },
  'discovery.k8s.io': { namespaced: ['EndpointSlice'] },
  'events.k8s.io': { namespaced: ['Event'] },
  'flowcontrol.apiserver.k8s.io': { cluster: ['FlowSchema', 'PriorityLevelConfiguration'] },
  'internal.apiserver.k8s.io': { cluster: ['StorageVersion'] },
  'networking.k8s.io': { namespaced: ['Ingress', 'NetworkPolicy'], cluster: ['IPAddress', 'IngressClass', 'ServiceCIDR'] },
  'node.k8s.io': { cluster: ['RuntimeClass'] },
  policy: { namespaced: ['PodDisruptionBudget'], cluster: ['PodSecurityPolicy'] },
  'rbac.authorization.k8s.io': { namespaced: ['Role', 'RoleBinding'], cluster: ['ClusterRole', 'ClusterRoleBinding'] },
  'resource.k8s.io': {
    namespaced: ['PodSchedulingContext', 'ResourceClaim', 'ResourceClaimTemplate'],
    cluster: ['DeviceClass', 'DeviceTaintRule', 'ResourcePoolStatusRequest', 'ResourceSlice'],
  },
  'scheduling.k8s.io': { namespaced: ['PodGroup', 'Workload'], cluster: ['PriorityClass'] },
  'storage.k8s.io': {
    namespaced: ['CSIStorageCapacity'],
    cluster: ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
  },
  'storagemigration.k8s.io': { cluster: ['StorageVersionMigration'] },
};

const KUBERNETES_KINDS: ReadonlyMap<string, Scope> = new Map(
  Object.entries(KUBERNETES).flatMap(([group, { namespaced = [], cluster = [] }]) => [
    ...namespaced.map((kind): [string, Scope] => [`${group}/${kind}`, 'Namespaced']),
    ...cluster.map((kind): [string, Scope] => [`${group}/${kind}`, 'Cluster']),
  ]),
);

/** Groups of which all kinds are known to live in a namespace, but for GatewayClass. */
const MESH_GROUPS: ReadonlySet<string> = new Set([
  'gateway.networking.k8s.io',
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
  'extensions.istio.io',
]);

/** Whether objects of a kind live in a namespace; undefined for kinds of other makers. */
export function scopeOf(group: string, kind: string): Scope | undefined {
  if (MESH_GROUPS.has(group)) return kind === 'GatewayClass' && group === 'gateway.networking.k8s.io' ? 'Cluster' : 'Namespaced';
  return KUBERNETES_KINDS.get(`${group}/${kind}`);
}

/** Whether a group is one of Kubernetes' own, which no one else adds kinds to. */
export function isKubernetesGroup(group: string): boolean {
  return Object.hasOwn(KUBERNETES, group);
}
