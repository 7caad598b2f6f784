import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload, isGatewayPod } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { serviceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import { Memo } from '../../../model/memo';
import { PlainClients } from '../../../model/plain-clients';
import { identityAttributes } from '../../../model/policy-attributes';
import { targetRefsOf } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { SelectorSet } from '../../../model/selector-set';
import { isEmptySelector } from '../../../model/selectors';
import { canonical } from '../../../model/values';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

type Labels = Readonly<Record<string, string>>;
/** Who sees to it that callers show no certificate. */
type Off = Resource<'security.istio.io/PeerAuthentication'> | Resource<'networking.istio.io/DestinationRule'>;

const READS = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'networking.istio.io/DestinationRule',
  'networking.istio.io/Gateway',
  'core/Service',
  ...DATA_PLANE_KINDS,
  ...WORKLOAD_KINDS,
] as const satisfies readonly Kind[];

const example = (mode: string): string => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  mtls: { mode: ${mode} }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - from: [{ source: { namespaces: [shop] } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews } }
    spec: { containers: [{ name: reviews, image: reviews }] }
`;

export const policyNeedsMtls = defineRule({
  id: 'policy-needs-mtls',
  upstream: ['KIA0105'],
  severity: 'error',
  summary: 'An AuthorizationPolicy asks who the caller is where mTLS is off',
  why: 'Only a certificate tells who a caller is: without one nobody has a principal or namespace, so ALLOW lets nobody in, DENY stops nobody, and what is excluded by `not` is everybody.',
  fix: 'Make the workloads PERMISSIVE or STRICT, or tell callers by something else, such as `ipBlocks` or a token.',
  notes:
    'Reported where all workloads that the policy is for have mTLS off at all their ports. It is a warning where they would take mTLS, ' +
    'and DestinationRules that all namespaces see have the clients of every Service of theirs use plain text. Gateways are left alone, ' +
    'since PeerAuthentications do not count there, and so are ambient workloads and policies with targetRefs. The condition ' +
    '`connection.sni`, which Kiali counts among these, may hold a name without mTLS.',
  reads: READS,
  bad: example('DISABLE'),
  good: example('PERMISSIVE'),
  check(context) {
    let answers: Targets | undefined;
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      const paths = identityAttributes(policy.object);
      if (paths.length === 0 || targetRefsOf(policy.object.spec).length > 0) continue;
      answers ??= new Targets(context);
      const by = answers.offBy(policy.object.spec?.selector?.matchLabels ?? {}, policy.namespace);
      if (by === undefined) continue;
      for (const path of paths) {
        const what = path.at(-1) === 'key' ? 'a condition on them' : `\`${String(path.at(-1))}\``;
        context.report(
          policy,
          path,
          `${formatObject(policy.ref)} looks at callers by ${what}, and ${formatObject(by.ref)} ${by.kind === 'networking.istio.io/DestinationRule' ? 'has them use plain text' : 'turns mTLS off there'}.`,
          by.kind === 'networking.istio.io/DestinationRule' ? { severity: 'warning', fix: 'Leave `tls` out of the DestinationRule, so that Istio uses mTLS where the workload takes it.' } : {},
        );
      }
    }
  },
});

/** What is known of the workloads that policies are for. */
class Targets {
  readonly #context: RuleContext;
  readonly #gateways = new SelectorSet();
  readonly #plain: PlainClients;
  readonly #answers = new Memo<Off | undefined>();
  /** Whether anybody turns mTLS off at all. */
  readonly #anybody: boolean;

  constructor(context: RuleContext) {
    this.#context = context;
    this.#plain = new PlainClients(context.all('networking.istio.io/DestinationRule'), context.settings);
    this.#anybody = !this.#plain.isEmpty || context.all('security.istio.io/PeerAuthentication').some(({ object }) => object.spec?.mtls?.mode === 'DISABLE');
    if (this.#anybody) for (const { object } of context.all('networking.istio.io/Gateway')) this.#gateways.add(object.spec?.selector ?? {});
  }

  offBy(selector: Labels, namespace: string): Off | undefined {
    if (!this.#anybody || namespace === this.#context.settings.rootNamespace) return undefined;
    return this.#answers.get(canonical([namespace, selector]), () => this.#find(selector, namespace));
  }

  #find(selector: Labels, namespace: string): Off | undefined {
    const { mtls, namespaces, settings, workloads } = this.#context;
    const plane = dataPlaneOfNamespace(namespaces.get(namespace), settings);
    const seen = workloads.matching(selector, namespace).filter(({ pod, labels }) => !(pod === undefined ? this.#gateways.mayMatch(labels) : isGatewayPod(pod)));
    const own = seen.filter(({ pod }) => dataPlaneOfWorkload(pod, plane).kind === 'sidecar');
    if (own.length > 0) {
      let first: Off | undefined;
      for (const { labels } of own) {
        const by = this.#offAt(namespace, labels);
        if (by === undefined) return undefined;
        first ??= by;
      }
      return first;
    }
    if (workloads.knows(namespace) || plane.kind !== 'sidecar') return undefined;
    // The workloads are elsewhere: only what is said of all that the policy is for counts.
    if (!isEmptySelector(selector)) return this.#gateways.mayMeet(selector) ? undefined : this.#offAt(namespace, selector);
    const mode = mtls.selectsIn(namespace) ? undefined : mtls.ofNamespace(namespace);
    return mode?.mode === 'DISABLE' ? mode.by : undefined;
  }

  /** Of workloads with these labels, at every port. */
  #offAt(namespace: string, labels: Labels): Off | undefined {
    const { mtls, servicesByPod, settings } = this.#context;
    const mode = mtls.ofWorkload(namespace, labels);
    if (mode?.mode === 'DISABLE') {
      const isOff = (port: number): boolean => mtls.ofWorkload(namespace, labels, port)?.mode === 'DISABLE';
      return [...mtls.portsToldApartFor(namespace, labels)].every(isOff) ? mode.by : undefined;
    }
    if (mode?.mode !== 'PERMISSIVE' || this.#plain.isEmpty) return undefined;
    const rules = servicesByPod.of(namespace, labels).map(({ name }) => this.#plain.of(serviceHost(name, namespace, settings.clusterDomain)));
    return rules.every((rule) => rule !== undefined) ? rules[0] : undefined;
  }
}
