import type { TrafficExtensionSpec } from '../../../imports/extensions';
import { validateLua, validateWasm } from '../checks/extensions';
import { validateSelector } from '../checks/selector';
import { validateTargetRefs } from '../checks/target-refs';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/ */
export const validateTrafficExtension: SpecValidator<Wire<TrafficExtensionSpec>> = ({ selector, targetRefs, wasm, lua }, at) => {
  validateSelector(selector, at.at('selector'));
  validateTargetRefs({ targetRefs }, at);
  if (wasm !== undefined) validateWasm(wasm, at.at('wasm'));
  if (lua !== undefined) validateLua(lua, at.at('lua'));
};
