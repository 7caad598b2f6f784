// `cdk8s-istio check` on a mesh of plain YAML against `istioctl analyze --use-kube=false`.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump } from 'js-yaml';
import { buildIstioctl } from './istioctl.mjs';
import { fastest, lastNumber, sideBySide, wall } from './measure.mjs';
import { meshObjects } from './mesh.mjs';
import { compare } from './table.mjs';

export async function checkRows({ root, folder, quick }) {
  const command = (file) => ({ command: process.execPath, args: [join(root, 'lib', 'command', 'main.js'), 'check', '--format', 'json', file], cwd: folder });
  if (quick) return [checkOnly({ folder, command, services: 20 })];
  return [
    await againstIstioctl({ folder, command, services: 2000, runs: 5, limit: 0.5 }),
    growth({ folder, command, few: 250, many: 5000, runs: 5 }),
    memory({ folder, command, services: 20_000, limit: 600 }),
  ];
}

/** Without istioctl, whose build takes longer than all the rest of a quick run. */
function checkOnly({ folder, command, services }) {
  const mesh = written(folder, services);
  const [again, first] = sideBySide([command(mesh.file), command(mesh.file)], 1);
  return compare({ what: `check of ${services} services`, against: 'again', ours: first, theirs: again, unit: 'ms' });
}

async function againstIstioctl({ folder, command, services, runs, limit }) {
  const istioctl = await buildIstioctl();
  const mesh = written(folder, services);
  // 79 is istioctl's way to say that it found something.
  const theirs = { command: istioctl, args: ['analyze', '--use-kube=false', mesh.file], cwd: folder, codes: [0, 79] };
  const [ours, upstream] = sideBySide([command(mesh.file), theirs], runs);
  const size = `${mesh.objects.toLocaleString('en')} objects, ${(mesh.bytes / 1e6).toFixed(1)} MB`;
  return compare({ what: `check of ${services.toLocaleString('en')} services (${size})`, against: 'istioctl analyze', ours, theirs: upstream, unit: 'ms', limit });
}

/** What an object costs in a mesh of few and of many services; a mesh of one service tells what the start alone costs. */
function growth({ folder, command, few, many, runs }) {
  const [one, small, large] = [1, few, many].map((services) => written(folder, services));
  const [start, early, late] = sideBySide([one, small, large].map(({ file }) => command(file)), runs, ({ milliseconds }) => milliseconds, fastest);
  const each = (mesh, time) => ((time - start) / (mesh.objects - one.objects)) * 1000;
  return compare({
    what: `check: an object at ${many.toLocaleString('en')} services vs at ${few}`, against: `at ${few}`, unit: 'us', limit: 1.2,
    ours: each(large, late), theirs: each(small, early),
  });
}

/** The most memory that the check of a large mesh holds, beside what it may. */
function memory({ folder, command, services, limit }) {
  const mesh = written(folder, services);
  const { args, ...rest } = command(mesh.file);
  const { stderr } = wall({ ...rest, args: ['--require', join(import.meta.dirname ?? dirname(fileURLToPath(import.meta.url)), 'programs', 'memory.cjs'), ...args] });
  return compare({
    what: `check of ${services.toLocaleString('en')} services (${mesh.objects.toLocaleString('en')} objects): memory`, against: 'limit', unit: 'MiB', limit: 1,
    ours: lastNumber({ stdout: stderr }), theirs: limit,
  });
}

function written(folder, services) {
  const objects = meshObjects(services);
  const text = objects.map((object) => dump(object, { noRefs: true })).join('---\n');
  const file = join(folder, `mesh-${services}.yaml`);
  writeFileSync(file, text);
  return { file, objects: objects.length, bytes: Buffer.byteLength(text) };
}
