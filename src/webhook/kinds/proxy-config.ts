import type { ProxyConfigSpec } from '../../../imports/networking';
import { validateCount } from '../checks/numbers';
import { validateSelector } from '../checks/selector';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/networking/proxy-config/ */
export const validateProxyConfig: SpecValidator<Wire<ProxyConfigSpec>> = ({ selector, concurrency }, at) => {
  validateSelector(selector, at.at('selector'));
  validateCount(concurrency, at.at('concurrency'));
};
