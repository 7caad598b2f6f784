import fc from 'fast-check';
import { SelectorGroups } from '../../src/model/selector-groups';
import { SelectorSet } from '../../src/model/selector-set';
import { labelsContradict, selectorMatches } from '../../src/model/selectors';

type Labels = Readonly<Record<string, string>>;

const setOf = (selectors: readonly Labels[]): SelectorSet => {
  const set = new SelectorSet();
  for (const selector of selectors) set.add(selector);
  return set;
};

const anyLabels = fc.dictionary(fc.constantFrom('app', 'version', 'tier', 'team'), fc.constantFrom('a', 'b', 'c'), { maxKeys: 4 });
const anySelectors = fc.array(anyLabels, { maxLength: 30 });

test('answers as a comparison with every selector would', () => {
  fc.assert(
    fc.property(anySelectors, anyLabels, (selectors, labels) => {
      const set = setOf(selectors);
      expect(set.mayMeet(labels)).toBe(selectors.some((selector) => !labelsContradict(selector, labels)));
      expect(set.mayMatch(labels)).toBe(selectors.some((selector) => selectorMatches(selector, labels)));
    }),
  );
});

test('an index finds what a comparison with every selector would', () => {
  fc.assert(
    fc.property(anySelectors, anyLabels, (selectors, labels) => {
      const index = new SelectorGroups<number>();
      for (const [position, selector] of selectors.entries()) index.add(selector, position);
      const found = index.matching(labels).flatMap(({ values }) => values);
      expect(found.sort((a, b) => a - b)).toEqual(selectors.flatMap((selector, position) => (selectorMatches(selector, labels) ? [position] : [])));
    }),
  );
});

/** Labels that count how often they are looked at. */
function counted(labels: Labels, count: () => void): Labels {
  return new Proxy(labels, {
    ownKeys: (target) => (count(), Reflect.ownKeys(target)),
    getOwnPropertyDescriptor: (target, key) => (count(), Reflect.getOwnPropertyDescriptor(target, key)),
  });
}

/** How many looks at selectors it takes to ask as many questions as there are selectors. */
function looks(size: number, selectorOf: (index: number) => Labels, labelsOf: (index: number) => Labels): number {
  let count = 0;
  const set = setOf(Array.from({ length: size }, (_, index) => counted(selectorOf(index), () => count++)));
  for (let index = 0; index < size; index++) {
    set.mayMeet(labelsOf(index));
    set.mayMatch(labelsOf(index));
  }
  return count;
}

const odd = (index: number): boolean => index % 2 === 1;

test.each<[string, (index: number) => Labels, (index: number) => Labels]>([
  ['one label each', (index) => ({ app: `a${index}` }), (index) => ({ app: `b${index}` })],
  ['a common label and one of its own', (index) => ({ team: 'x', app: `a${index}` }), (index) => ({ team: 'x', app: `b${index}` })],
  ['a common label with another value', (index) => ({ team: 'x', app: `a${index}` }), (index) => ({ team: 'y', [`k${index}`]: 'z' })],
  ['no key in common', (index) => ({ [`k${index}`]: 'x' }), (index) => ({ [`l${index}`]: 'x' })],
  ['half of them with another key', (index) => ({ [odd(index) ? 'app' : 'name']: `a${index}` }), (index) => ({ app: `b${index}`, name: `b${index}` })],
  ['many keys', (index) => ({ app: `a${index}`, [`k${index % 50}`]: 'x' }), (index) => ({ app: `b${index}`, [`k${index % 50}`]: 'y' })],
])('the work grows with the number of selectors, not with its square: %s', (_name, selectorOf, labelsOf) => {
  expect(looks(4000, selectorOf, labelsOf)).toBeLessThan(6 * looks(1000, selectorOf, labelsOf));
});
