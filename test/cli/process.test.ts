import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { BAD, GOOD, MAIN } from './harness';

let folder = '';

beforeAll(() => {
  if (!existsSync(MAIN)) throw new Error('lib/ is not built: npm run build');
  folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-istio-'));
  const many = Array.from({ length: 3000 }, (_, i) => BAD.replaceAll('name: reviews', `name: r${i}`).replaceAll('namespace: shop', `namespace: n${i}`)).join('---\n');
  writeFileSync(path.join(folder, 'many.yaml'), many);
  writeFileSync(path.join(folder, 'bad.yaml'), BAD);
  writeFileSync(path.join(folder, 'good.yaml'), GOOD);
  writeFileSync(path.join(folder, 'broken.yaml'), 'a: [\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const command = (...argv: string[]) => spawnSync(process.execPath, [MAIN, ...argv], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });

test.each([
  [['check', 'good.yaml'], 0],
  [['check', 'bad.yaml'], 1],
  [['check', 'good.yaml', 'broken.yaml'], 2],
  [['check', 'nowhere.yaml'], 2],
  [['check', '--nonsense'], 2],
  [['--help'], 0],
])('%j exits with %i', (argv, code) => {
  expect(command(...argv).status).toBe(code);
});

test('a large answer goes through a pipe uncut', () => {
  const { status, stdout, stderr } = command('check', '--format', 'json', 'many.yaml');
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout.length).toBeGreaterThan(1_000_000);
  expect((JSON.parse(stdout) as { findings: unknown[] }).findings.length).toBeGreaterThanOrEqual(3000);
}, 60_000);

test.each(['text', 'sarif', 'github', 'junit'])('a large answer goes through a pipe uncut: %s', (format) => {
  const { status, stdout, stderr } = command('check', '--format', format, 'many.yaml');
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout.match(/sends traffic to subset/g)?.length).toBeGreaterThanOrEqual(3000);
  expect(stdout.trimEnd()).toMatch({ text: /errors in 6000 objects\.$/, sarif: /\}$/, github: /errors in 6000 objects\.$/, junit: /<\/testsuites>$/ }[format] ?? /^$/);
}, 60_000);

test('a reader that goes away early is no error', async () => {
  const child = spawn(process.execPath, [MAIN, 'check', 'many.yaml'], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => child.on('close', (...end) => resolve(end)));
  expect([code, signal, stderr]).toEqual([1, null, '']);
}, 60_000);

test('an answer that cannot be written is one line and code 2', () => {
  if (!existsSync('/dev/full')) return; // Linux only
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'check', 'good.yaml'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  expect([status, stderr]).toEqual([2, 'cdk8s-istio: the answer cannot be written (ENOSPC)\n']);
});

test('standard input is read to its end', () => {
  const { status, stdout } = spawnSync(process.execPath, [MAIN, 'check', '--format', 'json', '-'], { input: `${GOOD}---\n${'# x\n'.repeat(500_000)}---\n${BAD.replaceAll('reviews', 'ratings')}`, encoding: 'utf8' });
  expect([status, (JSON.parse(stdout) as { objects: number }).objects]).toEqual([1, 4]);
});
