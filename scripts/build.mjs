// Builds lib/: what tsc makes of the sources, and of that what the package brings: the command, the library and its declarations, each in few
// files, and a thin ESM entry that re-exports the library by name.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommand, bundleLibrary } from './bundle-code.mjs';
import { bundleDeclarations } from './bundle-declarations.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const lib = join(root, 'lib');

removeStale();
const { status } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', join(root, 'tsconfig.json')], { stdio: 'inherit' });
if (status !== 0) process.exit(1);
if (existsSync(join(root, 'imports', 'facts'))) {
  for (const data of ['facts', 'cel-rules.json', 'envoy-api.json']) cpSync(join(root, 'imports', data), join(lib, 'imports', data), { recursive: true });
}
for (const folder of ['command', 'esm', 'library', 'types']) {
  rmSync(join(lib, folder), { recursive: true, force: true });
  mkdirSync(join(lib, folder));
}
await Promise.all([bundleCommand(root), bundleLibrary(root), bundleDeclarations(root)]);
for (const entry of ['index', 'jest']) writeEsmEntry(entry);

/** tsc leaves the output of deleted sources behind; a package must not ship them. */
function removeStale() {
  for (const file of [...walk(join(lib, 'src')), ...walk(join(lib, 'imports'))]) {
    const source = join(root, relative(lib, file)).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts');
    if (/\.(js|d\.ts)(\.map)?$/.test(file) && !existsSync(source)) rmSync(file);
  }
}

/**
 * Node guesses the names of a CommonJS module by reading it once more; written out, nothing is guessed. And it is not read, which would take
 * longer than to run it, as long as the file between does not look like one that passes it on.
 */
function writeEsmEntry(name) {
  const folder = join(lib, 'esm');
  const names = Object.keys(require(join(lib, 'library', `${name}.js`))).sort();
  writeFileSync(join(folder, `${name}.cjs`), `const entry = require('../library/${name}.js');\n\nmodule.exports = entry;\n`);
  writeFileSync(join(folder, `${name}.mjs`), `import entry from './${name}.cjs';\n\nexport const { ${names.join(', ')} } = entry;\n`);
  writeFileSync(join(folder, `${name}.d.mts`), `export * from '../types/${name}.js';\n`);
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name);
    return entry.isDirectory() ? walk(file) : [file];
  });
}
