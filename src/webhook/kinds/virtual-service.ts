import type { VirtualServiceSpec } from '../../../imports/networking';
import { validateExportTo } from '../checks/export-to';
import { validateGatewayNames } from '../checks/gateway-names';
import { validateHttpRoute } from '../checks/http-route';
import { validateTcpRoutes, validateTlsRoutes } from '../checks/stream-routes';
import { warnOfUnreachable } from '../checks/unreachable';
import { isForGatewaysOnly, validateVirtualHosts } from '../checks/virtual-hosts';
import { isConverted } from '../metadata';
import { each } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** What only a VirtualService with hosts can have. */
const NOT_FOR_DELEGATES = ['gateways', 'tls', 'tcp'] as const;

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export const validateVirtualService: SpecValidator<Wire<VirtualServiceSpec>> = (spec, at, subject) => {
  const converted = isConverted(subject, 'VirtualService');
  const { hosts = [], gateways, http = [], tls = [], tcp = [] } = spec;
  const isDelegate = hosts.length === 0;
  for (const field of isDelegate ? NOT_FOR_DELEGATES : []) {
    if ((spec[field] ?? []).length > 0) {
      at.at(field).error('contradicting-fields', `A VirtualService without hosts is one that others delegate to, and has no ${field}.`, `Remove ${field}, or name the hosts.`);
    }
  }
  if (gateways !== undefined) validateGatewayNames(gateways, at.at('gateways'), converted);
  validateVirtualHosts(spec, at.at('hosts'));
  if (http.length + tls.length + tcp.length === 0) at.at('http').error('missing-setting', 'The VirtualService has no routes.', 'Give it routes in http, tls or tcp.');
  const owner = { isDelegate, gatewaysOnly: isForGatewaysOnly(spec), converted };
  each(http, at.at('http'), (route, place) => {
    validateHttpRoute(route, owner, place);
  });
  if (tls.length > 0) validateTlsRoutes(spec, converted, at.at('tls'));
  if (tcp.length > 0) validateTcpRoutes(tcp, converted, at.at('tcp'));
  if (spec.exportTo !== undefined) validateExportTo(spec.exportTo, subject.namespace, at.at('exportTo'));
  warnOfUnreachable(spec, at);
};
