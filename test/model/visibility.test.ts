import { isVisible, serviceVisibility, visibilityOf } from '../../src/model/visibility';

const seen = (exportTo: readonly string[] | undefined) => ['shop', 'bakery', 'edge'].filter((namespace) => isVisible(visibilityOf(exportTo, 'shop'), namespace));

test.each([
  [undefined, ['shop', 'bakery', 'edge']],
  [[], ['shop', 'bakery', 'edge']],
  [['*'], ['shop', 'bakery', 'edge']],
  [['.'], ['shop']],
  [['bakery'], ['bakery']],
  [['.', 'edge'], ['shop', 'edge']],
  [['~'], []],
  [['~', 'bakery'], []],
])('exportTo %j', (exportTo, namespaces) => {
  expect(seen(exportTo)).toEqual(namespaces);
});

test.each([
  [undefined, ['.'], ['shop']],
  [[], ['.', 'edge'], ['shop', 'edge']],
  [[], [], ['shop', 'bakery', 'edge']],
  [['*'], ['.'], ['shop', 'bakery', 'edge']],
  [['bakery'], ['~'], ['bakery']],
  [undefined, ['~'], []],
])('exportTo %j in a mesh with %j', (exportTo, byDefault, namespaces) => {
  expect(['shop', 'bakery', 'edge'].filter((namespace) => isVisible(visibilityOf(exportTo, 'shop', byDefault), namespace))).toEqual(namespaces);
});

test('a Service says it with an annotation', () => {
  const visibility = (text: string) => serviceVisibility({ 'networking.istio.io/exportTo': text }, 'shop');
  expect(isVisible(visibility(' . , bakery'), 'bakery')).toBe(true);
  expect(isVisible(visibility('.'), 'bakery')).toBe(false);
  expect(visibility('*')).toBe('*');
  expect(visibility('')).toBe('*');
  expect(serviceVisibility({}, 'shop')).toBe('*');
  expect(serviceVisibility({}, 'shop', ['.'])).toEqual(new Set(['shop']));
});
