import type { Path } from './path';
import type { POD_KINDS } from './workloads';

/** Where the Pod is in an object of a kind that makes Pods: nowhere further in a Pod itself. */
export function podPath(kind: (typeof POD_KINDS)[number]): Path {
  if (kind === 'core/Pod') return [];
  return kind === 'batch/CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}
