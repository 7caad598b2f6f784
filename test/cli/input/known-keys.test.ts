import { EVENT_ID, parseEvents, type ScalarEvent } from 'js-yaml';
import { ALIAS_BUDGET } from '../../../src/cli/input/construct';
import { KnownKeys } from '../../../src/cli/input/known-keys';
import { readManifests } from '../../../src/cli/input/manifests';

/** Of one length, with the same first, middle and last letter: they have one seat. */
const [ONE, OTHER] = ['abxcd', 'acxbd'] as const;

function scalar(text: string): ScalarEvent {
  const event = parseEvents(text, {}).find(({ type }) => type === EVENT_ID.SCALAR);
  if (event?.type !== EVENT_ID.SCALAR) throw new Error('no scalar');
  return event;
}

test('a key is found where it was met before, and no other that has its seat', () => {
  const known = new KnownKeys();
  expect(known.find(ONE, scalar(ONE))).toBeUndefined();
  known.add(ONE);
  expect(known.find(ONE, scalar(ONE))).toBe(ONE);
  expect(known.find(OTHER, scalar(OTHER))).toBeUndefined();
  known.add(OTHER);
  expect(known.find(OTHER, scalar(OTHER))).toBe(OTHER);
  expect(known.find(ONE, scalar(ONE))).toBeUndefined();
});

test('keys of one seat, and keys that mean something else without quotes', () => {
  const text = `apiVersion: v1\nkind: A\nmetadata: { name: a }\ndata: { ${ONE}: 1, ${OTHER}: 2, "${ONE} ": 3, on: 4, "on": 5, 010: 6, "010": 7, constructor: 8, __proto__: 9 }\n`;
  for (let i = 0; i < 2; i += 1) {
    const { manifests, problems } = readManifests(text, { nodes: ALIAS_BUDGET });
    expect(Object.entries(Object(manifests[0]?.object['data']))).toEqual([
      ['8', 6], [ONE, 1], [OTHER, 2], [`${ONE} `, 3], ['true', 4], ['on', 5], ['010', 7], ['constructor', 8], ['__proto__', 9],
    ]);
    expect(problems).toEqual([]);
  }
});
