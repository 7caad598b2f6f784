import { EVENT_ID, SCALAR_STYLE, getScalarValue, type Event } from 'js-yaml';
import type { Path } from '../../model/path';
import { parseChunk } from './documents';
import { nodeStart, type NodeEvent } from './node-start';
import { keyText, plainScalar } from './scalars';

/** A path that is wanted inside one document of a chunk. */
export interface PlaceRequest {
  /** Where the root node of the document begins, counted from the start of the chunk. */
  readonly root: number;
  readonly path: Path;
}

/** The wanted paths of a document as a tree, so that one walk over the text finds them all. */
interface Wanted {
  readonly steps: Map<string | number, Wanted>;
  /** Positions in the list of requests that end here. */
  readonly ends: number[];
}

/**
 * Finds where paths are written in a chunk: offsets from its start, one for each request. A property is found at its key, an item of a
 * list where it begins. What is not there is found at its nearest parent that is; what came in by an alias or a merge, where it is written.
 * It parses the chunk again: places are computed only for findings, never for everything.
 */
export function findPlaces(chunk: string, requests: readonly PlaceRequest[]): number[] {
  return new PlaceFinder(chunk, requests).run();
}

class PlaceFinder {
  private readonly chunk: string;
  private readonly events: readonly Event[];
  private readonly wanted: ReadonlyMap<number, Wanted>;
  private readonly offsets: number[];
  /** Event index behind the node that begins at an event index; filled in one pass. */
  private readonly after: Int32Array;
  private anchors = new Map<string, number>();

  constructor(chunk: string, requests: readonly PlaceRequest[]) {
    this.chunk = chunk;
    this.wanted = wantedByRoot(requests);
    this.events = parseChunk(chunk);
    this.after = matchEnds(this.events);
    this.offsets = requests.map(() => 0);
  }

  run(): number[] {
    this.events.forEach((event, index) => {
      const root = event.type === EVENT_ID.DOCUMENT ? this.node(index + 1) : undefined;
      if (root === undefined) return;
      const start = nodeStart(root);
      const wanted = this.wanted.get(start);
      if (wanted === undefined) return;
      this.anchors = anchorsOf(this.chunk, this.events, index, this.after[index] ?? 0);
      this.walk(index + 1, wanted, start);
    });
    return this.offsets;
  }

  private node(index: number): NodeEvent | undefined {
    const event = this.events[index];
    return event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP ? undefined : event;
  }

  /** Sets the offset of everything wanted at and below the node at `index`; `at` is the place of the node itself. */
  private walk(index: number, wanted: Wanted, at: number): void {
    for (const request of wanted.ends) this.offsets[request] = at;
    if (wanted.steps.size === 0) return;
    const missing = new Map(wanted.steps);
    this.descend(index, missing);
    for (const child of missing.values()) this.settle(child, at);
  }

  /** Everything below a step that is not there stands at the nearest parent. */
  private settle(wanted: Wanted, at: number): void {
    for (const request of wanted.ends) this.offsets[request] = at;
    for (const child of wanted.steps.values()) this.settle(child, at);
  }

  private descend(index: number, missing: Map<string | number, Wanted>): void {
    const event = this.node(index);
    if (event === undefined || missing.size === 0) return;
    if (event.type === EVENT_ID.ALIAS) {
      const target = this.anchors.get(this.chunk.slice(event.anchorStart, event.anchorEnd));
      if (target !== undefined && target < index) this.descend(target, missing);
    } else if (event.type === EVENT_ID.SEQUENCE) this.items(index, missing);
    else if (event.type === EVENT_ID.MAPPING) this.entries(index, missing);
  }

  private items(index: number, missing: Map<string | number, Wanted>): void {
    let position = 0;
    for (let i = index + 1; missing.size > 0; i = this.after[i] ?? 0, position += 1) {
      const item = this.node(i);
      if (item === undefined) return;
      const wanted = missing.get(position);
      if (wanted === undefined) continue;
      missing.delete(position);
      this.walk(i, wanted, nodeStart(item));
    }
  }

  private entries(index: number, missing: Map<string | number, Wanted>): void {
    const merges: number[] = [];
    const found = new Map<string, { readonly key: number; readonly value: number }>();
    for (let i = index + 1; ; ) {
      const key = this.node(i);
      if (key === undefined) break;
      const value = this.after[i] ?? 0;
      const name = this.keyName(key);
      if (name === '<<') merges.push(value);
      if (name !== undefined && missing.has(name)) found.set(name, { key: nodeStart(key), value });
      i = this.after[value] ?? 0;
    }
    for (const [name, place] of found) {
      const wanted = missing.get(name);
      missing.delete(name);
      if (wanted !== undefined) this.walk(place.value, wanted, place.key);
    }
    for (const merge of merges) this.mergeSource(merge, missing);
  }

  private mergeSource(index: number, missing: Map<string | number, Wanted>): void {
    const event = this.node(index);
    if (event?.type !== EVENT_ID.SEQUENCE) {
      this.descend(index, missing);
      return;
    }
    for (let i = index + 1; this.node(i) !== undefined; i = this.after[i] ?? 0) this.descend(i, missing);
  }

  private keyName(key: NodeEvent): string | undefined {
    if (key.type !== EVENT_ID.SCALAR) return undefined;
    const text = getScalarValue(this.chunk, key);
    return key.style === SCALAR_STYLE.PLAIN && key.tagStart === -1 ? keyText(plainScalar(text), text) : text;
  }
}

function wantedByRoot(requests: readonly PlaceRequest[]): Map<number, Wanted> {
  const roots = new Map<number, Wanted>();
  requests.forEach((request, index) => {
    let wanted = childOf(roots, request.root);
    for (const step of request.path) wanted = childOf(wanted.steps, step);
    wanted.ends.push(index);
  });
  return roots;
}

function childOf<K>(children: Map<K, Wanted>, step: K): Wanted {
  const known = children.get(step);
  if (known !== undefined) return known;
  const child: Wanted = { steps: new Map(), ends: [] };
  children.set(step, child);
  return child;
}

/** For each event that opens a node or document: the index of the event behind it. */
function matchEnds(events: readonly Event[]): Int32Array {
  const after = new Int32Array(events.length);
  const open: number[] = [];
  events.forEach((event, index) => {
    if (event.type === EVENT_ID.POP) {
      const start = open.pop();
      if (start !== undefined) after[start] = index + 1;
    } else if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) after[index] = index + 1;
    else open.push(index);
  });
  return after;
}

function anchorsOf(chunk: string, events: readonly Event[], from: number, to: number): Map<string, number> {
  const anchors = new Map<string, number>();
  for (let i = from + 1; i < to; i += 1) {
    const event = events[i];
    if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || event.type === EVENT_ID.ALIAS) continue;
    if (event.anchorStart !== -1) anchors.set(chunk.slice(event.anchorStart, event.anchorEnd), i);
  }
  return anchors;
}
