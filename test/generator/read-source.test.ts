import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { type Fetch, READ_LIMITS, readSource } from '../../src/generator/read-source';

const folder = mkdtempSync(path.join(tmpdir(), 'read-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Buffer): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

test('a file', async () => {
  const file = write('one/crd.yaml', 'a: 1');
  expect(await readSource(file)).toEqual([{ name: file, text: 'a: 1' }]);
});

test('a folder: YAML and JSON under it, in order, without hidden folders, node_modules and links', async () => {
  const files = [write('many/a.yaml', 'a'), write('many/b/c.yml', 'c'), write('many/d.JSON', 'd')];
  write('many/readme.md', 'no');
  write('many/.git/x.yaml', 'no');
  write('many/node_modules/y/crd.yaml', 'no');
  symlinkSync(path.join(folder, 'one'), path.join(folder, 'many', 'link'));
  symlinkSync(path.join(folder, 'one', 'crd.yaml'), path.join(folder, 'many', 'link.yaml'));
  expect((await readSource(path.join(folder, 'many'))).map(({ name }) => name)).toEqual(files);
});

test.each([
  ['nothing there', () => path.join(folder, 'absent'), 'there is no such file or folder'],
  ['an empty folder', () => path.dirname(write('empty/readme.md', '')), 'there is no .yaml, .yml or .json file in this folder'],
  ['a device', () => '/dev/zero', 'neither a file nor a folder'],
  ['no UTF-8', () => write('latin.yaml', Buffer.from([0x61, 0xff])), 'not a text in UTF-8'],
  ['plain http', () => 'http://example.com/crd.yaml', 'only https URLs are read; download the file and name it instead'],
  ['another protocol', () => 'file:///etc/passwd', 'only https URLs are read; download the file and name it instead'],
])('%s is a clear error', async (_, where, problem) => {
  const source = where();
  await expect(readSource(source)).rejects.toThrow(`${source}: ${problem}`);
});

describe('a URL', () => {
  const url = 'https://example.com/crd.yaml';
  const answers =
    (routes: Readonly<Record<string, () => Response>>): Fetch =>
    async (at) =>
      routes[at]?.() ?? new Response('', { status: 404 });
  const to = (location: string) => () => new Response(null, { status: 302, headers: { location } });

  test('is read', async () => {
    expect(await readSource(url, answers({ [url]: () => new Response('a: 1') }))).toEqual([{ name: url, text: 'a: 1' }]);
  });

  test('may lead elsewhere', async () => {
    const fetcher = answers({ [url]: to('/moved.yaml'), 'https://example.com/moved.yaml': () => new Response('a: 1') });
    expect(await readSource(url, fetcher)).toEqual([{ name: url, text: 'a: 1' }]);
  });

  test.each<[string, Fetch, string]>([
    ['an error of the server', answers({}), 'the server answered 404'],
    [
      'a way out of https',
      answers({ [url]: to('http://example.com/crd.yaml') }),
      'it leads to http://example.com/crd.yaml, which is not https',
    ],
    ['a circle', answers({ [url]: to(url) }), `it leads on more than ${READ_LIMITS.redirects} times`],
    [
      'no network',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })),
      'not reachable: getaddrinfo ENOTFOUND',
    ],
    ['an answer without end', async () => new Response(endless()), 'more than 50 MB; name the file that holds the CRDs'],
  ])('%s is a clear error', async (_, fetcher, problem) => {
    await expect(readSource(url, fetcher)).rejects.toThrow(`${url}: ${problem}`);
  });

  function endless(): ReadableStream<Uint8Array> {
    const chunk = new Uint8Array(5_000_000);
    return new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
  }
});
