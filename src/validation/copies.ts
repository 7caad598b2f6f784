import type { EngineFinding } from '../model/finding';
import { listed } from '../model/text';
import { compareText } from '../model/values';

const NAMED_AT_MOST = 3;

/**
 * The findings, where those that are about several objects alike say at the end of their message where the others are.
 *
 * @param placesOf Where the objects at these positions are, in words for people
 */
export function withCopiesNamed(findings: readonly EngineFinding[], placesOf: (inputs: readonly number[]) => readonly (string | undefined)[]): readonly EngineFinding[] {
  const groups = [...new Set(findings.flatMap(({ copies }) => (copies === undefined ? [] : [copies])))];
  if (groups.length === 0) return findings;
  const inputs = [...new Set(groups.flat())];
  const places = placesOf(inputs);
  const placeOf = new Map(inputs.map((input, index) => [input, places[index] ?? '']));
  const inOrder = new Map(groups.map((group) => [group, firstPlaced(group, placeOf)]));
  return findings.map((finding) => {
    const { copies = [], input, message } = finding;
    const first = inOrder.get(copies);
    return first === undefined ? finding : { ...finding, message: `${message} ${sentence(first.filter((copy) => copy.input !== input), copies.length - 1)}` };
  });
}

interface PlacedCopy {
  readonly input: number;
  readonly place: string;
}

/** As many copies as one message can name beside its own, in an order that does not depend on that of the input. */
function firstPlaced(group: readonly number[], placeOf: ReadonlyMap<number, string>): readonly PlacedCopy[] {
  const placed = group.map((input) => ({ input, place: placeOf.get(input) ?? '' }));
  const keys = new Map(placed.map((copy) => [copy, copy.place.replace(/\d+/g, (digits) => digits.padStart(10, '0'))]));
  return placed.sort((a, b) => compareText(keys.get(a) ?? '', keys.get(b) ?? '')).slice(0, NAMED_AT_MOST + 1);
}

function sentence(others: readonly PlacedCopy[], count: number): string {
  const named = others.slice(0, NAMED_AT_MOST).map(({ place }) => place);
  const which = count === 1 ? 'The other' : count > named.length ? 'Some of the others' : 'The others';
  return `${which}: ${listed(named)}.`;
}
