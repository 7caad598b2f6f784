import fc from 'fast-check';
import { SelectorIndex } from '../../src/model/selector-index';
import { isEmptySelector, selectorMatches } from '../../src/model/selectors';

const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'));

test('finds the selectors that match, as trying all of them does', () => {
  fc.assert(
    fc.property(fc.array(labels), labels, (selectors, wanted) => {
      const index = new SelectorIndex(selectors.map((selector, position) => [selector, position] as const));
      const expected = [...selectors.keys()].filter((position) => {
        const selector = selectors[position] ?? {};
        return !isEmptySelector(selector) && selectorMatches(selector, wanted);
      });
      expect([...index.matching(wanted)].sort((a, b) => a - b)).toEqual(expected);
    }),
  );
});
