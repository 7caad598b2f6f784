import { isCidr } from './cidr';

/** A check of a value, and what it wants. */
interface Form {
  readonly wants: string;
  readonly holds: (value: string) => boolean;
}

const listOf =
  (holds: (item: string) => boolean, { all = false } = {}) =>
  (value: string): boolean =>
    value === '' || (all && value === '*') || value.split(',').every(holds);

const isPort = (text: string): boolean => /^\d{1,10}$/.test(text.trim()) && Number(text) <= 65_535;
const isInterface = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/.test(text);

const COUNT: Form = { wants: 'a whole number from 0 on', holds: (value) => /^\d{1,10}$/.test(value) && Number(value) <= 4_294_967_295 };
const PORTS: Form = { wants: 'a list of port numbers with commas between them', holds: listOf(isPort) };
const INTERFACES: Form = { wants: 'a list of names of network interfaces with commas between them', holds: listOf(isInterface) };
const QUANTITY: Form = {
  wants: 'a quantity as Kubernetes writes them, such as 100m or 128Mi',
  holds: (value) => /^[+-]?(\d+\.?\d*|\.\d+)(m|u|n|[kMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/.test(value),
};

const FORMS: Readonly<Record<string, Form>> = {
  'sidecar.istio.io/interceptionMode': { wants: 'REDIRECT, TPROXY or NONE', holds: (value) => ['REDIRECT', 'TPROXY', 'NONE'].includes(value) },
  'status.sidecar.istio.io/port': { wants: 'a port number', holds: isPort },
  'readiness.status.sidecar.istio.io/initialDelaySeconds': COUNT,
  'readiness.status.sidecar.istio.io/periodSeconds': COUNT,
  'readiness.status.sidecar.istio.io/failureThreshold': COUNT,
  'traffic.sidecar.istio.io/includeOutboundIPRanges': { wants: '* or a list of CIDR blocks with commas between them', holds: listOf(isCidr, { all: true }) },
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': { wants: 'a list of CIDR blocks with commas between them', holds: listOf(isCidr) },
  'traffic.sidecar.istio.io/includeInboundPorts': { wants: '* or a list of port numbers with commas between them', holds: listOf(isPort, { all: true }) },
  'traffic.sidecar.istio.io/excludeInboundPorts': PORTS,
  'traffic.sidecar.istio.io/excludeOutboundPorts': PORTS,
  'traffic.sidecar.istio.io/excludeInterfaces': INTERFACES,
  'traffic.sidecar.istio.io/kubevirtInterfaces': INTERFACES,
  'istio.io/reroute-virtual-interfaces': INTERFACES,
  'prometheus.istio.io/merge-metrics': { wants: 'true or false', holds: (value) => /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value) },
  'sidecar.istio.io/proxyCPU': QUANTITY,
  'sidecar.istio.io/proxyCPULimit': QUANTITY,
  'sidecar.istio.io/proxyMemory': QUANTITY,
  'sidecar.istio.io/proxyMemoryLimit': QUANTITY,
};

/**
 * What the value of an annotation should be and is not; undefined where it is all right, or where nothing is known of it.
 * Reference: https://istio.io/latest/docs/reference/config/annotations/
 */
export function annotationProblem(name: string, value: string): string | undefined {
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  return form === undefined || form.holds(value) ? undefined : form.wants;
}
