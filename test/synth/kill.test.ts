import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeFolder } from '../../src/synth/output-folder';
import { ownerMark } from '../../src/synth/owner-mark';
import { filesIn, temporaryFolder } from './support';

const ROOT = path.resolve(__dirname, '..', '..');
const before = { 'a/changed.yaml': 'old', 'b/gone.yaml': 'g' };
const after = { 'a/changed.yaml': 'new', 'c/added.yaml': 'n' };

/** Writes `after` in a process of its own, which kills itself when it is about to call `name` for the n-th time. */
const CHILD = `
  require('ts-node').register({ swc: true, project: ${JSON.stringify(path.join(ROOT, 'tsconfig.json'))} });
  const fs = require('node:fs');
  const { writeFolder } = require(${JSON.stringify(path.join(ROOT, 'src', 'synth', 'output-folder.ts'))});
  const [folder, name, times] = process.argv.slice(1);
  let left = Number(times);
  const killing = (...args) => (--left > 0 ? fs[name](...args) : process.kill(process.pid, 'SIGKILL'));
  writeFolder(folder, 'shop', ${JSON.stringify(list(after))}, { ...fs, [name]: killing });
`;

function list(files: Record<string, string>): { path: string; text: string }[] {
  return Object.entries(files).map(([file, text]) => ({ path: file, text }));
}

test.each([
  ['writeFileSync', 3],
  ['renameSync', 2],
  ['unlinkSync', 1],
] as const)('a process that is killed at %s %i', (name, times) => {
  const parent = temporaryFolder();
  const folder = path.join(parent, 'dist');
  writeFolder(folder, 'shop', list(before));
  const { signal } = spawnSync(process.execPath, ['-e', CHILD, folder, name, String(times)], { cwd: ROOT, timeout: 30_000 });
  expect(signal).toBe('SIGKILL');
  expect(fs.readdirSync(parent).sort()).toEqual(['.dist.cdk8s-istio', 'dist']);
  const texts = [before, after].flatMap((files) => Object.values(files)).map((text) => ownerMark('shop') + text);
  for (const text of Object.values(filesIn(folder))) expect(texts).toContain(text);
  writeFolder(folder, 'shop', list(after));
  expect(filesIn(parent)).toEqual(Object.fromEntries(Object.entries(after).map(([file, text]) => [`dist/${file}`, ownerMark('shop') + text])));
  expect(fs.readdirSync(parent)).toEqual(['dist']);
}, 40_000);
