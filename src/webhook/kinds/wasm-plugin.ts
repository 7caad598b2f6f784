import type { WasmPluginSpec } from '../../../imports/extensions';
import { validateWasm } from '../checks/extensions';
import { validateSelector } from '../checks/selector';
import { validateTargetRefs } from '../checks/target-refs';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/ */
export const validateWasmPlugin: SpecValidator<Wire<WasmPluginSpec>> = (spec, at) => {
  validateSelector(spec.selector, at.at('selector'));
  validateTargetRefs(spec, at);
  validateWasm(spec, at);
};
