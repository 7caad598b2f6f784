import { EVENT_ID, SCALAR_STYLE, getScalarValue, type AliasEvent, type Event, type MappingEvent, type ScalarEvent, type SequenceEvent } from 'js-yaml';
import { MAX_DEPTH } from './documents';
import { KnownKeys } from './known-keys';
import { nodeStart, type NodeEvent } from './node-start';
import { TextProblem } from './problem';
import { keyText, plainScalar, taggedScalar, type Scalar } from './scalars';

/** What an anchored node (`&name`) stands for: its value, how many nodes it unfolds to and how deep it is. */
interface Anchor {
  value: unknown;
  nodes: number;
  height: number;
  /** False while the node is being read: an alias to it then would hold itself. */
  closed: boolean;
  readonly kind: 'scalar' | 'sequence' | 'mapping';
}

/** How much all documents of one run may unfold by aliases. Shared by all readers of a run. */
export interface AliasBudget {
  nodes: number;
}

/** Nodes that aliases may add in one run. */
export const ALIAS_BUDGET = 2_000_000;

/** Keys set twice that are told of one piece of text: enough to see what is wrong with it. */
const MAX_PROBLEMS = 1000;
const KNOWN_KEYS = new KnownKeys();
/** Stands for the key `<<`. */
const MERGE: unique symbol = Symbol('merge');
const COMPLEX_KEY = 'a list or a mapping cannot be a key';

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
  return new Constructor(source, events, budget).run();
}

/** Reads the events by recursion: the parser refuses what is nested deeper than {@link MAX_DEPTH}. */
class Constructor {
  private readonly source: string;
  private readonly events: readonly Event[];
  private readonly budget: AliasBudget;
  private readonly documents: YamlDocument[] = [];
  private readonly problems: TextProblem[] = [];
  private readonly anchors = new Map<string, Anchor>();
  /** Position of the event that comes next. */
  private next = 0;
  private nodes = 0;
  private aliased = 0;
  /** Collections that are open. */
  private depth = 0;
  /** Levels below the collection that is open, as far as it is read. */
  private height = 0;

  constructor(source: string, events: readonly Event[], budget: AliasBudget) {
    this.source = source;
    this.events = events;
    this.budget = budget;
  }

  run(): Constructed {
    while (this.next < this.events.length) {
      this.next += 1;
      this.document();
    }
    return { documents: this.documents, problems: this.problems };
  }

  private document(): void {
    if (this.anchors.size > 0) this.anchors.clear();
    this.nodes = 0;
    this.aliased = 0;
    this.height = 0;
    for (let event = this.take(); event !== undefined; event = this.take()) {
      const at = nodeStart(event);
      const value = this.value(event);
      if (value !== null) this.documents.push({ value, at });
    }
  }

  /** The node that comes next; undefined where a collection or a document ends. */
  private take(): NodeEvent | undefined {
    const event = this.events[this.next];
    this.next += 1;
    if (event === undefined || event.type === EVENT_ID.DOCUMENT) throw new Error('parser events outside a document');
    return event.type === EVENT_ID.POP ? undefined : event;
  }

  private value(event: NodeEvent): unknown {
    switch (event.type) {
      case EVENT_ID.SCALAR: {
        const value = this.scalar(event);
        if (typeof value === 'number' && !Number.isFinite(value)) throw new TextProblem(nodeStart(event), `${clip(getScalarValue(this.source, event))} is no JSON number`);
        return value;
      }
      case EVENT_ID.MAPPING:
        return this.mapping(event);
      case EVENT_ID.SEQUENCE:
        return this.sequence(event);
      case EVENT_ID.ALIAS:
        return this.alias(event).value;
    }
  }

  private scalar(event: ScalarEvent): Scalar {
    this.nodes += 1;
    const text = getScalarValue(this.source, event);
    const tag = this.tag(event);
    const value = tag !== '' ? taggedScalar(tag, text) : event.style === SCALAR_STYLE.PLAIN ? plainScalar(text) : text;
    if (value === undefined) throw new TextProblem(nodeStart(event), `${JSON.stringify(clip(text))} does not fit its tag ${clip(tag)}`);
    if (event.anchorStart !== -1) this.anchors.set(this.name(event), { value, nodes: 1, height: 0, closed: true, kind: 'scalar' });
    return value;
  }

  private sequence(event: SequenceEvent): unknown[] {
    const items: unknown[] = [];
    const anchor = this.anchor(event, items, 'sequence');
    const above = this.height;
    const before = this.nodes;
    this.open();
    for (let item = this.take(); item !== undefined; item = this.take()) items.push(this.value(item));
    this.close(above, before, anchor);
    return items;
  }

