import { isIstioAnnotation } from '../model/annotation-facts';
import { isSystemNamespace } from '../model/control-plane';
import type { Kind } from '../model/kinds';
import type { Path } from '../model/path';
import type { Resource } from '../model/resource';
import { POD_KINDS } from '../model/workloads';
import type { RuleContext } from './context';

/** The kinds whose annotations are looked at. */
export const ANNOTATED_KINDS = ['core/Namespace', 'core/Service', ...POD_KINDS] as const satisfies readonly Kind[];

/** One of Istio's annotations on an object, or on the pods that it makes. */
export interface Annotated {
  readonly owner: Resource;
  /** Kind of what carries it: `Pod` for pod templates, too. */
  readonly kind: string;
  readonly name: string;
  readonly value: string;
  readonly path: Path;
  /** Labels beside it. */
  readonly labels: Readonly<Record<string, string>>;
}

const TEMPLATE: Path = ['spec', 'template', 'metadata', 'annotations'];
const CRON_TEMPLATE: Path = ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'annotations'];

/** Every annotation of Istio in the objects that carry any. */
export function* istioAnnotations(context: RuleContext): Generator<Annotated> {
  for (const kind of ['core/Namespace', 'core/Service'] as const) {
    for (const owner of context.all(kind)) if (hasAny(owner)) yield* annotationsOf(owner, owner.ref.kind, owner, ['metadata', 'annotations']);
  }
  for (const kind of POD_KINDS) {
    for (const owner of context.all(kind)) {
      if (hasAny(owner)) yield* annotationsOf(owner, owner.ref.kind, owner, ['metadata', 'annotations']);
      if (kind !== 'core/Pod' && hasAny(owner.object)) yield* annotationsOf(owner, 'Pod', owner.object, kind === 'batch/CronJob' ? CRON_TEMPLATE : TEMPLATE);
    }
  }
}

interface Marked {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Most objects have none, and each of them would cost a generator. */
function hasAny({ annotations }: Marked): boolean {
  for (const name in annotations) if (Object.hasOwn(annotations, name)) return true;
  return false;
}

function* annotationsOf(owner: Resource, kind: string, { labels, annotations }: Marked, at: Path): Generator<Annotated> {
  if (isSystemNamespace(owner.namespace) || (kind === 'Namespace' && isSystemNamespace(owner.name))) return;
  for (const [name, value] of Object.entries(annotations)) {
    if (isIstioAnnotation(name)) yield { owner, kind, name, value, labels, path: [...at, name] };
  }
}
