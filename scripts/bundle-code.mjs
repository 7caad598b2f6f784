// The command and the library in few files: finding, opening and wrapping hundreds of modules was half of a short check's start.
import { join, relative } from 'node:path';
import { build } from 'esbuild';

/** src/cli as lib/command/main.js. Without blanks there is a fifth less to scan; names stay, for stacks. */
export function bundleCommand(root) {
  return build({ ...options(root, 'command'), entryPoints: { main: join(root, 'src', 'cli', 'main.ts') }, minifyWhitespace: true, minifySyntax: true });
}

/**
 * The entries as lib/library/index.js and jest.js, and beside them the checks, which both load when they need them. The classes keep their
 * names: two kinds of different groups are called Gateway.
 */
export async function bundleLibrary(root) {
  const entries = { index: join(root, 'src', 'index'), engine: join(root, 'src', 'validation', 'engine'), jest: join(root, 'src', 'jest', 'index') };
  for (const [name, entry] of Object.entries(entries)) {
    const others = Object.entries(entries).filter(([other]) => other !== name);
    const { plugins, ...rest } = options(root, 'library');
    await build({ ...rest, entryPoints: { [name]: `${entry}.ts` }, keepNames: name === 'index', plugins: [...plugins, separately(new Map(others.map(([other, file]) => [file, `./${other}.js`])))] });
  }
}

/** Other packages are read from where they are, and so is the data of imports/: JSON that is parsed when it is asked for is faster than JSON turned into code. */
const options = (root, folder) => ({
  absWorkingDir: root,
  outdir: join(root, 'lib', folder),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  plugins: [
    {
      name: 'data-outside',
      setup({ onResolve }) {
        onResolve({ filter: /\.json$/ }, ({ path, resolveDir }) => ({ path: `../${relative(root, join(resolveDir, path)).replaceAll('\\', '/')}`, external: true }));
      },
    },
  ],
  logLevel: 'warning',
});

/** Files that are bundles of their own: a second copy of one would be another program. */
const separately = (bundles) => ({
  name: 'separately',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const bundle = bundles.get(join(resolveDir, path));
      return bundle === undefined ? undefined : { path: bundle, external: true };
    });
  },
});
