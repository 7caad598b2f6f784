import { asList, asNumber, asText, asTextMap, canonical, fieldAt, fieldOf, isFields } from '../../src/model/values';

test('what is a map of fields', () => {
  expect([{}, Object.create(null), [], null, 'a', 1, new Date(0), undefined].map(isFields)).toEqual([true, true, false, false, false, false, false, false]);
});

test('only own properties count', () => {
  expect(fieldOf({}, 'constructor')).toBeUndefined();
  expect(fieldOf(JSON.parse('{"__proto__": 1}'), '__proto__')).toBe(1);
  expect(fieldAt({ a: { b: 1 } }, 'a', 'b')).toBe(1);
  expect(fieldAt({ a: 'text' }, 'a', 'length')).toBeUndefined();
});

test('values of another type are absent', () => {
  expect([asText(1), asNumber('1'), asNumber(Number.NaN), asList({})]).toEqual([undefined, undefined, undefined, []]);
  expect(asTextMap({ a: 'x', b: 1.5, c: null, d: true, e: [], f: Number.NaN })).toEqual({ a: 'x', b: '1.5', d: 'true' });
  expect(Object.keys(asTextMap(JSON.parse('{"__proto__": "x", "a": "y"}')))).toEqual(['a']);
});

test('one text for equal values', () => {
  expect(canonical({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
  expect(canonical({ a: 1, b: 2 })).toBe(canonical({ b: 2, a: 1 }));
  expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  expect(canonical(deep).length).toBeLessThan(1000);
});
