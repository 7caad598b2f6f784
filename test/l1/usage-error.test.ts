import { duration } from '../../src/l1/duration';
import { usageError } from '../../src/l1/usage-error';

function frames(error: Error): readonly string[] {
  return (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
}

function entry(message: string): RangeError {
  return helper(message);
}
function helper(message: string): RangeError {
  return usageError(message, entry);
}
function program(message: string): RangeError {
  return entry(message);
}

const OF_PROGRAM = /^ {4}at .*usage-error\.test\.ts:(\d+):\d+\)?$/;

test('the stack holds the lines of the program, and none of ours, of Node or of a package', () => {
  const own = frames(program('that is wrong'));
  expect(own.map((line) => OF_PROGRAM.exec(line)?.[1])).toEqual(['15', '21']);
});

test('a message of several lines stands above the stack as it is', () => {
  const message = 'two of them:\n  first:  main.ts:6:14\n  second: at main.ts:26:36\nkeep one';
  expect(program(message).stack?.startsWith(`RangeError: ${message}\n    at `)).toBe(true);
});

test('without a stack there is none', () => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    expect(program('that is wrong').stack).toBe('RangeError: that is wrong');
  } finally {
    Error.stackTraceLimit = limit;
  }
});

test('duration() points at its caller', () => {
  const wrong = (): string => duration('5 sec');
  const caught = (): Error => {
    try {
      return new Error(wrong());
    } catch (error) {
      return error instanceof Error ? error : new Error('no error');
    }
  };
  expect(caught()).toBeInstanceOf(RangeError);
  expect(frames(caught()).map((line) => OF_PROGRAM.exec(line)?.[1])[0]).toBe('41');
});
