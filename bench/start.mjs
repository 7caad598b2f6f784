// What it costs to have the library in a program, and to ask the command for help.
import { join } from 'node:path';
import { fastest, sideBySide } from './measure.mjs';
import { compare } from './table.mjs';

const MOST_FOR_IMPORT = 60;

export function startRows({ root, quick }) {
  const runs = quick ? 1 : 15;
  const node = (...args) => ({ command: process.execPath, args, cwd: root });
  const library = JSON.stringify(join(root, 'lib', 'src', 'index.js'));
  const esm = JSON.stringify(`file://${join(root, 'lib', 'esm', 'index.mjs')}`);
  const difference = (...sides) => sideBySide(sides, runs, ({ milliseconds }) => milliseconds, fastest);
  const [required, alone] = difference(node('-e', `require("cdk8s"); require(${library})`), node('-e', 'require("cdk8s")'));
  const [imported, aloneEsm] = difference(node('--input-type=module', '-e', `import "cdk8s"; import ${esm}`), node('--input-type=module', '-e', 'import "cdk8s"'));
  const [help, nothing] = sideBySide([node(join(root, 'lib', 'src', 'cli', 'main.js'), '--help'), node('-e', '0')], runs);
  return [
    added('require cdk8s-istio', required, alone, quick),
    added('import cdk8s-istio (ESM)', imported, aloneEsm, quick),
    compare({ what: 'cdk8s-istio --help', against: 'node -e 0', ours: help, theirs: nothing, unit: 'ms', limit: quick ? undefined : 2 }),
  ];
}

function added(what, ours, theirs, quick) {
  const more = ours - theirs;
  const row = compare({ what, against: 'cdk8s alone', ours, theirs, unit: 'ms' });
  if (quick) return row;
  return { ...row, ratio: `+${more.toFixed(0)} ms`, target: `<= +${MOST_FOR_IMPORT} ms`, met: more <= MOST_FOR_IMPORT ? 'met' : 'NOT MET' };
}
