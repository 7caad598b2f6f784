import { formatPath, type Path } from '../../model/path';
import { construct, type AliasBudget } from './construct';
import { contentStart, parseChunk, splitDocuments, type Chunk } from './documents';
import { TextProblem } from './problem';

/** A Kubernetes object and where its text stands. */
export interface Manifest {
  readonly object: Record<string, unknown>;
  readonly chunk: Chunk;
  /** Number of the YAML document inside the chunk. */
  readonly document: number;
  /** Path of the object inside its document: `items[3]` inside a List. */
  readonly path: Path;
}

/** What a text holds. A broken document is a problem and leaves the others as they are. */
export interface TextContent {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly TextProblem[];
  /** Offsets of documents that are no Kubernetes objects at all: neither `apiVersion` nor `kind`. */
  readonly foreign: readonly number[];
}

/** Reads all Kubernetes objects of a YAML or JSON text; a List (any `...List` with `items`) is unpacked. */
export function readManifests(text: string, budget: AliasBudget): TextContent {
  const manifests: Manifest[] = [];
  const problems: TextProblem[] = [];
  const foreign: number[] = [];
  const complain = (place: Place, message: string): void => {
    const what = place.path.length === 0 ? 'this document' : formatPath(place.path);
    problems.push(new TextProblem(contentStart(text, place.chunk), `${what} ${message}`));
  };
  for (const chunk of splitDocuments(text)) {
    const source = text.slice(chunk.start, chunk.end);
    const report = (problem: TextProblem): void => {
      problems.push(new TextProblem(chunk.start + problem.offset, `${problem.message}${templateHint(source, problem.offset)}`));
    };
    try {
      construct(source, parseChunk(source), budget, report).forEach((value, document) => {
        unpack(value, { chunk, document, path: [] }, { manifests, complain, foreign: (place) => foreign.push(contentStart(text, place.chunk)) });
      });
    } catch (error) {
      if (!(error instanceof TextProblem)) throw error;
      report(error);
    }
  }
  return { manifests, problems, foreign };
}

/** Templates are the commonest YAML that is none: say what to do about them. */
function templateHint(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', Math.max(offset - 1, 0)) + 1;
  const end = source.indexOf('\n', offset);
  const template = source.slice(start, end === -1 ? source.length : end).includes('{{');
  return template ? '; this looks like a template: give what it renders to (helm template)' : '';
}

type Place = Omit<Manifest, 'object'>;

interface Sink {
  readonly manifests: Manifest[];
  readonly foreign: (place: Place) => void;
  readonly complain: (place: Place, message: string) => void;
}

function unpack(value: unknown, place: Place, sink: Sink): void {
  if (value === null || value === undefined) return;
  if (!isRecord(value)) {
    sink.complain(place, `is ${Array.isArray(value) ? 'a list' : 'a plain value'}, not a Kubernetes object`);
    return;
  }
  const { apiVersion, kind, items } = value;
  if (apiVersion === undefined && kind === undefined) sink.foreign(place);
  else if (typeof apiVersion === 'string' && typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    const members: readonly unknown[] = items;
    members.forEach((item, index) => unpack(typedItem(item, apiVersion, kind), { ...place, path: [...place.path, 'items', index] }, sink));
  } else sink.manifests.push({ ...place, object: value }); // also with half a type: the engine says what the API server would
}

/** An item of a typed list (`VirtualServiceList`) that leaves out its type has that of the list. */
function typedItem(item: unknown, apiVersion: string, listKind: string): unknown {
  if (!isRecord(item) || listKind === 'List' || Object.hasOwn(item, 'kind') || Object.hasOwn(item, 'apiVersion')) return item;
  return { apiVersion, kind: listKind.slice(0, -'List'.length), ...item };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