  private mapping(event: MappingEvent): Record<string, unknown> {
    const entries: Record<string, unknown> = {};
    const anchor = this.anchor(event, entries, 'mapping');
    const above = this.height;
    const before = this.nodes;
    this.open();
    // Keys that came in by `<<`: an own key may replace them.
    let merged: Set<string> | undefined;
    let isFirst = true;
    for (let at = this.take(); at !== undefined; at = this.take()) {
      const key = this.key(at);
      if (key === MERGE) this.merge(entries, (merged ??= new Set()));
      else {
        if (!isFirst && Object.hasOwn(entries, key) && merged?.has(key) !== true) this.reportTwice(key, at);
        setProperty(entries, key, this.value(this.taken()));
      }
      isFirst = false;
    }
    this.close(above, before, anchor);
    return entries;
  }

  /** The node that stands behind a key. */
  private taken(): NodeEvent {
    const event = this.take();
    if (event === undefined) throw new Error('parser events end behind a key');
    return event;
  }

  private key(event: NodeEvent): string | typeof MERGE {
    if (event.type === EVENT_ID.SCALAR && isBare(event)) {
      const known = KNOWN_KEYS.find(this.source, event);
      if (known !== undefined) {
        this.nodes += 1;
        return known;
      }
    }
    return this.newKey(event);
  }

  private newKey(event: NodeEvent): string | typeof MERGE {
    let key: string | undefined;
    if (event.type === EVENT_ID.SCALAR) {
      const value = this.scalar(event);
      if (value === '<<' && this.isMerge(event)) return MERGE;
      if (typeof value === 'string' && isBare(event)) KNOWN_KEYS.add(value);
      key = typeof value === 'string' ? value : keyText(value, getScalarValue(this.source, event));
    } else {
      const anchor = event.type === EVENT_ID.ALIAS ? this.alias(event) : undefined;
      if (anchor?.kind !== 'scalar') throw new TextProblem(nodeStart(event), COMPLEX_KEY);
      key = anchor.value === null ? undefined : String(anchor.value);
    }
    if (key === undefined) throw new TextProblem(nodeStart(event), 'a key that is empty, null or too large; Kubernetes has no such keys');
    return key;
  }

  private isMerge(event: ScalarEvent): boolean {
    const tag = this.tag(event);
    return getScalarValue(this.source, event) === '<<' && (tag === '!!merge' || (tag === '' && event.style === SCALAR_STYLE.PLAIN));
  }

  private reportTwice(key: string, event: NodeEvent): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push(new TextProblem(nodeStart(event), `key ${JSON.stringify(clip(key))} is set twice; a strict API server refuses it (elsewhere the last one counts)`));
  }

  private alias(event: AliasEvent): Anchor {
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
    // The document is a level, too.
    if (this.depth + 1 + anchor.height > MAX_DEPTH) throw new TextProblem(at, `nested deeper than ${MAX_DEPTH} levels (by aliases)`);
    this.height = Math.max(this.height, anchor.height + 1);
    return anchor;
  }

  private anchor(event: SequenceEvent | MappingEvent, value: unknown, kind: Anchor['kind']): Anchor | undefined {
    if (event.anchorStart === -1) return undefined;
    const anchor = { value, nodes: 0, height: 0, closed: false, kind };
    this.anchors.set(this.name(event), anchor);
    return anchor;
  }

  private open(): void {
    this.nodes += 1;
    this.depth += 1;
    this.height = 0;
  }

  /** @param above the height of the collection around it, @param before the nodes that were read, when this one began */
  private close(above: number, before: number, anchor: Anchor | undefined): void {
    if (anchor !== undefined) {
      anchor.nodes = this.nodes - before;
      anchor.height = this.height + 1;
      anchor.closed = true;
    }
    this.depth -= 1;
    this.height = Math.max(above, this.height + 1);
  }

  /** Kubernetes merges where the `<<` stands, the last of a list first: earlier keys are replaced, later keys replace. */
  private merge(entries: Record<string, unknown>, merged: Set<string>): void {
    const event = this.taken();
    const value = this.value(event);
    const sources: unknown[] = event.type === EVENT_ID.SEQUENCE && Array.isArray(value) ? [...value].reverse() : [value];
    for (const source of sources) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) throw new TextProblem(nodeStart(event), 'the value of << must be a mapping or a list of mappings');
      for (const [key, inherited] of Object.entries(source)) {
        setProperty(entries, key, inherited);
        merged.add(key);
      }
    }
  }

  private tag(event: ScalarEvent): string {
    return event.tagStart === -1 ? '' : this.source.slice(event.tagStart, event.tagEnd);
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

/** A word on one line, without tag, anchor and quotes: its value is its text, or what the text stands for. */
function isBare(event: ScalarEvent): boolean {
  return event.fast && event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1 && event.anchorStart === -1;
}

/** Sets an own property, for `__proto__` too. */
function setProperty(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
