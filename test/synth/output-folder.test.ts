import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import * as path from 'node:path';
import { NODE_FILE_SYSTEM, type FileSystem } from '../../src/synth/file-system';
import { OutputError } from '../../src/synth/output-error';
import { writeFolder } from '../../src/synth/output-folder';
import { ownerMark } from '../../src/synth/owner-mark';
import { errorOf, filesIn, messageOf, temporaryFolder } from './support';

const CHANGING = ['mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'unlinkSync', 'writeFileSync'] as const;

let parent = '';
let folder = '';
beforeEach(() => {
  parent = temporaryFolder();
  folder = path.join(parent, 'dist');
});

function write(files: Record<string, string>, app = 'shop', system?: FileSystem): void {
  writeFolder(folder, app, Object.entries(files).map(([file, text]) => ({ path: file, text })), system);
}

function marked(files: Record<string, string>, app = 'shop'): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, ownerMark(app) + text]));
}

/** Puts a file there as somebody else would. */
function put(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

test('writes, changes and removes its own files, and says so in the first line', () => {
  write({ 'a/x.yaml': 'x: 1\n', 'b/y.yaml': 'y: 1\n' });
  expect(filesIn(folder)).toEqual(marked({ 'a/x.yaml': 'x: 1\n', 'b/y.yaml': 'y: 1\n' }));
  expect(filesIn(folder)['a/x.yaml']).toMatch(/^# Written by cdk8s-istio \(app: shop\)\. Do not edit\.\n/);
  write({ 'a/x.yaml': 'x: 2\n', 'c/z.yaml': '' });
  expect(filesIn(folder)).toEqual(marked({ 'a/x.yaml': 'x: 2\n', 'c/z.yaml': '' }));
  expect(fs.readdirSync(folder)).toEqual(['a', 'c']);
  expect(fs.readdirSync(parent)).toEqual(['dist']);
});

test('leaves a file that is right already as it is', () => {
  write({ 'a/x.yaml': 'x', 'a/y.yaml': 'y' });
  const [x, y] = ['a/x.yaml', 'a/y.yaml'].map((file) => path.join(folder, file));
  for (const file of [x, y]) fs.utimesSync(file ?? '', 1000, 1000);
  write({ 'a/x.yaml': 'x', 'a/y.yaml': 'new' });
  expect([x, y].map((file) => fs.statSync(file ?? '').mtimeMs === 1_000_000)).toEqual([true, false]);
});

test('never touches what it did not write', () => {
  const foreign = { 'README.md': 'hi', 'a/kustomization.yaml': 'resources: []\n', 'a/deep/x.yaml': ownerMark('shop'), 'old.yaml': ownerMark('shop'), 'b/notes.txt': ownerMark('shop') };
  for (const [file, text] of Object.entries(foreign)) put(file, text);
  write({ 'a/x.yaml': 'x', 'b/y.yaml': 'y' });
  write({});
  expect(filesIn(folder)).toEqual(foreign);
});

describe('refuses, and changes nothing', () => {
  test.each<[string, () => void, string]>([
    ['a file of somebody else in the way', () => put('a/x.yaml', 'mine'), 'a/x.yaml was not written by this package, and an object is to be written there'],
    ['a folder in the way', () => put('a/x.yaml/file', ''), 'a/x.yaml is no regular file'],
    ['a file where a folder goes', () => put('a', ''), 'dist/a is no folder'],
    ['a folder of another app', () => put('z/other.yaml', ownerMark('billing')), 'belongs to the app "billing" (first line of z/other.yaml), and this app is "shop"'],
    ['a link to a folder', () => { fs.mkdirSync(folder); fs.mkdirSync(path.join(parent, 'out')); fs.symlinkSync(path.join(parent, 'out'), path.join(folder, 'a')); }, 'dist/a is a symbolic link, which could lead out'],
    ['a link to a file', () => { put('a/y.yaml', ''); fs.symlinkSync(path.join(parent, 'out'), path.join(folder, 'a/x.yaml')); }, 'a/x.yaml is no regular file'],
    ['a file as output folder', () => fs.writeFileSync(folder, ''), 'dist is a file, not a folder'],
    ['a link to nothing as output folder', () => fs.symlinkSync(path.join(parent, 'none'), folder), 'is a symbolic link to nothing'],
  ])('%s', (_name, prepare, message) => {
    prepare();
    const before = filesIn(parent);
    const error = errorOf(() => write({ 'a/x.yaml': 'x', 'n/new.yaml': 'n' }));
    expect(error).toBeInstanceOf(OutputError);
    expect(error.message).toContain(message);
    expect(error.stack).not.toContain('node_modules');
    expect(filesIn(parent)).toEqual(before);
  });
});

test('the output folder may be a link', () => {
  const real = path.join(parent, 'elsewhere', 'deploy');
  fs.mkdirSync(real, { recursive: true });
  fs.symlinkSync(real, folder);
  write({ 'a/x.yaml': 'x' });
  expect(filesIn(real)).toEqual(marked({ 'a/x.yaml': 'x' }));
  expect(fs.lstatSync(folder).isSymbolicLink()).toBe(true);
  expect(fs.readdirSync(path.dirname(real))).toEqual(['deploy']);
});

describe('another process', () => {
  const staging = (): string => path.join(parent, '.dist.cdk8s-istio');
  const lock = (owner: object | string): void => {
    fs.mkdirSync(staging());
    fs.writeFileSync(path.join(staging(), 'owner.json'), typeof owner === 'string' ? owner : JSON.stringify(owner));
  };

  test('that writes right now is left alone', () => {
    lock({ pid: process.ppid, host: hostname() });
    expect(messageOf(() => write({ 'a/x.yaml': 'x' }))).toMatch(/Another process is writing .*dist right now.*delete .*\.dist\.cdk8s-istio/);
    expect(fs.existsSync(folder)).toBe(false);
  });

  test.each<[string, () => void]>([
    ['is dead', () => lock({ pid: 2 ** 22 + 1, host: hostname() })],
    ['ran on another machine', () => lock({ pid: process.ppid, host: 'elsewhere' })],
    ['had our own id', () => lock({ pid: process.pid, host: hostname() })],
    ['left half a note', () => lock('{"pid":')],
    ['left none', () => fs.mkdirSync(staging())],
    ['began long ago', () => { lock({ pid: process.ppid, host: hostname() }); fs.utimesSync(staging(), 1000, 1000); }],
  ])('that %s: its leftover is removed', (_name, prepare) => {
    prepare();
    write({ 'a/x.yaml': 'x' });
    expect(filesIn(parent)).toEqual({ 'dist/a/x.yaml': `${ownerMark('shop')}x` });
  });
});

const withProc = fs.existsSync('/proc/self/stat') ? test : test.skip;

// In a container nobody may collect a process that was killed: it writes no more, and its id stays taken.
withProc('a killed process that nobody has collected: its leftover is removed', async () => {
  // The shell becomes a process that collects no child, and only then the child is killed: else the shell may collect it.
  const careless = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const pid = Number(await new Promise((resolve) => careless.stdout.once('data', resolve)));
    const shows = async (id: number | undefined, text: string): Promise<void> => {
      while (!fs.readFileSync(`/proc/${id}/stat`, 'utf8').includes(text)) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await shows(careless.pid, '(sleep)');
    await shows(pid, '(sleep)');
    process.kill(pid, 'SIGKILL');
    await shows(pid, ') Z ');
    const staging = path.join(parent, '.dist.cdk8s-istio');
    fs.mkdirSync(staging);
    fs.writeFileSync(path.join(staging, 'owner.json'), JSON.stringify({ pid, host: hostname() }));
    write({ 'a/x.yaml': 'x' });
    expect(filesIn(parent)).toEqual({ 'dist/a/x.yaml': `${ownerMark('shop')}x` });
  } finally {
    careless.kill('SIGKILL');
  }
});

describe('killed at any point', () => {
  const before = { 'a/changed.yaml': 'old', 'a/same.yaml': 's', 'b/gone.yaml': 'g', 'c/gone.yaml': 'g' };
  const after = { 'a/changed.yaml': 'new', 'a/same.yaml': 's', 'b/added.yaml': 'n', 'd/added.yaml': 'n' };

  /** A file system on which the process dies at the n-th change: half a file is written, and nothing works any more. */
  function dying(step: number): FileSystem {
    let left = step;
    const guarded = CHANGING.map((name) => [
      name,
      (...args: unknown[]) => {
        left -= 1;
        if (left === 0 && name === 'writeFileSync') fs.writeFileSync(String(args[0]), String(args[1]).slice(0, 9));
        if (left <= 0) throw new Error('killed');
        return Reflect.apply(fs[name], fs, args);
      },
    ]);
    return { ...NODE_FILE_SYSTEM, ...Object.fromEntries(guarded) };
  }

  test.each([false, true])('whole files only, and the next run finishes (staging inside: %s)', (inside) => {
    const system = (step: number): FileSystem => (inside ? withoutSibling(dying(step)) : dying(step));
    let step = 1;
    for (let done = false; !done; step++) {
      write(before);
      done = attempt(() => write(after, 'shop', system(step)));
      for (const [file, text] of Object.entries(filesIn(folder)).filter(([name]) => !name.startsWith('.cdk8s-istio'))) {
        expect([marked(before), marked(after)].map((state) => state[file])).toContain(text);
      }
      const seen = filesIn(folder);
      const removed = Object.keys(before).some((file) => !(file in seen));
      if (removed) expect(seen).toMatchObject(marked(after)); // deletions come last
      write(after);
      expect(filesIn(parent)).toEqual(Object.fromEntries(Object.entries(marked(after)).map(([file, text]) => [`dist/${file}`, text])));
      expect(fs.readdirSync(parent)).toEqual(['dist']);
    }
    expect(step).toBeGreaterThan(12);
  });

  test('a disk that fails while files are prepared leaves the folder as it was, and nothing beside it', () => {
    write(before);
    let writes = 0;
    const full: FileSystem = {
      ...NODE_FILE_SYSTEM,
      writeFileSync: (...args: Parameters<typeof fs.writeFileSync>) => {
        writes += 1;
        if (writes > 2) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        fs.writeFileSync(...args);
      },
    };
    expect(messageOf(() => write(after, 'shop', full))).toMatch(/dist cannot be written\. .*ENOSPC/);
    expect(filesIn(folder)).toEqual(marked(before));
    expect(fs.readdirSync(parent)).toEqual(['dist']);
  });

  test.each(['EACCES', 'EXDEV'])('where the folder cannot have a sibling (%s), files are prepared inside', (code) => {
    const rename = code === 'EXDEV' ? { renameSync: failingFor(fs.renameSync, '.dist.cdk8s-istio', code) } : {};
    const mkdir = code === 'EACCES' ? { mkdirSync: failingFor(fs.mkdirSync, '.dist.cdk8s-istio', code) } : {};
    write(before);
    writeFolder(folder, 'shop', Object.entries(after).map(([file, text]) => ({ path: file, text })), { ...NODE_FILE_SYSTEM, ...rename, ...mkdir });
    expect(filesIn(parent)).toEqual(Object.fromEntries(Object.entries(marked(after)).map(([file, text]) => [`dist/${file}`, text])));
    expect(fs.readdirSync(folder)).toEqual(['a', 'b', 'd']);
  });

  function withoutSibling(system: FileSystem): FileSystem {
    return { ...system, mkdirSync: failingFor(system.mkdirSync, '.dist.cdk8s-istio', 'EROFS') };
  }

  function failingFor<F extends (...args: never[]) => unknown>(original: F, name: string, code: string): F {
    const guarded = (...args: never[]): unknown => {
      if (String(args[0]).includes(name)) throw Object.assign(new Error(code), { code });
      return original(...args);
    };
    return Object.assign(guarded as F, original);
  }

  function attempt(run: () => void): boolean {
    try {
      run();
      return true;
    } catch (error) {
      expect(String(error)).toContain('killed');
      return false;
    }
  }
});
