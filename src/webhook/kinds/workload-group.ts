import type { ReadinessProbe, WorkloadGroupSpec } from '../../../imports/networking';
import { validateCount, validatePort } from '../checks/numbers';
import { validateLabels } from '../checks/labels';
import { each, type Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** Kubernetes allows "_" as well, and so does the schema. */
const HEADER_NAME = /^[-A-Za-z0-9]+$/;

/** Of the template only that it is there. https://istio.io/latest/docs/reference/config/networking/workload-group/ */
export const validateWorkloadGroup: SpecValidator<Wire<WorkloadGroupSpec>> = ({ metadata, probe, template }, at) => {
  if (template === undefined) {
    at.at('template').error('missing-setting', 'The group does not say what its workloads are like.', 'Give it a template, with serviceAccount and ports for example.');
    return;
  }
  validateLabels(metadata?.labels, at.at('metadata', 'labels'));
  if (probe !== undefined) validateProbe(probe, at.at('probe'));
};

const COUNTS = ['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'] as const;

function validateProbe(probe: Wire<ReadinessProbe>, at: Place): void {
  const { httpGet, tcpSocket, exec, grpc } = probe;
  for (const field of COUNTS) validateCount(probe[field], at.at(field));
  if (httpGet !== undefined) {
    validatePort(httpGet.port, at.at('httpGet', 'port'));
    const { scheme = '' } = httpGet;
    if (!['', 'HTTP', 'HTTPS'].includes(scheme)) at.at('httpGet', 'scheme').error('invalid-value', `A probe cannot ask by "${scheme}".`, 'Use HTTP or HTTPS.');
  }
  if (tcpSocket !== undefined) validatePort(tcpSocket.port, at.at('tcpSocket', 'port'));
  if (grpc !== undefined) {
    at.at('grpc').error('invalid-value', 'The schema has probes by gRPC, and istiod rejects them.', 'Use httpGet, tcpSocket or exec.');
  } else if (httpGet === undefined && tcpSocket === undefined && exec === undefined) {
    at.error('missing-setting', 'The probe does not say how to ask.', 'Give it httpGet, tcpSocket or exec.');
  }
  each(httpGet?.httpHeaders, at.at('httpGet', 'httpHeaders'), ({ name = '' }, place) => {
    if (!HEADER_NAME.test(name)) place.at('name').error('invalid-header', `"${name}" is not a name for a header of a probe.`, 'Use letters, digits and "-".');
  });
  if (exec !== undefined && (exec.command ?? []).length === 0) at.at('exec', 'command').error('missing-setting', 'The probe has no command.', 'Name the program and its arguments.');
}
