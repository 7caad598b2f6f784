import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

test('the public API is the one that docs/api records', () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'scripts', 'api-report.mjs'), '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 60_000);
