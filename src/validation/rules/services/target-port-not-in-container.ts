import { isControlPlane, isMadeForGateway, isSystemNamespace } from '../../../model/control-plane';
import { isGatewayPod } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { ContainerPort, CoreServicePort } from '../../../model/kinds/core';
import { Memo } from '../../../model/memo';
import { isEmptySelector, labelsKey } from '../../../model/selectors';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { Workload } from '../../../model/workloads';
import { defineRule } from '../../rule';

const mesh = (targetPort: string): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80, targetPort: ${targetPort} }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews } }
    spec:
      containers:
        - name: reviews
          image: reviews
          ports: [{ name: web, containerPort: 9080 }]
`;

export const targetPortNotInContainer = defineRule({
  id: 'target-port-not-in-container',
  upstream: ['KIA0701'],
  severity: 'warning',
  summary: 'A port of a Service leads to a port that no container of its workloads has',
  why: 'Kubernetes finds the number by the name in each Pod, and a Pod without that name is left out, so calls to the port reach nobody.',
  fix: 'Set `targetPort` to a port of the container, or name the port there.',
  notes:
    'Only workloads of the namespace of the Service count, by the labels of their Pods; Kiali compares the labels of the Deployment itself, in ' +
    'any namespace. A number that is not among the ports of the containers is an info, since a container may listen on ports that it does not ' +
    'list; where a container lists none, nothing is said. The ports of the proxy, and gateways, are left alone.',
  reads: ['core/Service', ...WORKLOAD_KINDS],
  bad: mesh('http'),
  good: mesh('web'),
  check(context) {
    const { workloads } = context;
    const offers = new Memo<Offer | undefined>();
    for (const service of context.all('core/Service')) {
      const { selector, ports } = service.object;
      if (isEmptySelector(selector) || isControlPlane(service) || isMadeForGateway(service) || isSystemNamespace(service.namespace)) continue;
      const offer = offers.get(`${labelsKey(selector)} ${service.namespace}`, () => offerOf(workloads.matching(selector, service.namespace)));
      if (offer === undefined || ports.every((port) => missing(port, offer) === undefined)) continue;
      for (const [index, port] of ports.entries()) {
        const target = missing(port, offer);
        if (target === undefined) continue;
        const name = offer.first.ref === undefined ? 'its workloads' : formatObject(offer.first.ref);
        const byName = typeof target === 'string';
        const has = byName && offer.names.size === 0 ? 'has no ports with a name' : `has only ${byName ? offer.nameList : offer.numberList}`;
        context.report(
          service,
          ['spec', 'ports', index, port.targetPort === undefined ? 'port' : 'targetPort'],
          `${formatObject(service.ref)} leads port ${port.port ?? ''} to ${byName ? `the port "${target}"` : `port ${target}`} of its workloads, and ${name}${offer.several ? ', like the others,' : ''} ${has}.`,
          byName ? {} : NUMBER,
        );
      }
    }
  },
});

const NUMBER = {
  severity: 'info',
  why: 'The container does not say that it listens there; if it does not, calls to the port of the Service are refused.',
} as const;

/** What the containers of workloads say they have. */
interface Offer {
  readonly first: Workload;
  readonly several: boolean;
  readonly names: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  /** The first few of both, as messages name them. */
  readonly nameList: string;
  readonly numberList: string;
  /** Every container says which ports it has. */
  readonly told: boolean;
}

function offerOf(workloads: readonly Workload[]): Offer | undefined {
  const [first] = workloads;
  if (first === undefined) return undefined;
  const names = new Set<string>();
  const numbers = new Set<number>();
  const add = ({ name, containerPort }: ContainerPort): void => {
    if (name !== undefined) names.add(name);
    if (containerPort !== undefined) numbers.add(containerPort);
  };
  let told = true;
  for (const { pod } of workloads) {
    // The injector gives a gateway its ports, and who runs outside of Kubernetes lists none.
    if (pod === undefined || isGatewayPod(pod)) return undefined;
    for (const { ports } of pod.containers) {
      if (ports.length === 0) told = false;
      ports.forEach(add);
    }
    pod.sidecarPorts.forEach(add);
  }
  let [nameList, numberList]: (string | undefined)[] = [];
  return {
    first,
    several: workloads.length > 1,
    names,
    numbers,
    told,
    get nameList() {
      return (nameList ??= listOf([...names].map((name) => `"${name}"`)));
    },
    get numberList() {
      return (numberList ??= listOf([...numbers].map(String)));
    },
  };
}

function listOf(ports: readonly string[]): string {
  return listed(firstFew([...ports].sort(compareText), LISTED_AT_MOST));
}

const LISTED_AT_MOST = 5;

/** Ports that a Pod gets with its proxy. */
const OF_PROXY = 'http-envoy-prom';
const FIRST_OF_PROXY = 15_000;
const LAST_OF_PROXY = 15_100;

/** The port that is wanted and is not there. */
function missing({ port, targetPort = port }: CoreServicePort, { names, numbers, told }: Offer): string | number | undefined {
  if (typeof targetPort === 'string') return names.has(targetPort) || targetPort === OF_PROXY || /^\d+$/.test(targetPort) ? undefined : targetPort;
  if (targetPort === undefined || targetPort === 0 || !told || numbers.has(targetPort)) return undefined;
  return targetPort >= FIRST_OF_PROXY && targetPort <= LAST_OF_PROXY ? undefined : targetPort;
}
