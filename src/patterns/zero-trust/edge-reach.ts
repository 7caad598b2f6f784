import type { IConstruct } from 'constructs';
import type { AccessEdge } from '../../constructs/access-edges';
import { meshSettings } from '../../constructs/mesh-settings';
import { PerRender } from '../../constructs/per-render';
import type { Problem } from '../../constructs/problems';
import { resourcesIn } from '../../constructs/tree-resources';
import { podsIn, selectsNobody } from '../../constructs/tree-workloads';
import { formatObject } from '../../model/finding';
import { MtlsPolicies, type EffectiveMtls } from '../../model/mtls';
import { formatLabels } from '../../model/selectors';
import { listed } from '../../model/text';
import { portsOf, type Enforcer } from './rules';
import type { Target } from './target';

type Said = Pick<Problem, 'rule' | 'path' | 'message' | 'why' | 'fix'> & Partial<Pick<Problem, 'severity'>>;

/** What of the pods behind a service an edge would open that nobody means, or would not open. */
export function reachProblems(scope: IConstruct, edge: AccessEdge, target: Target, enforcer: Enforcer): readonly Said[] {
  if (target.selector === undefined) return [];
  return [...nobodyProblems(scope, target), ...portProblems(edge, target, enforcer), ...plaintextProblems(scope, edge, target)];
}

function nobodyProblems(scope: IConstruct, { reading, selector = {} }: Target): readonly Said[] {
  const { name, namespace = '' } = reading;
  if (!selectsNobody(scope, namespace, selector)) return [];
  return [
    {
      rule: 'edge-to-nobody',
      path: ['spec'],
      message: `An edge leads to service ${namespace}/${name}, whose selector ${formatLabels(selector)} matches no workload of namespace ${namespace}.`,
      why: 'It opens nothing that runs today, and whatever gets these labels tomorrow.',
      fix: 'Correct the service or the labels, or declare a workload that is deployed from elsewhere: Mesh.configure(app, { declared: { workloads: [...] } }).',
    },
  ];
}

/** A waypoint sees ports of the Service, so nothing is opened there that is not one. */
function portProblems({ request }: AccessEdge, target: Target, enforcer: Enforcer): readonly Said[] {
  if (enforcer === 'waypoint' || portsOf(request, target, enforcer) !== undefined) return [];
  const name = `${target.reading.namespace}/${target.reading.name}`;
  const why = 'A policy without ports is for every port of the pods, those for metrics and administration too.';
  if (target.ports.length === 0) {
    return [
      {
        rule: 'edge-ports-unknown',
        path: ['spec', 'rules'],
        message: `An edge leads to service ${name}, of which no TCP port is known.`,
        why,
        fix: 'Give MeshService.of the Service itself or a description with its ports, or the edge the ports of the container.',
      },
    ];
  }
  const unknown = target.ports.filter(({ container }) => container === undefined).map(({ service: { targetPort, number } }) => String(targetPort ?? number));
  // Asked for HTTP where nothing speaks it: a finding of its own.
  if (unknown.length === 0) return [];
  return [
    {
      rule: 'edge-ports-unknown',
      severity: 'warning',
      path: ['spec', 'rules'],
      message: `An edge leads to service ${name}, and which port of the container ${listed(unknown.map((one) => JSON.stringify(one)))} is cannot be told, so it is for any port.`,
      why,
      fix: 'Give the edge the ports of the container, or the Service the number as its targetPort.',
    },
  ];
}

const MTLS = new PerRender((root) => new MtlsPolicies(resourcesIn(root, ['security.istio.io/PeerAuthentication']), meshSettings(root).rootNamespace));

function plaintextProblems(scope: IConstruct, { from, alias = '', request }: AccessEdge, { reading, selector = {} }: Target): readonly Said[] {
  const { name, namespace = '' } = reading;
  if (from !== undefined) return [];
  return (request.ports ?? []).flatMap((port): readonly Said[] => {
    const by = strictBy(scope, namespace, selector, port)?.by;
    if (by === undefined) return [];
    return [
      {
        rule: 'edge-not-enforced',
        path: ['spec', 'rules'],
        message: `An edge lets ${alias} in to ${namespace}/${name} in plaintext on port ${port}, where ${formatObject(by.ref)} says STRICT.`,
        why: 'The connection is closed before any policy is asked, so the edge opens nothing.',
        fix: `Declare the exception as well, MtlsException.port(service, ${port}, { reason }), or take the edge away.`,
      },
    ];
  });
}

/** What asks for mutual TLS of all pods behind a selector at a port; undefined where some may take plaintext. */
function strictBy(scope: IConstruct, namespace: string, selector: Readonly<Record<string, string>>, port: number): EffectiveMtls | undefined {
  const mtls = MTLS.of(scope);
  const pods = podsIn(scope, namespace, selector).map(({ labels }) => labels);
  const modes = [...pods, selector].map((labels) => mtls.ofWorkload(namespace, labels, port));
  const [first] = modes;
  if (!modes.every((mode) => mode?.mode === 'STRICT')) return undefined;
  // Some pods that are not in sight may have more labels than the selector.
  const exempt = pods.length === 0 && mtls.portsToldApart(namespace).has(port) && mtls.mayLoosen(namespace, selector);
  return exempt ? undefined : first;
}
