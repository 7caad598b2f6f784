import type { PodTemplate } from './kinds/core';
import type { KnownPort } from './services-of-host';

/**
 * The port of the container behind a port of a Service; undefined where it cannot be told: a name that no container of
 * the pod has.
 */
export function containerPortOf({ number, targetPort }: KnownPort, pod: PodTemplate | undefined): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  if (targetPort === undefined) return number;
  return pod?.containers.flatMap(({ ports }) => ports).find(({ name }) => name === targetPort)?.containerPort;
}
