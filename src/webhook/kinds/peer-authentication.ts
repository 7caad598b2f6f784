import type { PeerAuthenticationSpec } from '../../../imports/security';
import { eachPair } from '../place';
import { validateSelector } from '../checks/selector';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
export const validatePeerAuthentication: SpecValidator<Wire<PeerAuthenticationSpec>> = ({ selector, portLevelMtls }, at) => {
  const ports = at.at('portLevelMtls');
  const labels = Object.keys(selector?.matchLabels ?? {});
  if (portLevelMtls !== undefined && Object.keys(portLevelMtls).length === 0) {
    ports.error('missing-setting', 'portLevelMtls names no port.', 'Name a port, or remove portLevelMtls.');
  } else if (portLevelMtls !== undefined && labels.length === 0) {
    ports.error('contradicting-fields', 'portLevelMtls is set for ports of no particular workload.', 'Add a selector with the labels of the workload: ports belong to one.');
  }
  eachPair(portLevelMtls, ports, (port, _mtls, pair) => {
    // The key is decoded as a JSON number, which knows neither signs nor leading zeros.
    if (!/^[1-9]\d*$/.test(port) || Number(port) > 65535) pair.error('invalid-port', `${port} is not a port.`, 'Use the port that the container listens on, 1 to 65535.');
  });
  validateSelector(selector, at.at('selector'));
};
