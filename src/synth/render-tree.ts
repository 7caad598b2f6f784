import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { whileRendering } from '../constructs/per-render';
import { problemsOf, type Problem } from '../constructs/problems';
import { formatPath, type Path } from '../model/path';
import { isFields } from '../model/values';
import { patchFailure } from './patch-failure';

/** An object as it will be written: after patches, with its tokens resolved. */
export interface RenderedObject {
  readonly construct: ApiObject;
  readonly manifest: Record<string, unknown>;
}

/** An object that cannot be written, and why. */
export interface UnrenderedObject {
  readonly construct: ApiObject;
  readonly problem: string;
  /** How to mend it, where that is not to give its fields plain values. */
  readonly fix?: string;
}

/** Something that a construct of ours knows to be wrong with itself. */
export interface ConstructProblem {
  readonly construct: IConstruct;
  readonly problem: Problem;
}

/** Every object of a tree, anyone's included, in the order of the tree. */
export interface RenderedTree {
  readonly root: IConstruct;
  readonly constructs: readonly IConstruct[];
  readonly objects: readonly RenderedObject[];
  readonly failures: readonly UnrenderedObject[];
  readonly problems: readonly ConstructProblem[];
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Renders each object of the tree once, through cdk8s' own `toJson()`: what is checked is what is written. */
export function renderTree(root: IConstruct): RenderedTree {
  return whileRendering(root, () => renderConstructs(root));
}

function renderConstructs(root: IConstruct): RenderedTree {
  const constructs = root.node.findAll();
  const objects: RenderedObject[] = [];
  const failures: UnrenderedObject[] = [];
  for (const construct of constructs) {
    if (!ApiObject.isApiObject(construct)) continue;
    const rendered = render(construct);
    if ('manifest' in rendered) objects.push({ construct, manifest: rendered.manifest });
    else failures.push({ construct, ...rendered });
  }
  const problems = constructs.flatMap((construct) => problemsOf(construct).map((problem) => ({ construct, problem })));
  return { root, constructs, objects, failures, problems };
}

type Rendered = { readonly manifest: Record<string, unknown> } | Omit<UnrenderedObject, 'construct'>;

/** The manifest, or a sentence that says why there is none. */
function render(construct: ApiObject): Rendered {
  try {
    const manifest: unknown = construct.toJson();
    if (!isFields(manifest)) return { problem: 'Its toJson() gives no object.' };
    const problem = unwritable(manifest, []);
    return problem === undefined ? { manifest } : { problem };
  } catch (error) {
    const problem = patchFailure(construct);
    if (problem === undefined) return { problem: `It cannot be turned into a manifest: ${innerMessage(error)}.` };
    return { problem, fix: 'Correct the path of the patch, or add what it needs with a patch before it.' };
  }
}

/** cdk8s wraps what went wrong in its own sentence; the finding says where already. */
function innerMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes('Maximum call stack size exceeded')) return 'one of its fields holds itself, or is nested too deep';
  return text.replace(/^Failed serializing construct at path '[^]*?' with name '[^']*': /, '').replace(/^(?:\w*Error: )+/, '').replace(/\.$/, '');
}

/** Says where a manifest holds what YAML or JSON cannot; holes of lists become null, as cdk8s writes them. */
function unwritable(value: unknown, path: Path): string | undefined {
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'string':
      return LONE_SURROGATE.test(value) ? `${formatPath(path)} holds half of a UTF-16 pair, which no file can hold.` : undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : `${formatPath(path)} is ${value}, which is no JSON number.`;
    case 'object':
      return value === null ? undefined : unwritableChild(value, path);
    default:
      return `${formatPath(path)} is a ${typeof value}, which is no JSON value.`;
  }
}

function unwritableChild(value: object, path: Path): string | undefined {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      value[index] ??= null;
      const problem = unwritable(value[index], [...path, index]);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  for (const [key, field] of Object.entries(value)) {
    const problem = unwritable(field, [...path, key]);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
