// IstioApp with all checks against plain cdk8s without any, on the same objects.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastNumber, sideBySide } from './measure.mjs';
import { serviceObjects } from './mesh.mjs';
import { compare } from './table.mjs';

/** cdk8s alone is quadratic in charts, so the target is one for many charts. */
const LIMITS = { 2000: 1 / 5 };

export function synthRows({ root, folder, quick }) {
  const sizes = quick ? [20] : [100, 500, 2000];
  const program = join(root, 'bench', 'programs', 'app.cjs');
  const perObject = [];
  const rows = sizes.map((charts) => {
    const mesh = join(folder, `mesh-${charts}.json`);
    writeFileSync(mesh, JSON.stringify(Array.from({ length: charts }, (_, index) => serviceObjects(index))));
    const side = (kind) => {
      const out = join(folder, `out-${kind}-${charts}`);
      rmSync(out, { recursive: true, force: true });
      return { command: process.execPath, args: [program, kind, String(charts), out, join(root, 'lib', 'library', 'index.js'), mesh], cwd: root };
    };
    const [ours, theirs] = sideBySide([side('istio'), side('plain')], quick ? 1 : charts >= 2000 ? 3 : 5, lastNumber);
    perObject.push(ours / (charts * 4));
    return compare({ what: `synth of ${charts} charts x 4 objects`, against: 'App, unchecked', ours, theirs, unit: 'ms', limit: quick ? undefined : LIMITS[charts] });
  });
  if (quick) return rows;
  const linear = compare({
    what: 'synth: an object at 2,000 charts vs at 500', against: 'at 500 charts', unit: 'us', limit: 1.2,
    ours: perObject[2] * 1000, theirs: perObject[1] * 1000,
  });
  return [...rows, linear];
}
