import { PairMap } from '../../src/model/pair-map';

const map = new PairMap<string>();
map.addAll({ app: 'reviews', version: 'v1' }, 'first');
map.add('app', 'reviews', 'second');

test.each([
  ['app', 'reviews', ['first', 'second']],
  ['version', 'v1', ['first']],
  ['version', 'v2', []],
  ['tier', 'v1', []],
  ['constructor', 'name', []],
])('%s=%s', (key, value, items) => {
  expect(map.get(key, value)).toEqual(items);
});
