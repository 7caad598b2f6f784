import { excess, MAX_DEPTH, MAX_VALUES } from '../../src/schema/bounds';

/** An object of so many levels, each with a value beside the next one. */
function nested(levels: number): unknown {
  let value: unknown = { end: true };
  for (let i = 1; i < levels; i += 1) value = i % 2 === 0 ? { beside: 1, next: value } : [1, value];
  return value;
}

/** A list of so many values, in lists of a thousand. */
function wide(values: number): unknown {
  const row = Array.from({ length: 999 }, () => 1);
  return Array.from({ length: values / 1000 }, () => row);
}

test.each([
  ['a scalar', 5, undefined],
  ['nothing', null, undefined],
  ['an empty object', {}, undefined],
  ['what a plain recursion sees', nested(90), undefined],
  ['more levels than that', nested(150), undefined],
  ['as many levels as are read', nested(MAX_DEPTH), undefined],
  ['more levels than are read', nested(MAX_DEPTH + 1), 'depth'],
  ['more values than a plain recursion sees', wide(20_000), undefined],
  ['as many values as fit a request', wide(MAX_VALUES), undefined],
  ['more values than fit a request', wide(MAX_VALUES + 1000), 'size'],
  ['an instance of a class, which is not looked into', { spec: new Map([['a', nested(MAX_DEPTH + 1)]]) }, undefined],
])('%s', (_name, value, said) => {
  expect(excess(value)).toBe(said);
});

test('what holds itself is too deep', () => {
  const circle: Record<string, unknown> = { a: 1 };
  circle['self'] = circle;
  expect(excess(circle)).toBe('depth');
});
