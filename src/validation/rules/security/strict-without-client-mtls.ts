import { DATA_PLANE_KINDS, dataPlaneOfNamespace } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { fullHost, HostMap, serviceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import { Memo } from '../../../model/memo';
import { MultiMap } from '../../../model/multi-map';
import { isEmptySelector } from '../../../model/selectors';
import { firstFew, listed } from '../../../model/text';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = ['security.istio.io/PeerAuthentication', 'networking.istio.io/DestinationRule', 'core/Service', ...DATA_PLANE_KINDS] as const satisfies readonly Kind[];

const STRICT = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: STRICT }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
`;

export const strictWithoutClientMtls = defineRule({
  id: 'strict-without-client-mtls',
  upstream: ['KIA0401', 'KIA0501'],
  severity: 'warning',
  summary: 'A PeerAuthentication asks for STRICT mTLS, auto mTLS is off, and no DestinationRule has clients use it',
  why: 'Without auto mTLS clients send plain text unless a DestinationRule says otherwise, and STRICT workloads close such connections: callers see 503.',
  fix: 'Write a DestinationRule for all these Services, such as for "*.shop.svc.cluster.local", with tls mode ISTIO_MUTUAL, or turn `enableAutoMtls` on.',
  notes:
    'Only where the mesh config has `enableAutoMtls: false`. A Service that some DestinationRule is for is not counted: if that one does ' +
    'not have clients use mTLS, [destination-rule-tls-breaks-strict](destination-rule-tls-breaks-strict.md) reports it. It is an error with ' +
    '`--complete`, since the DestinationRule may lie elsewhere. Ambient namespaces are left alone: ztunnel always uses mTLS.',
  reads: READS,
  settings: { autoMtls: false },
  bad: STRICT,
  good: `${STRICT}---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: shop, namespace: shop }
spec:
  host: "*.shop.svc.cluster.local"
  trafficPolicy:
    tls: { mode: ISTIO_MUTUAL }
`,
  check(context) {
    const policies = context.all('security.istio.io/PeerAuthentication');
    if (context.settings.autoMtls) return;
    let untold: Untold | undefined;
    for (const policy of policies) {
      if (policy.object.spec?.mtls?.mode !== 'STRICT' || !isEmptySelector(policy.object.spec.selector?.matchLabels)) continue;
      untold ??= new Untold(context);
      const inMesh = policy.namespace === context.settings.rootNamespace;
      const scope = inMesh ? 'the mesh' : `namespace ${policy.namespace}`;
      const left = untold.for(inMesh ? undefined : policy.namespace);
      if (left === undefined) continue;
      context.report(
        policy,
        ['spec', 'mtls', 'mode'],
        `${formatObject(policy.ref)} asks for STRICT mTLS in ${scope}, auto mTLS is off, and no DestinationRule has clients of ` +
          `${left.length === 0 ? 'its Services' : listed(firstFew(left))} use it.`,
        { upstream: [inMesh ? 'KIA0401' : 'KIA0501'], ...(context.settings.complete ? { severity: 'error' } : {}) },
      );
    }
  },
});

/** The Services whose clients no DestinationRule tells to use mTLS, or not to. */
class Untold {
  readonly #context: RuleContext;
  readonly #told = new HostMap<true>();
  readonly #services = new MultiMap<string, string>();
  readonly #answers = new Memo<readonly string[] | undefined>();

  constructor(context: RuleContext) {
    this.#context = context;
    const { clusterDomain, rootNamespace } = context.settings;
    for (const { object, namespace } of context.all('networking.istio.io/DestinationRule')) this.#told.add(fullHost(object.spec?.host ?? '', namespace, clusterDomain), true);
    for (const { object, namespace, name } of context.all('core/Service')) {
      // Istio's own Services and the API server are in no mesh.
      if (isEmptySelector(object.selector) || namespace === rootNamespace || (namespace === 'default' && name === 'kubernetes')) continue;
      this.#services.add(namespace, serviceHost(name, namespace, clusterDomain));
    }
  }

  /** Hosts in a namespace, or in all that say nothing of their own; none where its Services are not in the input. Undefined: there are none. */
  for(namespace: string | undefined): readonly string[] | undefined {
    return this.#answers.get(namespace ?? '', () => (namespace === undefined ? this.#inMesh() : this.#in(namespace)));
  }

  #in(namespace: string): readonly string[] | undefined {
    if (!this.#isStrict(namespace) || this.#isTold(serviceHost('*', namespace, this.#context.settings.clusterDomain))) return undefined;
    const left = this.#left(namespace);
    return left.length === 0 && this.#services.get(namespace).length > 0 ? undefined : left;
  }

  #inMesh(): readonly string[] | undefined {
    const { dataPlane, clusterDomain, rootNamespace } = this.#context.settings;
    if (dataPlane === 'ambient' || this.#isTold(`*.svc.${clusterDomain}`)) return undefined;
    const namespaces = [...this.#services.entries()].map(([namespace]) => namespace).filter((namespace) => this.#context.mtls.ofNamespace(namespace)?.by?.namespace === rootNamespace && this.#isStrict(namespace));
    const left = namespaces.sort().flatMap((namespace) => this.#left(namespace));
    return left.length === 0 && this.#services.size > 0 ? undefined : left;
  }

  #isStrict(namespace: string): boolean {
    const { mtls, namespaces, settings } = this.#context;
    return mtls.ofNamespace(namespace)?.mode === 'STRICT' && dataPlaneOfNamespace(namespaces.get(namespace), settings).kind === 'sidecar';
  }

  #isTold(host: string): boolean {
    return this.#told.covering(host).length > 0;
  }

  #left(namespace: string): readonly string[] {
    return this.#services.get(namespace).filter((host) => !this.#isTold(host)).sort();
  }
}
