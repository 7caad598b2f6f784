import type { WasmPluginSpec } from '../../../imports/extensions';
import { validateMatchedPorts, validateWasm } from '../checks/extensions';
import { validateAttachment } from '../checks/target-refs';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/ */
export const validateWasmPlugin: SpecValidator<Wire<WasmPluginSpec>> = (spec, at) => {
  validateAttachment(spec, at);
  validateWasm(spec, at);
  validateMatchedPorts(spec.match, at.at('match'));
};
