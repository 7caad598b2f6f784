import type { TrafficPolicy, TrafficPolicyPortTrafficPolicy, TrafficPolicyTunnelSettings } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { isIpAddress } from './addresses';
import { validateClientTls } from './client-tls';
import { validateConnectionPool } from './connection-pool';
import { validateLoadBalancer } from './load-balancer';
import { readDuration, validatePort } from './numbers';
import { validateOutlierDetection } from './outlier-detection';
import { domainProblem } from './text-forms';

/** What a policy may say for ports as well as for the whole host. */
type Common = Pick<Wire<TrafficPolicy>, 'outlierDetection' | 'connectionPool' | 'loadBalancer' | 'tls'>;

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy */
export function validateTrafficPolicy(policy: Wire<TrafficPolicy> | undefined, namespace: string, at: Place): void {
  if (policy === undefined) return;
  const { portLevelSettings = [], tunnel, proxyProtocol, retryBudget } = policy;
  if (isEmpty(policy) && portLevelSettings.length === 0 && tunnel === undefined && proxyProtocol === undefined && retryBudget === undefined) {
    at.error('missing-setting', 'The traffic policy says nothing.', 'Give it a field, or remove it.');
    return;
  }
  if (tunnel !== undefined && proxyProtocol !== undefined) {
    at.error('contradicting-fields', 'tunnel and proxyProtocol both say how a connection begins.', 'Use one of them.');
    return;
  }
  validateCommon(policy, namespace, at);
  // Upstream turns what ports say into errors alone.
  if (portLevelSettings.length > 0) each(portLevelSettings, at.at('portLevelSettings').errorsOnly(), (port, place) => {
    validatePortPolicy(port, namespace, place);
  });
  if (tunnel !== undefined) validateTunnel(tunnel, at.at('tunnel'));
  if (retryBudget !== undefined) readDuration(retryBudget.budgetInterval, at.at('retryBudget', 'budgetInterval'));
}

function validatePortPolicy(policy: Wire<TrafficPolicyPortTrafficPolicy>, namespace: string, at: Place): void {
  if (policy.port === undefined) at.at('port').error('missing-setting', 'The settings do not say for which port they are.', 'Give port: { number }.');
  if (isEmpty(policy)) at.error('missing-setting', 'The settings of the port say nothing.', 'Give them a field, or remove them.');
  else validateCommon(policy, namespace, at);
}

function validateCommon({ outlierDetection, connectionPool, loadBalancer, tls }: Common, namespace: string, at: Place): void {
  if (outlierDetection !== undefined) validateOutlierDetection(outlierDetection, at.at('outlierDetection'));
  if (connectionPool !== undefined) validateConnectionPool(connectionPool, at.at('connectionPool'));
  if (loadBalancer !== undefined) validateLoadBalancer(loadBalancer, outlierDetection !== undefined, at.at('loadBalancer'));
  if (tls !== undefined) validateClientTls(tls, namespace, at.at('tls'));
}

function isEmpty({ outlierDetection, connectionPool, loadBalancer, tls }: Common): boolean {
  return outlierDetection === undefined && connectionPool === undefined && loadBalancer === undefined && tls === undefined;
}

function validateTunnel({ protocol = '', targetHost = '', targetPort }: Wire<TrafficPolicyTunnelSettings>, at: Place): void {
  if (!['', 'CONNECT', 'POST'].includes(protocol)) at.at('protocol').error('invalid-value', `A tunnel cannot be opened by "${protocol}".`, 'Use CONNECT or POST.');
  const problem = domainProblem(targetHost);
  if (problem !== undefined && !isIpAddress(targetHost)) at.at('targetHost').error('invalid-host', `The host "${targetHost}" ${problem}.`, 'Write a host name or an IP address.');
  validatePort(targetPort, at.at('targetPort'));
}
