import type { IConstruct } from 'constructs';
import { callSiteOf } from '../l1/call-site';
import type { ObjectRef } from '../model/finding';
import { who } from './host-problems';
import type { ReadHost } from './host-reading';
import type { Problem } from './problems';

/** A wish that an HTTPRoute has no words for. */
export function cannotSay(object: ObjectRef, rule: number, by: readonly IConstruct[], what: string): Problem {
  const [first] = by;
  return {
    rule: 'not-in-http-route',
    severity: 'error',
    object,
    path: ['spec', 'rules', rule],
    message: `${first === undefined ? 'A pattern' : who(first)} asks for ${what}, which an HTTPRoute cannot say.`,
    why: 'Waypoints are told by HTTPRoutes here, and leaving the condition out would route other requests than those that are meant.',
    fix: "Say it in another way, or route for sidecars (dataPlane: 'sidecar').",
    source: first === undefined ? undefined : callSiteOf(first),
  };
}

/** A service that says no ports: backends of an HTTPRoute must name one. */
export function withoutPorts(object: ObjectRef, by: IConstruct): Problem {
  return {
    rule: 'service-without-http',
    severity: 'error',
    object,
    path: ['spec', 'rules'],
    message: `${who(by)} routes HTTP requests, and no port of the service is known.`,
    why: 'An HTTPRoute must name the port of every Service that it sends to, so none can be written.',
    fix: 'Say the ports of the service before the pattern is made.',
    source: callSiteOf(by),
  };
}

/** Ports of a service that came, or went, after its routes were made. */
export function portsChanged(object: ObjectRef, by: IConstruct, made: readonly number[], ports: readonly number[]): Problem {
  return {
    rule: 'service-changed-late',
    severity: 'error',
    object,
    path: ['spec', 'parentRefs'],
    message: `${who(by)} made HTTPRoutes for the HTTP ports ${list(made)} of the service, which has ${list(ports)} by now.`,
    why: 'There is one HTTPRoute for each port, and none can be added or taken away while the objects are written.',
    fix: 'Give the service its ports before the pattern is made.',
    source: callSiteOf(by),
  };
}

/** A service of which nobody says what pods it has. */
export function withoutSelector(object: ObjectRef, by: IConstruct, { host }: ReadHost): Problem {
  return {
    rule: 'version-without-selector',
    severity: 'error',
    object,
    path: ['spec', 'selector'],
    message: `${who(by)} needs a Service for each version of ${host}, and the selector of the service is not known.`,
    why: 'Such a Service selects the pods of the service that have the labels of the version; the labels alone may be those of other pods too.',
    fix: 'Give MeshService.of the Service itself, or say its selector in the description. What has no selector (a ServiceEntry) cannot be split by waypoints.',
    source: callSiteOf(by),
  };
}

function list(ports: readonly number[]): string {
  return ports.length === 0 ? '(none)' : ports.join(', ');
}
