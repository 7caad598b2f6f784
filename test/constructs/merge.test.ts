import { App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { mergeFields } from '../../src/constructs/merge';
import { canonical } from '../../src/model/values';

const app = new App();
const a = new Chart(app, 'a');
const b = new Chart(app, 'b');
const merge = (mine: object, theirs: object): unknown => {
  const { value, disagreements } = mergeFields<object>([{ by: a, value: mine }, { by: b, value: theirs }]);
  return { value, at: disagreements.map(({ path }) => path.join('.')) };
};

test.each<[string, object, object, unknown]>([
  ['fields of both', { x: 1 }, { y: 2 }, { value: { x: 1, y: 2 }, at: [] }],
  ['fields of both in depth', { p: { x: 1 } }, { p: { y: 2 } }, { value: { p: { x: 1, y: 2 } }, at: [] }],
  ['equal values', { p: { x: [1, { z: 2 }] } }, { p: { x: [1, { z: 2 }] } }, { value: { p: { x: [1, { z: 2 }] } }, at: [] }],
  ['nothing said is no wish', { x: undefined }, { x: 1 }, { value: { x: 1 }, at: [] }],
  ['other values', { p: { x: 2 } }, { p: { x: 1 } }, { value: { p: { x: 1 } }, at: ['p.x'] }],
  ['a list is one value', { x: [1] }, { x: [1, 2] }, { value: { x: [1,2] }, at: ['x'] }],
  ['labels are one value', { labels: { a: '1' } }, { labels: { b: '2' } }, { value: { labels: { a: '1' } }, at: ['labels'] }],
  ['an object against a value', { x: {} }, { x: 1 }, { value: { x: 1 }, at: ['x'] }],
  ['keys of strangers', JSON.parse('{"__proto__":{"x":1}}'), { y: 1 }, { value: JSON.parse('{"__proto__":{"x":1},"y":1}'), at: [] }],
])('%s', (_what, mine, theirs, expected) => {
  expect(merge(mine, theirs)).toEqual(expected);
});

test('the order of the wishes plays no part', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.constantFrom('x', 'y', 'labels'), fc.jsonValue()), { maxLength: 4 }), fc.infiniteStream(fc.nat()), (values, keys) => {
      const wishes = values.map((value, index) => ({ by: new Chart(new App(), `c${index}`), value }));
      const order = new Map(wishes.map((wish) => [wish, keys.next().value]));
      const shuffled = [...wishes].sort((one, two) => Number(order.get(one)) - Number(order.get(two)));
      const [first, second] = [wishes, shuffled].map((list) => mergeFields<object>(list));
      expect(canonical(second?.value)).toBe(canonical(first?.value));
      expect(second?.disagreements).toEqual(first?.disagreements);
    }),
  );
});
