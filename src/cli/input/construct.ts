import { EVENT_ID, SCALAR_STYLE, getScalarValue, type AliasEvent, type Event, type MappingEvent, type ScalarEvent, type SequenceEvent } from 'js-yaml';
import { MAX_DEPTH } from './documents';
import { nodeStart, type NodeEvent } from './node-start';
import { TextProblem } from './problem';
import { keyText, plainScalar, taggedScalar } from './scalars';

/** What an anchored node (`&name`) stands for: its value, how many nodes it unfolds to and how deep it is. */
interface Anchor {
  value: unknown;
  nodes: number;
  height: number;
  /** False while the node is being read: an alias to it then would hold itself. */
  closed: boolean;
  readonly kind: 'scalar' | 'sequence' | 'mapping';
}

/** A collection that is being read. */
interface Frame {
  readonly kind: 'document' | 'sequence' | 'mapping';
  readonly items: unknown[];
  readonly entries: Record<string, unknown>;
  /** Key whose value comes next; `undefined` when a key comes next. */
  key: string | undefined;
  mergeNext: boolean;
  /** Keys that came in by `<<`: an own key may replace them. */
  merged: Set<string> | undefined;
  readonly anchor: Anchor | undefined;
  /** Where the collection begins; `undefined` for a document. */
  readonly event: NodeEvent | undefined;
  readonly nodesBefore: number;
  height: number;
}

/** How much all documents of one run may unfold by aliases. Shared by all readers of a run. */
export interface AliasBudget {
  nodes: number;
}

/** Nodes that aliases may add in one run. */
export const ALIAS_BUDGET = 2_000_000;

/** Keys set twice that are told of one piece of text: enough to see what is wrong with it. */
const MAX_PROBLEMS = 1000;
const COMPLEX_KEY = 'a list or a mapping cannot be a key';
const NO_ITEMS: unknown[] = [];
const NO_ENTRIES: Record<string, unknown> = Object.freeze({});

/** A YAML document that holds something. */
export interface YamlDocument {
  readonly value: unknown;
  /** Where its root node begins in the source. */
  readonly at: number;
}

export interface Constructed {
  readonly documents: readonly YamlDocument[];
  /** What Kubernetes reads but a strict API server refuses: a key that is set twice (the last one counts). */
  readonly problems: readonly TextProblem[];
}

/**
 * Makes the documents of parser events, as sigs.k8s.io/yaml would: JSON values only, keys as text, a merge (`<<`) takes
 * effect where it stands. Aliases share one value and are counted before they are used, so a small text cannot unfold to a huge object.
 * Empty documents are left out.
 *
 * @throws TextProblem for what no JSON object can hold.
 */
export function construct(source: string, events: readonly Event[], budget: AliasBudget): Constructed {
  return new Constructor(source, budget).run(events);
}

class Constructor {
  private readonly source: string;
  private readonly budget: AliasBudget;
  private readonly documents: YamlDocument[] = [];
  private readonly problems: TextProblem[] = [];
  private root = 0;
  private readonly frames: Frame[] = [];
  private anchors = new Map<string, Anchor>();
  private nodes = 0;
  private aliased = 0;

  constructor(source: string, budget: AliasBudget) {
    this.source = source;
    this.budget = budget;
  }

  run(events: readonly Event[]): Constructed {
    for (const event of events) {
      if (this.frames.length === 1 && event.type !== EVENT_ID.DOCUMENT && event.type !== EVENT_ID.POP) this.root = nodeStart(event);
      switch (event.type) {
        case EVENT_ID.DOCUMENT:
          this.startDocument();
          break;
        case EVENT_ID.SCALAR:
          this.scalar(event);
          break;
        case EVENT_ID.ALIAS:
          this.alias(event);
          break;
        case EVENT_ID.SEQUENCE:
        case EVENT_ID.MAPPING:
          this.open(event);
          break;
        case EVENT_ID.POP:
          this.close();
          break;
      }
    }
    return { documents: this.documents, problems: this.problems };
  }

  private startDocument(): void {
    this.anchors = new Map();
    this.nodes = 0;
    this.aliased = 0;
    this.frames.push({ kind: 'document', items: [], entries: NO_ENTRIES, key: undefined, mergeNext: false, merged: undefined, anchor: undefined, event: undefined, nodesBefore: 0, height: 0 });
  }

  private top(): Frame {
    const frame = this.frames.at(-1);
    if (frame === undefined) throw new Error('parser events outside a document');
    return frame;
  }

  private scalar(event: ScalarEvent): void {
    this.nodes += 1;
    const text = getScalarValue(this.source, event);
    const tag = event.tagStart === -1 ? '' : this.source.slice(event.tagStart, event.tagEnd);
    const value = tag !== '' ? taggedScalar(tag, text) : event.style === SCALAR_STYLE.PLAIN ? plainScalar(text) : text;
    if (value === undefined) throw new TextProblem(nodeStart(event), `${JSON.stringify(clip(text))} does not fit its tag ${clip(tag)}`);
    if (event.anchorStart !== -1) this.anchors.set(this.name(event), { value, nodes: 1, height: 0, closed: true, kind: 'scalar' });
    const frame = this.top();
    if (frame.kind !== 'mapping' || frame.key !== undefined || frame.mergeNext) {
      if (typeof value === 'number' && !Number.isFinite(value)) throw new TextProblem(nodeStart(event), `${clip(text)} is no JSON number`);
      this.add(frame, value, event, 'scalar');
    } else if (text === '<<' && (tag === '!!merge' || (tag === '' && event.style === SCALAR_STYLE.PLAIN))) frame.mergeNext = true;
    else this.setKey(frame, keyText(value, text), event);
  }

