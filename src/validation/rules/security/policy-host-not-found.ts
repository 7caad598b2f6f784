import { formatObject } from '../../../model/finding';
import { fullHost, HostMap, parseServiceHost, serviceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { Path } from '../../../model/path';
import { SERVICE_KINDS } from '../../../model/services';
import type { RuleContext } from '../../context';
import { whyMissing } from '../../missing-host';
import { defineRule } from '../../rule';

const ROUTES = ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const satisfies readonly Kind[];
const READS = ['security.istio.io/AuthorizationPolicy', 'networking.istio.io/VirtualService', ...ROUTES, ...SERVICE_KINDS] as const satisfies readonly Kind[];

const example = (host: string): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - to: [{ operation: { hosts: [${host}, "${host}:*"], methods: [GET] } }]
`;

export const policyHostNotFound = defineRule({
  id: 'policy-host-not-found',
  upstream: ['KIA0104'],
  severity: 'warning',
  summary: 'An AuthorizationPolicy is for requests to a host that is not in the mesh',
  why: 'Nobody sends requests to such a host, so what the rule allows is denied, and what it denies gets through.',
  fix: 'Correct the host, or leave it out: which workloads a policy is for its selector says.',
  notes:
    'Looked at are hosts that can only be those of Services: names without a dot, in the namespace of the policy, `name.namespace` where ' +
    'the input holds Services of that namespace, and longer forms. They are looked up as in [host-not-found](host-not-found.md), and ' +
    'hosts of VirtualServices and Gateway API routes are known too. Left alone are wildcards, what is excluded, `localhost`, and names ' +
    'without a dot in policies of the root namespace, which are for all namespaces.',
  reads: READS,
  bad: example('review'),
  good: example('reviews'),
  check(context) {
    let routed: HostMap<true> | undefined;
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      for (const [index, { to = [] }] of (policy.object.spec?.rules ?? []).entries()) {
        for (const [position, { operation }] of to.entries()) {
          for (const [place, text] of (operation?.hosts ?? []).entries()) {
            const name = text.toLowerCase().replace(/:(\d+|\*)$/, '');
            const host = meantService(context, name, policy.namespace);
            if (host === undefined) continue;
            const knowledge = context.services.lookup(host, [policy.namespace]);
            if (knowledge.state !== 'missing') continue;
            routed ??= routedHosts(context);
            if (routed.covering(name).length > 0 || routed.covering(host).length > 0) continue;
            const path: Path = ['spec', 'rules', index, 'to', position, 'operation', 'hosts', place];
            context.report(policy, path, `${formatObject(policy.ref)} is for requests to "${text}", but ${whyMissing(host, knowledge, context)}.`);
          }
        }
      }
    }
  },
});

/** The Service host that a name can only stand for; undefined where it may be anything. */
function meantService({ services, settings }: RuleContext, name: string, namespace: string): string | undefined {
  const { clusterDomain, rootNamespace } = settings;
  if (name === 'localhost' || !/^[a-z0-9.-]+$/.test(name)) return undefined;
  const [first = '', second, svc, ...rest] = name.split('.');
  if (second === undefined) return namespace === rootNamespace ? undefined : serviceHost(first, namespace, clusterDomain);
  if (svc === undefined) return second === namespace || services.namesIn(second).length > 0 ? serviceHost(first, second, clusterDomain) : undefined;
  if (svc === 'svc' && rest.length === 0) return serviceHost(first, second, clusterDomain);
  return parseServiceHost(name, clusterDomain) === undefined ? undefined : name;
}

/** Hosts that requests are routed by, as they are written and in full. */
function routedHosts(context: RuleContext): HostMap<true> {
  const hosts = new HostMap<true>();
  const add = (host: string): void => {
    // One that stands for all hosts tells of none.
    if (host !== '*' && hosts.exact(host).length === 0) hosts.add(host, true);
  };
  for (const { object, namespace } of context.all('networking.istio.io/VirtualService')) {
    for (const text of object.spec?.hosts ?? []) for (const host of [text.toLowerCase(), fullHost(text, namespace, context.settings.clusterDomain)]) add(host);
  }
  for (const kind of ROUTES) for (const { object } of context.all(kind)) for (const host of object.spec?.hostnames ?? []) add(host);
  return hosts;
}
