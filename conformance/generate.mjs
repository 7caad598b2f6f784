// `npm run generate` changes no byte of imports/.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function run({ root, passed, failed }) {
  const imports = join(root, 'imports');
  const before = snapshot(imports);
  const copy = mkdtempSync(join(tmpdir(), 'cdk8s-istio-imports-'));
  cpSync(imports, copy, { recursive: true });
  try {
    const { status, stdout, stderr } = spawnSync('npm', ['run', 'generate'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
    if (status !== 0) {
      failed('npm run generate', `${stdout}${stderr}`);
      return;
    }
    const after = snapshot(imports);
    const files = [...new Set([...before.keys(), ...after.keys()])].sort();
    if (files.length === 0) failed('imports/ is empty');
    for (const file of files) {
      const [old, now] = [before.get(file), after.get(file)];
      if (old !== undefined && now !== undefined && old.equals(now)) passed();
      else failed(`generating changed imports/${file}`, old === undefined ? 'it is not committed' : now === undefined ? 'it is no longer made' : 'other bytes');
    }
  } finally {
    // The repository stays as it was, whatever came out.
    rmSync(imports, { recursive: true, force: true });
    cpSync(copy, imports, { recursive: true });
    rmSync(copy, { recursive: true, force: true });
  }
}

function snapshot(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => [join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1), readFileSync(join(entry.parentPath ?? entry.path, entry.name))]));
}
