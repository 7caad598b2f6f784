// One declaration file for each entry: a compiler that reads fifty small ones spends a twentieth of its time on finding them.
import { join, relative } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/**
 * Bundles the declarations that tsc wrote for the entries into lib/types. The generated kinds and what they are made of keep their files,
 * so that their names in messages are the ones that users write; and the second entry takes from the first what that exports.
 */
export async function bundleDeclarations(root) {
  const source = join(root, 'lib', 'src');
  const index = join(source, 'index.d.ts');
  await bundle(index, 'index');
  await bundle(join(source, 'jest', 'index.d.ts'), 'jest', (file) => (file === index ? './index.js' : undefined));

  async function bundle(input, name, alias = () => undefined) {
    const types = join(root, 'lib', 'types');
    const isKept = (file) => file.startsWith(join(root, 'lib', 'imports')) || file.startsWith(join(source, 'l1'));
    const keep = {
      name: 'keep',
      resolveId(id, from) {
        if (from === undefined) return null;
        if (!id.startsWith('.')) return { id, external: true };
        const file = join(from, '..', `${id.replace(/\.js$/, '')}`);
        const other = alias(`${file}.d.ts`);
        if (other !== undefined) return { id: other, external: true };
        return isKept(file) ? { id: relative(types, file).replaceAll('\\', '/'), external: true } : null;
      },
    };
    const bundled = await rollup({ input, plugins: [keep, dts({ respectExternal: true })] });
    await bundled.write({ file: join(types, `${name}.d.ts`), format: 'es' });
    await bundled.close();
  }
}
