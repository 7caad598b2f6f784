import { discriminator, exclusiveGroups } from '../../src/generator/exclusive';
import type { Schema } from '../../src/schema/facts';

const TEXT: Schema = { type: 'string' };
const ABC = { a: TEXT, b: TEXT, c: TEXT };
const none = (...keys: string[]): Schema => ({ not: { anyOf: keys.map((key) => ({ required: [key] })) } });
const one = (key: string): Schema => ({ required: [key] });
const cel = (...rules: string[]): Schema => ({ properties: ABC, 'x-kubernetes-validations': rules.map((rule) => ({ rule })) });

test.each<[string, Schema, ReturnType<typeof exclusiveGroups>]>([
  ['a oneOf with the empty member', { properties: ABC, oneOf: [none('a', 'b'), one('a'), one('b')] }, [{ keys: ['a', 'b'], none: true }]],
  ['a oneOf without it', { properties: ABC, oneOf: [one('a'), one('b')] }, [{ keys: ['a', 'b'], none: false }]],
  [
    'two oneOfs',
    { properties: ABC, allOf: [{ oneOf: [none('a', 'b'), one('a'), one('b')] }, { oneOf: [one('b'), one('c')] }] },
    [
      { keys: ['a', 'b'], none: true },
      { keys: ['b', 'c'], none: false },
    ],
  ],
  ['a oneOf of one field says nothing', { properties: ABC, oneOf: [none('a'), one('a')] }, []],
  ['a oneOf of other things', { properties: ABC, oneOf: [{ properties: { a: { enum: ['x'] } } }, one('b')] }, []],
  ['a oneOf of several fields at once', { properties: ABC, oneOf: [{ required: ['a', 'b'] }, one('c')] }, []],
  ['a oneOf of unknown fields', { properties: ABC, oneOf: [one('a'), one('z')] }, []],
  ['a oneOf of prototype keys', { properties: ABC, oneOf: [one('a'), one('constructor')] }, []],
  ['at most one, in CEL', cel('(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1'), [{ keys: ['a', 'b'], none: true }]],
  [
    'at most one of three, over lines',
    cel('(has(self.a) ? 1 : 0) +\n (has(self.b) ? 1 : 0) +\n (has(self.c) ? 1 : 0) <= 1'),
    [{ keys: ['a', 'b', 'c'], none: true }],
  ],
  ['exactly one, in CEL', cel('has(self.a) != has(self.b)'), [{ keys: ['a', 'b'], none: false }]],
  [
    'the same group twice: the stricter holds',
    { ...cel('has(self.a) != has(self.b)'), oneOf: [none('b', 'a'), one('b'), one('a')] },
    [{ keys: ['a', 'b'], none: false }],
  ],
  ['another rule', cel('(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 2', 'has(self.a) != has(self.b.c)'), []],
])('%s', (_, schema, groups) => {
  expect(exclusiveGroups(schema)).toEqual(groups);
});

describe('discriminators', () => {
  const type: Schema = { type: 'string', enum: ['A', 'B', 'Other'] };
  const pair = (key: string, value: string): string[] => [
    `!(has(self.${key}) && self.type != '${value}')`,
    `!(!has(self.${key}) && self.type == '${value}')`,
  ];
  const schema = (required: readonly string[], rules: readonly string[]): Schema => ({
    properties: { ...ABC, type },
    required,
    'x-kubernetes-validations': rules.map((rule) => ({ rule })),
  });

  test('a pair of rules for every field', () => {
    expect(discriminator(schema(['type'], [...pair('a', 'A'), ...pair('b', 'B')]))).toEqual({
      by: 'type',
      cases: new Map([
        ['A', 'a'],
        ['B', 'b'],
      ]),
    });
  });

  test('the other form', () => {
    const rules = ['a', 'b'].flatMap((key) => [
      `has(self.${key}) ? self.type == '${key.toUpperCase()}' : true`,
      `self.type == '${key.toUpperCase()}' ? has(self.${key}) : true`,
    ]);
    expect(discriminator(schema(['type'], rules))).toEqual({
      by: 'type',
      cases: new Map([
        ['A', 'a'],
        ['B', 'b'],
      ]),
    });
  });

  test.each([
    ['no rules', schema(['type'], [])],
    ['the type is optional', schema([], [...pair('a', 'A'), ...pair('b', 'B')])],
    ['one case', schema(['type'], pair('a', 'A'))],
    ['half of a pair', schema(['type'], [...pair('a', 'A'), ...pair('b', 'B').slice(0, 1)])],
    ['a value that is none', schema(['type'], [...pair('a', 'A'), ...pair('b', 'Z')])],
    ['a field that is none', schema(['type'], [...pair('a', 'A'), ...pair('z', 'B')])],
  ])('none: %s', (_, value) => {
    expect(discriminator(value)).toBeUndefined();
  });
});
