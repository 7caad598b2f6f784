import type { OutboundTrafficPolicy, SidecarSpec } from '../../../imports/networking';
import { validateConnectionPool } from '../checks/connection-pool';
import { validateSubsetAndPort } from '../checks/destinations';
import { validateDomain } from '../checks/hosts';
import { validateEgressListeners } from '../checks/sidecar-egress';
import { validateIngressListeners } from '../checks/sidecar-ingress';
import { validateWorkloadSelector } from '../checks/workload-selector';
import type { Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/networking/sidecar/ */
export const validateSidecar: SpecValidator<Wire<SidecarSpec>> = (spec, at, { namespace }) => {
  if (!validateWorkloadSelector(spec.workloadSelector, at.at('workloadSelector'))) return;
  const { ingress = [], egress = [], outboundTrafficPolicy, inboundConnectionPool } = spec;
  if (ingress.length + egress.length === 0 && outboundTrafficPolicy === undefined && inboundConnectionPool === undefined) {
    at.error('missing-setting', 'The Sidecar says nothing.', 'Give it egress, ingress, outboundTrafficPolicy or inboundConnectionPool.');
    return;
  }
  validateIngressListeners(ingress, at.at('ingress'));
  validateConnectionPool(inboundConnectionPool, at.at('inboundConnectionPool'));
  validateEgressListeners(egress, namespace, at.at('egress'));
  validateOutboundTrafficPolicy(outboundTrafficPolicy, at.at('outboundTrafficPolicy'));
};

function validateOutboundTrafficPolicy(policy: Wire<OutboundTrafficPolicy> | undefined, at: Place): void {
  const proxy = policy?.egressProxy;
  if (proxy === undefined) return;
  const place = at.at('egressProxy');
  if (policy?.mode !== 'ALLOW_ANY') {
    place.error('contradicting-fields', 'An egress proxy takes what goes to unknown hosts, and the mode lets nothing go there.', 'Set mode: ALLOW_ANY.');
    return;
  }
  validateDomain(proxy.host ?? '', place.at('host'));
  if (proxy.port === undefined) place.at('port').error('missing-setting', 'The egress proxy has no port.', 'Give it port: { number }.');
  validateSubsetAndPort(proxy, place);
}
