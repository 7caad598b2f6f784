import type { IConstruct } from 'constructs';
import { readCallSite } from '../../l1/call-site';
import type { ObjectRef } from '../../model/finding';
import { formatLabels } from '../../model/selectors';
import { listed } from '../../model/text';
import type { AccessEdge } from '../../constructs/access-edges';
import { httpParts } from '../../constructs/access-request';
import type { Problem } from '../../constructs/problems';
import { reachProblems } from './edge-reach';
import type { Enforcer } from './rules';
import type { Target } from './target';

/** What is wrong with an edge, given the service that it leads to and who carries its policy out. */
export function edgeProblems(scope: IConstruct, policy: ObjectRef, edge: AccessEdge, target: Target, enforcer: Enforcer): readonly Problem[] {
  if (target.reading.troubles.length > 0) return edge.to.problems(target.reading);
  const said = [...selectorProblems(edge, target), ...httpProblems(edge, target, enforcer), ...portProblems(edge, target, enforcer), ...reachProblems(scope, edge, target, enforcer)];
  return said.map((one) => ({ severity: 'error', object: policy, source: readCallSite(edge.made), ...one }));
}

type Said = Pick<Problem, 'rule' | 'path' | 'message' | 'why' | 'fix'>;

function selectorProblems(edge: AccessEdge, { selector, selectors, reading }: Target): readonly Said[] {
  if (selector !== undefined) return [];
  const said = selectors.length === 0 ? 'is unknown' : `is told in several ways: ${listed(selectors.map(formatLabels))}`;
  return [
    {
      rule: 'edge-selector-unknown',
      path: ['spec', 'selector'],
      message: `An edge leads to service ${reading.namespace}/${edge.to.key().name}, whose selector ${said}.`,
      why: 'A policy is for pods with certain labels; without them it would be for nobody, or for all pods of the namespace.',
      fix: 'Give MeshService.of the Service itself, or a description with the selector that the Service has.',
    },
  ];
}

function httpProblems({ request, way }: AccessEdge, target: Target, enforcer: Enforcer): readonly Said[] {
  const parts = httpParts(request);
  if (parts.length === 0) return [];
  const what = `An edge to ${target.reading.namespace}/${target.reading.name} asks for ${listed(parts)}`;
  const place: Said['path'] = ['spec', 'rules'];
  if (enforcer === 'ztunnel' && !target.tcpOnly) {
    return [
      {
        rule: 'edge-not-enforced',
        path: place,
        message: `${what}, and its requests come straight to the pods.`,
        why: 'In ambient only ztunnel stands before the pods, and it does not read HTTP: the edge would allow nothing.',
        fix: way === 'pods' ? 'Limit the edge by ports alone, or let the caller come through the Service and its waypoint: allow.' : 'Limit the edge by ports alone.',
      },
    ];
  }
  if (target.tcpOnly) {
    return [
      {
        rule: 'edge-not-enforced',
        path: place,
        message: `${what}, and no port of the service speaks HTTP.`,
        why: 'On a TCP port nobody reads requests: the edge would allow nothing.',
        fix: 'Limit the edge by ports alone; or, if the port does speak HTTP, say so with its name ("http-...") or its appProtocol.',
      },
    ];
  }
  const tcp = (request.ports ?? []).filter((port) => {
    const behind = target.ports.filter(({ container }) => container?.includes(port));
    return behind.length > 0 && !behind.some(({ http }) => http);
  });
  if (tcp.length === 0) return [];
  return [
    {
      rule: 'edge-not-enforced',
      path: place,
      message: `${what} on port ${listed(tcp.map(String))}, which does not speak HTTP.`,
      why: 'On a TCP port nobody reads requests: the edge would allow nothing there.',
      fix: 'Declare an edge of its own for the TCP port, without these limits.',
    },
  ];
}

function portProblems({ request }: AccessEdge, target: Target, enforcer: Enforcer): readonly Said[] {
  const { ports } = target;
  if (ports.length === 0 || ports.some(({ container }) => container === undefined)) return [];
  const unknown = (request.ports ?? []).filter((port) => !ports.some(({ container }) => container?.includes(port)));
  return unknown.flatMap((port): readonly Said[] => {
    const mistaken = ports.find(({ service }) => service.number === port);
    const name = `${target.reading.namespace}/${target.reading.name}`;
    if (mistaken !== undefined) {
      const containers = listed((mistaken.container ?? []).map(String));
      return [
        {
          rule: 'edge-not-enforced',
          path: ['spec', 'rules'],
          message: `An edge to ${name} is for port ${port}, which is a port of the Service; its containers listen on ${containers}.`,
          why: 'Policies are held at the pod, where only the port of the container is seen.',
          fix: `Write ports: [${containers}], or leave ports out.`,
        },
      ];
    }
    if (enforcer !== 'waypoint') return [];
    return [
      {
        rule: 'edge-not-enforced',
        path: ['spec', 'rules'],
        message: `An edge to ${name} is for port ${port}, which is behind no port of the Service.`,
        why: 'A waypoint sees only what is sent to ports of the Service: the edge would allow nothing.',
        fix: 'Add the port to the Service, or, for a caller that goes straight to the pods, declare it with allowScraper.',
      },
    ];
  });
}
