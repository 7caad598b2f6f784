import { given, givenService } from '../../constructs/given';
import type { MeshService } from '../../constructs/mesh-service';
import { isPort, NO_PORT } from '../../constructs/service-port';
import { misuse } from '../../constructs/usage-error';
import { captureCallSite, type CallSiteHolder } from '../../l1/call-site';
import { labelValueProblem } from '../../model/names';
import { checkNamespace } from './names';

/** What an exception asks of callers in place of STRICT. */
export type MtlsExceptionMode = 'PERMISSIVE' | 'DISABLE';

/** What every exception says. */
export interface MtlsExceptionOptions {
  /** Why it is there, for those who read the cluster in a year: kept as an annotation. One line, not blank. */
  readonly reason: string;
  /**
   * `PERMISSIVE` takes plain text beside mutual TLS. `DISABLE` takes nothing but plain text; only a sidecar can do that,
   * not ambient. Default: `PERMISSIVE`.
   */
  readonly mode?: MtlsExceptionMode;
}

/** Workloads by the labels of their pods. */
export interface WorkloadLabels {
  readonly namespace: string;
  /** All of these; at least one. */
  readonly labels: { readonly [key: string]: string };
}

/** Workloads: those behind a service, or by the labels of their pods. */
export type MtlsWorkload = MeshService | WorkloadLabels;

/** @internal What an exception is for. */
export type ExceptionTarget =
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'workload'; readonly workload: MtlsWorkload }
  | { readonly kind: 'port'; readonly workload: MtlsWorkload; readonly containerPort: number }
  | { readonly kind: 'service-port'; readonly workload: MeshService; readonly port: number | string };

const LONGEST_REASON = 1000;
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * Workloads that need not be called with mutual TLS, and why.
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class MtlsException {
  /**
   * All workloads of a namespace.
   *
   * @throws RangeError when the reason is missing or `namespace` is no name of one
   */
  static namespace(namespace: string, options: MtlsExceptionOptions): MtlsException {
    checkNamespace(namespace, 'MtlsException.namespace', MtlsException.namespace);
    return new MtlsException({ kind: 'namespace', namespace }, options, MtlsException.namespace);
  }

  /**
   * The workloads behind a service, or those with some labels: all their ports.
   *
   * @throws RangeError when the reason is missing, or labels or namespace are none
   */
  static workload(workload: MtlsWorkload, options: MtlsExceptionOptions): MtlsException {
    checkWorkload(workload, 'MtlsException.workload', MtlsException.workload);
    return new MtlsException({ kind: 'workload', workload }, options, MtlsException.workload);
  }

  /**
   * One port of the workloads, as the container has it: `portLevelMtls` knows no ports of Services.
   *
   * @throws RangeError when the reason is missing, or labels, namespace or port are none
   */
  static port(workload: MtlsWorkload, containerPort: number, options: MtlsExceptionOptions): MtlsException {
    checkWorkload(workload, 'MtlsException.port', MtlsException.port);
    checkPort(containerPort, 'MtlsException.port', MtlsException.port);
    return new MtlsException({ kind: 'port', workload, containerPort }, options, MtlsException.port);
  }

  /**
   * One port of a service, by number or name: the exception is made for the port of the container behind it. Where the
   * service names that port (`targetPort: web`), its number is not known, which is a finding: use `port`.
   *
   * @throws RangeError when the reason is missing or the number is no port
   */
  static servicePort(service: MeshService, port: number | string, options: MtlsExceptionOptions): MtlsException {
    givenService(service, 'MtlsException.servicePort: give first a service', MtlsException.servicePort);
    if (typeof port === 'number') checkPort(port, 'MtlsException.servicePort', MtlsException.servicePort);
    return new MtlsException({ kind: 'service-port', workload: service, port }, options, MtlsException.servicePort);
  }

  readonly mode: MtlsExceptionMode;
  readonly reason: string;
  /** @internal */
  readonly target: ExceptionTarget;
  /** @internal The line that made it. */
  readonly made: CallSiteHolder;

  private constructor(target: ExceptionTarget, options: MtlsExceptionOptions, entry: unknown) {
    const { reason, mode = 'PERMISSIVE' } = given(options, 'object', 'MtlsException: give { reason } last', entry);
    if (typeof reason !== 'string' || reason.trim() === '' || reason.length > LONGEST_REASON || CONTROL.test(reason)) {
      misuse(`MtlsException: say in "reason" why it is there, in one line of at most ${LONGEST_REASON} characters`, entry);
    }
    if (mode !== 'PERMISSIVE' && mode !== 'DISABLE') misuse(`MtlsException: mode must be "PERMISSIVE" or "DISABLE", not ${JSON.stringify(mode)}`, entry);
    this.target = target;
    this.mode = mode;
    this.reason = reason.trim();
    this.made = captureCallSite(entry);
  }
}

/** @internal Whether workloads are told by labels. */
export function isLabelled(workload: MtlsWorkload): workload is WorkloadLabels {
  return 'labels' in workload;
}

function checkWorkload(workload: MtlsWorkload, what: string, entry: unknown): void {
  given(workload, 'object', `${what}: give a MeshService or { namespace, labels }`, entry);
  if (!isLabelled(workload)) {
    givenService(workload, `${what}: give { namespace, labels } or a service`, entry);
    return;
  }
  checkNamespace(workload.namespace, what, entry);
  const labels = Object.entries(given(workload.labels, 'object', `${what}: give in "labels" those of the pods`, entry));
  if (labels.length === 0) misuse(`${what}: no labels would be every workload of the namespace; that is MtlsException.namespace`, entry);
  const wrong = labels.find(([key, value]) => key === '' || typeof value !== 'string' || labelValueProblem(value) !== undefined);
  if (wrong !== undefined) misuse(`${what}: ${JSON.stringify(wrong[0])}: ${JSON.stringify(wrong[1])} is no label of a pod`, entry);
}

function checkPort(port: number, what: string, entry: unknown): void {
  if (isPort(port)) return;
  misuse(`${what}: ${port} ${NO_PORT}`, entry);
}
