import { formatLabels, isEmptySelector, labelsContradict, labelsKey, selectorMatches } from '../../src/model/selectors';

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

test('one text for equal labels, and for no others', () => {
  expect(labelsKey({ b: '2', a: '1' })).toBe(labelsKey({ a: '1', b: '2' }));
  const labels: readonly Readonly<Record<string, string>>[] = [{}, { a: '' }, { a: '1' }, { a: '1', b: '2' }, { a: '11 b1 2' }, { 'a1 1': '1 b1 2' }];
  const texts = labels.map(labelsKey);
  expect(new Set(texts).size).toBe(texts.length);
});
