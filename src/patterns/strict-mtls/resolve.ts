import type { IConstruct } from 'constructs';
import type { ReadPort } from '../../constructs/service-port';
import { formatObject } from '../../model/finding';
import { isLabelled, type ExceptionTarget, type MtlsException, type MtlsWorkload } from './exception';

type Labels = Readonly<Record<string, string>>;

/** The workloads that an exception is for, as policies name them. */
export interface ResolvedException {
  readonly exception: MtlsException;
  readonly namespace: string;
  /** Absent: the whole namespace. */
  readonly labels?: Labels;
  /** Port of the container; absent: all ports. */
  readonly port?: number;
}

/** Why it cannot be told which workloads an exception is for. */
export interface UnresolvedException {
  readonly exception: MtlsException;
  readonly trouble: string;
  readonly fix: string;
}

/** Reads an exception as of now: the objects behind services may still change. */
export function resolve(exception: MtlsException, scope: IConstruct): ResolvedException | UnresolvedException {
  const { target } = exception;
  if (target.kind === 'namespace') return { exception, namespace: target.namespace };
  const workloads = workloadsOf(target.workload, scope);
  if ('trouble' in workloads) return { exception, ...workloads };
  const port = portOf(target, workloads.ports ?? [], workloads.what);
  if (typeof port === 'object') return { exception, ...port };
  return { exception, namespace: workloads.namespace, labels: workloads.labels, ...(port === undefined ? {} : { port }) };
}

type Trouble = Omit<UnresolvedException, 'exception'>;

interface Workloads {
  readonly namespace: string;
  readonly labels: Labels;
  /** Of the service, where one was named. */
  readonly ports?: readonly ReadPort[];
  /** The service, for messages. */
  readonly what: string;
}

function workloadsOf(workload: MtlsWorkload, scope: IConstruct): Workloads | Trouble {
  if (isLabelled(workload)) return { namespace: workload.namespace, labels: workload.labels, what: 'the workload' };
  const { object, namespace, selector = {}, ports, troubles } = workload.read(scope);
  const what = formatObject(object);
  const [trouble] = troubles;
  if (trouble !== undefined) return { trouble: `${what} cannot be read: ${trouble.message}`, fix: trouble.fix };
  if (namespace === undefined || Object.keys(selector).length === 0) {
    return { trouble: `${what} has no selector, so which workloads are meant cannot be told`, fix: 'Name the labels of the workloads: MtlsException.workload({ namespace, labels }, ...).' };
  }
  return { namespace, labels: selector, ports, what };
}

function portOf(target: Exclude<ExceptionTarget, { kind: 'namespace' }>, ports: readonly ReadPort[], what: string): number | undefined | Trouble {
  if (target.kind === 'workload') return undefined;
  return target.kind === 'port' ? containerPort(target.containerPort, ports, what) : behindServicePort(target.port, ports, what);
}

/** A number that is a port of the service and of no container would be an exception for nothing. */
function containerPort(wanted: number, ports: readonly ReadPort[], what: string): number | Trouble {
  const isContainers = ports.some(({ number, targetPort = number }) => targetPort === wanted || typeof targetPort === 'string');
  const ofService = ports.find(({ number }) => number === wanted);
  if (ofService === undefined || isContainers) return wanted;
  return {
    trouble: `${wanted} is a port of ${what}, and the container behind it listens on ${ofService.targetPort}`,
    fix: `Say MtlsException.port(..., ${ofService.targetPort}, ...), or MtlsException.servicePort(..., ${wanted}, ...).`,
  };
}

function behindServicePort(wanted: number | string, ports: readonly ReadPort[], what: string): number | Trouble {
  const port = ports.find(({ number, name }) => wanted === number || wanted === name);
  if (port === undefined) {
    const known = ports.map(({ number, name }) => (name === undefined ? `${number}` : `${number} (${name})`)).join(', ');
    return { trouble: `${what} has no port ${wanted}${known === '' ? '' : `, only ${known}`}`, fix: 'Name one of its ports.' };
  }
  const { number, targetPort = number } = port;
  if (typeof targetPort === 'number') return targetPort;
  return {
    trouble: `port ${wanted} of ${what} leads to the container port named "${targetPort}", whose number only the pods know`,
    fix: 'Give the number that the container listens on: MtlsException.port(service, 8080, ...).',
  };
}
