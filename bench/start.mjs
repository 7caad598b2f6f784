// What it costs to have the library in a program, and to ask the command for help.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lastNumber, sideBySide } from './measure.mjs';
import { compare } from './table.mjs';

const MOST_FOR_IMPORT = 60;

export function startRows({ root, quick }) {
  const runs = quick ? 1 : 15;
  const node = (...args) => ({ command: process.execPath, args, cwd: root });
  const library = (...path) => JSON.stringify(join(root, 'lib', ...path));
  const esm = JSON.stringify(pathToFileURL(join(root, 'lib', 'esm', 'index.mjs')).href);
  const [required, cdk8s] = sideBySide([node('-e', timed('require("cdk8s");', `require(${library('library', 'index.js')});`)), node('-e', timed('', 'require("cdk8s");'))], runs, lastNumber);
  const [imported, cdk8sEsm] = sideBySide(
    [node('--input-type=module', '-e', timed('await import("cdk8s");', `await import(${esm});`)), node('--input-type=module', '-e', timed('', 'await import("cdk8s");'))],
    runs, lastNumber,
  );
  const [help, nothing] = sideBySide([node(join(root, 'lib', 'command', 'main.js'), '--help'), node('-e', '0')], runs);
  return [
    added('require cdk8s-istio after cdk8s', required, cdk8s, quick),
    added('import cdk8s-istio after cdk8s (ESM)', imported, cdk8sEsm, quick),
    compare({ what: 'cdk8s-istio --help', against: 'node -e 0', ours: help, theirs: nothing, unit: 'ms', limit: quick ? undefined : 2 }),
  ];
}

/** A program that prints how many milliseconds `work` takes once `before` is done. */
function timed(before, work) {
  return `${before} const start = performance.now(); ${work} console.log(performance.now() - start);`;
}

/** The target is one of milliseconds, not of a ratio. */
function added(what, ours, theirs, quick) {
  const row = compare({ what, against: 'cdk8s itself', ours, theirs, unit: 'ms' });
  return quick ? row : { ...row, target: `<= ${MOST_FOR_IMPORT} ms`, met: ours <= MOST_FOR_IMPORT ? 'met' : 'NOT MET' };
}
