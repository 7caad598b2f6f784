import type { TrafficExtensionSpec } from '../../../imports/extensions';
import { validateLua, validateMatchedPorts, validateWasm } from '../checks/extensions';
import { validateAttachment } from '../checks/target-refs';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/ */
export const validateTrafficExtension: SpecValidator<Wire<TrafficExtensionSpec>> = ({ selector, targetRefs, wasm, lua, match }, at) => {
  validateAttachment({ selector, targetRefs }, at);
  if (wasm === undefined && lua === undefined) at.at('wasm').error('missing-setting', 'It is not said what extends the traffic.', 'Give it wasm or lua.');
  if (wasm !== undefined && lua !== undefined) at.at('lua').error('contradicting-fields', 'wasm and lua both extend the traffic.', 'Use one of them, and another TrafficExtension for the other.');
  if (wasm !== undefined) validateWasm(wasm, at.at('wasm'));
  if (lua !== undefined) validateLua(lua, at.at('lua'));
  validateMatchedPorts(match, at.at('match'));
};
