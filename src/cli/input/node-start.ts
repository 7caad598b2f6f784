import { EVENT_ID, SCALAR_STYLE, type AliasEvent, type MappingEvent, type ScalarEvent, type SequenceEvent } from 'js-yaml';

/** Events that begin a node. */
export type NodeEvent = ScalarEvent | SequenceEvent | MappingEvent | AliasEvent;

/** Where a node begins in its text: at its tag, its anchor, its quote or its first character; 0 for a node without any text. */
export function nodeStart(event: NodeEvent): number {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  const marks = [event.tagStart, event.anchorStart === -1 ? -1 : event.anchorStart - 1, contentStart(event)].filter((mark) => mark >= 0);
  return marks.length === 0 ? 0 : Math.min(...marks);
}

function contentStart(event: ScalarEvent | SequenceEvent | MappingEvent): number {
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted ? event.valueStart - 1 : event.valueStart;
}
