// One file for the command: finding, opening and wrapping hundreds of modules was half of its start. The library stays as tsc writes it.
import { join, relative } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles src/cli into lib/command/main.js. Other packages are read from where they are, and so is the data of imports/: JSON that is
 * parsed when it is asked for is faster than JSON turned into code. Without blanks there is a fifth less to scan; names stay, for stacks.
 */
export function bundleCommand(root) {
  return build({
    absWorkingDir: root,
    entryPoints: [join(root, 'src', 'cli', 'main.ts')],
    outfile: join(root, 'lib', 'command', 'main.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [dataOutside(root)],
    logLevel: 'warning',
  });
}

const dataOutside = (root) => ({
  name: 'data-outside',
  setup({ onResolve }) {
    onResolve({ filter: /\.json$/ }, ({ path, resolveDir }) => ({ path: `../${relative(root, join(resolveDir, path)).replaceAll('\\', '/')}`, external: true }));
  },
});