  private setKey(frame: Frame, key: string | undefined, event: NodeEvent): void {
    if (key === undefined) throw new TextProblem(nodeStart(event), 'a key that is empty, null or too large; Kubernetes has no such keys');
    if (Object.hasOwn(frame.entries, key) && frame.merged?.has(key) !== true && this.problems.length < MAX_PROBLEMS) {
      this.problems.push(new TextProblem(nodeStart(event), `key ${JSON.stringify(clip(key))} is set twice; a strict API server refuses it (elsewhere the last one counts)`));
    }
    frame.key = key;
  }

  private alias(event: AliasEvent): void {
    const name = this.name(event);
    const at = nodeStart(event);
    const anchor = this.anchors.get(name);
    if (anchor === undefined) throw new TextProblem(at, `alias *${clip(name)} has no anchor &${clip(name)} before it in its document`);
    if (!anchor.closed) throw new TextProblem(at, `anchor &${clip(name)} contains itself`);
    this.nodes += anchor.nodes + 1;
    this.aliased += anchor.nodes;
    this.budget.nodes -= anchor.nodes;
    if (this.budget.nodes < 0 || (this.aliased > 100 && this.nodes > 1000 && this.aliased / this.nodes > allowedAliasRatio(this.nodes))) {
      throw new TextProblem(at, 'aliases unfold to far more than is written here; Kubernetes refuses such a document');
    }
    if (this.frames.length + anchor.height > MAX_DEPTH) throw new TextProblem(at, `nested deeper than ${MAX_DEPTH} levels (by aliases)`);
    const frame = this.top();
    frame.height = Math.max(frame.height, anchor.height + 1);
    if (frame.kind !== 'mapping' || frame.key !== undefined || frame.mergeNext) this.add(frame, anchor.value, event, anchor.kind === 'sequence' && frame.mergeNext ? 'alias' : anchor.kind);
    else if (anchor.kind !== 'scalar') throw new TextProblem(at, COMPLEX_KEY);
    else this.setKey(frame, anchor.value === null ? undefined : String(anchor.value), event);
  }

  private open(event: SequenceEvent | MappingEvent): void {
    const parent = this.top();
    if (parent.kind === 'mapping' && parent.key === undefined && !parent.mergeNext) throw new TextProblem(nodeStart(event), COMPLEX_KEY);
    const kind = event.type === EVENT_ID.SEQUENCE ? 'sequence' : 'mapping';
    const items: unknown[] = kind === 'sequence' ? [] : NO_ITEMS;
    const entries: Record<string, unknown> = kind === 'mapping' ? {} : NO_ENTRIES;
    let anchor: Anchor | undefined;
    if (event.anchorStart !== -1) {
      anchor = { value: kind === 'mapping' ? entries : items, nodes: 0, height: 0, closed: false, kind };
      this.anchors.set(this.name(event), anchor);
    }
    this.frames.push({ kind, items, entries, key: undefined, mergeNext: false, merged: undefined, anchor, event, nodesBefore: this.nodes, height: 0 });
    this.nodes += 1;
  }

  private close(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    if (frame.kind === 'document') {
      const value = frame.items[0] ?? null;
      if (value !== null) this.documents.push({ value, at: this.root });
      return;
    }
    if (frame.anchor !== undefined) {
      frame.anchor.nodes = this.nodes - frame.nodesBefore;
      frame.anchor.height = frame.height + 1;
      frame.anchor.closed = true;
    }
    const parent = this.top();
    parent.height = Math.max(parent.height, frame.height + 1);
    this.add(parent, frame.kind === 'mapping' ? frame.entries : frame.items, frame.event, frame.kind);
  }

  private add(frame: Frame, value: unknown, event: NodeEvent | undefined, kind: Anchor['kind'] | 'alias'): void {
    if (frame.kind !== 'mapping') frame.items.push(value);
    else if (frame.mergeNext) {
      frame.mergeNext = false;
      this.merge(frame, value, event, kind);
    } else if (frame.key !== undefined) {
      setProperty(frame.entries, frame.key, value);
      frame.key = undefined;
    }
  }

  /** Kubernetes merges where the `<<` stands, the last of a list first: earlier keys are replaced, later keys replace. */
  private merge(frame: Frame, value: unknown, event: NodeEvent | undefined, kind: Anchor['kind'] | 'alias'): void {
    const sources = kind === 'sequence' && Array.isArray(value) ? [...value].reverse() : [value];
    frame.merged ??= new Set();
    for (const source of sources) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) throw new TextProblem(event === undefined ? 0 : nodeStart(event), 'the value of << must be a mapping or a list of mappings');
      for (const [key, inherited] of Object.entries(source)) {
        setProperty(frame.entries, key, inherited);
        frame.merged.add(key);
      }
    }
  }

  private name(event: { readonly anchorStart: number; readonly anchorEnd: number }): string {
    return this.source.slice(event.anchorStart, event.anchorEnd);
  }
}

/** The share of a document that may come from aliases: the limits of Kubernetes' own YAML reader. */
function allowedAliasRatio(nodes: number): number {
  if (nodes <= 400_000) return 0.99;
  if (nodes >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((nodes - 400_000) / 3_600_000);
}

/** Sets an own property, for `__proto__` too. */
function setProperty(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
