import { EVENT_ID, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml';

/** A colon right before what ends an item of a bracket. */
const FINAL_COLON = /:[,\]}]/;

/**
 * Inside brackets, YAML 1.2 takes a colon before `,` `]` or `}` for the end of a key; Kubernetes takes it for a part of the text, so
 * `[2001:db8::, 10.0.0.1]` are two addresses. Gives such colons back to their texts.
 */
export function keepFinalColons(text: string, events: Event[]): Event[] {
  if (!FINAL_COLON.test(text)) return events;
  const kept: Event[] = [];
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    if (event === undefined) break;
    const key = events[i + 1];
    const pair = event.type === EVENT_ID.MAPPING && text[event.start] !== '{' && endsWithColon(text, key) && isNothing(events[i + 2]) && events[i + 3]?.type === EVENT_ID.POP;
    if (pair) {
      kept.push({ ...key, valueEnd: key.valueEnd + 1 });
      i += 3;
    } else if (endsWithColon(text, event) && isNothing(key)) kept.push({ ...event, valueEnd: event.valueEnd + 1 });
    else kept.push(event);
  }
  return kept;
}

function endsWithColon(text: string, event: Event | undefined): event is ScalarEvent {
  if (event?.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN || event.valueStart === -1) return false;
  return text[event.valueEnd] === ':' && /[,\]}]/.test(text[event.valueEnd + 1] ?? '');
}

function isNothing(event: Event | undefined): boolean {
  return event?.type === EVENT_ID.SCALAR && event.valueStart === -1 && event.tagStart === -1 && event.anchorStart === -1;
}
