import type { ReadinessProbe, WorkloadGroupSpec } from '../../../imports/networking';
import { validateLabels } from '../checks/labels';
import { each, type Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** Kubernetes allows "_" as well, and so does the schema. */
const HEADER_NAME = /^[-A-Za-z0-9]+$/;

/** The template is for the schema alone to judge. https://istio.io/latest/docs/reference/config/networking/workload-group/ */
export const validateWorkloadGroup: SpecValidator<Wire<WorkloadGroupSpec>> = ({ metadata, probe }, at) => {
  validateLabels(metadata?.labels, at.at('metadata', 'labels'));
  if (probe !== undefined) validateProbe(probe, at.at('probe'));
};

function validateProbe({ httpGet, tcpSocket, exec, grpc }: Wire<ReadinessProbe>, at: Place): void {
  if (grpc !== undefined) {
    at.at('grpc').error('invalid-value', 'The schema has probes by gRPC, and istiod rejects them.', 'Use httpGet, tcpSocket or exec.');
  } else if (httpGet === undefined && tcpSocket === undefined && exec === undefined) {
    at.error('missing-setting', 'The probe does not say how to ask.', 'Give it httpGet, tcpSocket or exec.');
  }
  each(httpGet?.httpHeaders, at.at('httpGet', 'httpHeaders'), ({ name = '' }, place) => {
    if (!HEADER_NAME.test(name)) place.at('name').error('invalid-header', `"${name}" is not a name for a header of a probe.`, 'Use letters, digits and "-".');
  });
  if (exec?.command?.length === 0) at.at('exec', 'command').error('missing-setting', 'The probe has no command.', 'Name the program and its arguments.');
}
