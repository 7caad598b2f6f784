import { formatPath, type Path } from '../../model/path';
import { isFields } from '../../model/values';
import { listItems } from '../../validation/lists';
import { construct, type AliasBudget } from './construct';
import { parseChunk, splitDocuments, type Chunk } from './documents';
import { TextProblem } from './problem';

/** A Kubernetes object and where its text stands. */
export interface Manifest {
  readonly object: Record<string, unknown>;
  readonly chunk: Chunk;
  /** Where the root node of its document begins in the text. */
  readonly root: number;
  /** Path of the object inside its document: `items[3]` inside a List. */
  readonly path: Path;
}

/** What a text holds. A broken document is a problem and leaves the others as they are. */
export interface TextContent {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly TextProblem[];
  /** Offsets of documents that are no Kubernetes objects at all. */
  readonly foreign: readonly number[];
}

/** Characters that are parsed in one go: starting the parser for each small document would cost as much as parsing it. */
const BATCH = 65_536;

/** Reads all Kubernetes objects of a YAML or JSON text; a List (any `...List` with `items`) is unpacked. */
export function readManifests(text: string, budget: AliasBudget): TextContent {
  const content: Content = { manifests: [], problems: [], foreign: [] };
  const chunks = splitDocuments(text);
  for (let first = 0; first < chunks.length; ) {
    let end = first + 1;
    while (end < chunks.length && joins(text, chunks, first, end)) end += 1;
    readBatch(text, chunks.slice(first, end), budget, content);
    first = end;
  }
  return content;
}

interface Content {
  readonly manifests: Manifest[];
  readonly problems: TextProblem[];
  readonly foreign: number[];
}

/** Whether the chunk at `next` can be parsed together with those from `first` on. JSON objects in a row cannot: no `---` parts them. */
function joins(text: string, chunks: readonly Chunk[], first: number, next: number): boolean {
  const start = chunks[first]?.start ?? 0;
  const chunk = chunks[next];
  return chunk !== undefined && chunk.end - start <= BATCH && text.startsWith('---', chunk.start);
}

function readBatch(text: string, chunks: readonly Chunk[], budget: AliasBudget, content: Content): void {
  const [head] = chunks;
  const start = head?.start ?? 0;
  const source = text.slice(start, chunks.at(-1)?.end ?? start);
  const before = budget.nodes;
  try {
    const { documents, problems } = construct(source, parseChunk(source), budget);
    for (const problem of problems) content.problems.push(new TextProblem(start + problem.offset, problem.message));
    let current = 0;
    for (const { value, at } of documents) {
      while (current < chunks.length - 1 && start + at >= (chunks[current]?.end ?? 0)) current += 1;
      const chunk = chunks[current];
      if (chunk !== undefined) unpack(value, { chunk, root: start + at, path: [] }, content);
    }
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    if (chunks.length === 1) content.problems.push(new TextProblem(start + error.offset, `${error.message}${templateHint(source, error.offset)}`));
    else {
      budget.nodes = before;
      for (const chunk of chunks) readBatch(text, [chunk], budget, content);
    }
  }
}

/** Templates are the commonest YAML that is none: say what to do about them. */
function templateHint(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', Math.max(offset - 1, 0)) + 1;
  const end = source.indexOf('\n', offset);
  const template = /\{\{(?!\{)[^{}]*\}\}/.test(source.slice(start, end === -1 ? source.length : end));
  return template ? '; this looks like a template: give what it renders to (helm template)' : '';
}

type Place = Omit<Manifest, 'object'>;

function unpack(value: unknown, place: Place, content: Content): void {
  if (value === null) return;
  if (!isFields(value)) {
    const what = place.path.length === 0 ? 'this document' : formatPath(place.path);
    content.problems.push(new TextProblem(place.root, `${what} is ${Array.isArray(value) ? 'a list' : 'a plain value'}, not a Kubernetes object`));
    return;
  }
  const items = listItems(value);
  if (isHelmHeader(value)) return;
  if (isForeign(value)) content.foreign.push(place.root);
  else if (items !== undefined) items.forEach((item, index) => unpack(item, { ...place, path: [...place.path, 'items', index] }, content));
  else content.manifests.push({ object: value, chunk: place.chunk, root: place.root, path: place.path }); // also with half a type: the engine says what the API server would
}

/** True for the YAML of other tools (values and Chart.yaml of Helm, settings): no type, or half of one and no metadata. */
function isForeign({ apiVersion, kind, metadata }: Record<string, unknown>): boolean {
  if (apiVersion !== undefined && kind !== undefined) return false;
  return (apiVersion === undefined && kind === undefined) || !isFields(metadata);
}

/** What `helm install --dry-run` prints of the release before its objects. */
function isHelmHeader(value: Record<string, unknown>): boolean {
  return value.apiVersion === undefined && ['NAME', 'LAST DEPLOYED', 'STATUS'].every((key) => Object.hasOwn(value, key));
}
