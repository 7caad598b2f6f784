import { formatLabels, isEmptySelector, labelsContradict, selectorMatches } from '../../src/model/selectors';

test.each([
  [undefined, {}, true],
  [{}, { a: '1' }, true],
  [{ a: '1' }, { a: '1', b: '2' }, true],
  [{ a: '1' }, { a: '2' }, false],
  [{ a: '1' }, {}, false],
  [{ constructor: 'a' }, {}, false],
])('%j on %j', (selector, labels, matches) => {
  expect(selectorMatches(selector, labels)).toBe(matches);
});

test('labels contradict when they give one key two values', () => {
  expect(labelsContradict({ a: '1', b: '1' }, { b: '2' })).toBe(true);
  expect(labelsContradict({ a: '1' }, { a: '1', b: '2' })).toBe(false);
  expect(labelsContradict({ toString: '1' }, {})).toBe(false);
});

test('an empty selector', () => {
  expect([isEmptySelector(undefined), isEmptySelector({}), isEmptySelector({ a: '' })]).toEqual([true, true, false]);
});

test('labels are written sorted', () => {
  expect(formatLabels({ version: 'v1', app: 'reviews' })).toBe('app=reviews,version=v1');
});
