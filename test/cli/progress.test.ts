import { Progress } from '../../src/cli/progress';
import type { Io } from '../../src/cli/io';

function world(isTTY: boolean): { io: Io; text: () => string } {
  let text = '';
  const stderr = { isTTY, write: (piece: string) => (text += piece) };
  return { io: { cwd: '/', env: {}, stdin: (async function* () {})(), stdout: stderr, stderr }, text: () => text };
}

afterEach(() => jest.restoreAllMocks());

test('long work on a terminal says what it is at, and takes it back', () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(0);
  const { io, text } = world(true);
  const progress = new Progress(io);
  progress.show('early');
  now.mockReturnValue(1500);
  progress.show('reading 1 of 2 files');
  progress.show('too soon');
  progress.clear();
  expect(text()).toBe('\r\u001b[Kreading 1 of 2 files\r\u001b[K');
});

test('short work, and work without a terminal, says nothing', () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(0);
  const [short, piped] = [world(true), world(false)];
  const [one, other] = [new Progress(short.io), new Progress(piped.io)];
  one.show('a');
  now.mockReturnValue(5000);
  other.show('b');
  one.clear();
  other.clear();
  expect(short.text() + piped.text()).toBe('');
});

test('a step that cannot be interrupted is announced at once when it is long', () => {
  jest.spyOn(performance, 'now').mockReturnValue(1);
  const [long, short, piped] = [world(true), world(true), world(false)];
  new Progress(long.io).announce('checking 9000 objects', 9000);
  new Progress(short.io).announce('checking 9 objects', 9);
  new Progress(piped.io).announce('checking 9000 objects', 9000);
  expect([long.text(), short.text(), piped.text()]).toEqual(['\r\u001b[Kchecking 9000 objects', '', '']);
});
