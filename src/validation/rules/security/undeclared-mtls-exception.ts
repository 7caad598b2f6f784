import { formatObject } from '../../../model/finding';
import type { MtlsMode } from '../../../model/kinds/security';
import { asksForReasons, reasonAnnotation, reasonOf } from '../../../model/mtls-exceptions';
import type { EffectiveMtls } from '../../../model/mtls';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { formatLabels, isEmptySelector } from '../../../model/selectors';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

type Policy = Resource<'security.istio.io/PeerAuthentication'>;

const MESH = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-system, annotations: { cdk8s-istio.dev/mtls-exceptions: declared } }
spec:
  mtls: { mode: STRICT }
---`;

export const undeclaredMtlsException = defineRule({
  id: 'undeclared-mtls-exception',
  upstream: [],
  severity: 'error',
  summary: 'A PeerAuthentication takes plain text where mutual TLS is strict and exceptions are declared',
  why: 'Whoever relies on STRICT believes that nobody takes plain text but the declared exceptions.',
  fix: 'Remove it, or declare it: MtlsException among the exceptions of StrictMtlsMesh.',
  notes:
    'Exceptions are declared to a policy with the annotation `cdk8s-istio.dev/mtls-exceptions: declared`, which StrictMtlsMesh writes. ' +
    'A weaker policy of the namespace, of some workloads or of one of their ports then says its reason in ' +
    '`cdk8s-istio.dev/mtls-exception`, for a port in `cdk8s-istio.dev/mtls-exception-<port>`. Without a policy that asks for it the ' +
    'rule says nothing.',
  reads: ['security.istio.io/PeerAuthentication'],
  bad: `${MESH}
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: billing, namespace: bank }
spec:
  selector: { matchLabels: { app: billing } }
  mtls: { mode: PERMISSIVE }
`,
  good: `${MESH}
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: billing, namespace: bank, annotations: { cdk8s-istio.dev/mtls-exception: the mainframe calls it in plain text } }
spec:
  selector: { matchLabels: { app: billing } }
  mtls: { mode: PERMISSIVE }
`,
  check(context) {
    const policies = context.all('security.istio.io/PeerAuthentication');
    // A second policy for all of a namespace is found by several-peer-authentications.
    const strict = new Set(policies.filter((policy) => isWide(policy) && asksForReasons(policy)).map(({ namespace }) => namespace));
    for (const policy of policies) {
      const { namespace } = policy;
      const wide = isWide(policy);
      if (wide) checkOwn(context, policy);
      // In the root namespace a policy with a selector is for nobody.
      if (namespace === context.settings.rootNamespace || (wide && strict.has(namespace))) continue;
      const above = wide ? context.mtls.ofMesh() : context.mtls.ofNamespace(namespace);
      checkWhole(context, policy, above);
      if (!wide) checkPorts(context, policy, above);
    }
  },
});

function isWide({ object }: Policy): boolean {
  return isEmptySelector(object.spec?.selector?.matchLabels);
}

/** A policy that asks for reasons and was weakened itself. */
function checkOwn(context: RuleContext, policy: Policy): void {
  const mode = policy.object.spec?.mtls?.mode;
  if (asksForReasons(policy) && isWeak(mode)) {
    context.report(policy, MODE, `${formatObject(policy.ref)} asks that exceptions to STRICT be declared, and is ${String(mode)} itself.`, {
      fix: 'Make it STRICT, or take the annotation cdk8s-istio.dev/mtls-exceptions away: StrictMtlsMesh does both by its stage.',
    });
  }
}

function checkWhole(context: RuleContext, policy: Policy, above: EffectiveMtls | undefined): void {
  const mode = policy.object.spec?.mtls?.mode;
  if (above?.mode !== 'STRICT' || !asksForReasons(above.by) || !isWeak(mode) || reasonOf(policy) !== undefined) return;
  report(context, policy, { path: MODE, what: `${whoOf(policy)} ${String(mode)}`, above, annotation: reasonAnnotation() });
}

function checkPorts(context: RuleContext, policy: Policy, above: EffectiveMtls | undefined): void {
  const { mtls, portLevelMtls = {} } = policy.object.spec ?? {};
  if (above?.mode !== 'STRICT' || !asksForReasons(above.by) || isWeak(mtls?.mode)) return;
  for (const [port, { mode }] of Object.entries(portLevelMtls)) {
    if (!isWeak(mode) || reasonOf(policy, port) !== undefined) continue;
    report(context, policy, { path: ['spec', 'portLevelMtls', port, 'mode'], what: `port ${port} of ${whoOf(policy)} ${String(mode)}`, above, annotation: reasonAnnotation(port) });
  }
}

const MODE: Path = ['spec', 'mtls', 'mode'];

interface Weaker {
  readonly path: Path;
  readonly what: string;
  readonly above: EffectiveMtls;
  readonly annotation: string;
}

function report(context: RuleContext, policy: Policy, { path, what, above, annotation }: Weaker): void {
  const by = above.by === undefined ? '' : formatObject(above.by.ref);
  context.report(policy, path, `${formatObject(policy.ref)} makes ${what} where ${by} says STRICT, and is no declared exception.`, {
    fix: `Remove it, or declare it: MtlsException among the exceptions of StrictMtlsMesh; in YAML, the reason in the annotation ${annotation}.`,
  });
}

function whoOf({ namespace, object }: Policy): string {
  const labels = object.spec?.selector?.matchLabels ?? {};
  return isEmptySelector(labels) ? `namespace ${namespace}` : `workloads with ${formatLabels(labels)}`;
}

function isWeak(mode: MtlsMode | undefined): boolean {
  return mode === 'PERMISSIVE' || mode === 'DISABLE';
}
