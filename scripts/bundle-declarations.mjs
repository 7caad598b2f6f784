// Few declaration files: a compiler that reads fifty small ones spends a twentieth of its time on finding them.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/**
 * Puts the declarations that tsc wrote into lib/types: a file for each entry, one for each group of generated kinds, as it was, so that their names
 * in messages are the ones that users write, and one (l1) for what those are made of.
 */
export async function bundleDeclarations(root) {
  const [source, imports, types] = ['src', 'imports', 'types'].map((folder) => join(root, 'lib', folder));
  const [index, jest, l1] = [['index'], ['jest', 'index'], ['l1', 'generated']].map((path) => join(source, ...path));
  const inGroups = (file) => (file.startsWith(imports) ? `./${basename(file)}` : undefined);
  const inL1 = (file) => (file.startsWith(join(source, 'l1')) ? './l1' : undefined);

  await bundle(l1, join(types, 'l1.d.ts'), () => undefined);
  for (const file of readdirSync(imports).filter((name) => name.endsWith('.d.ts'))) {
    writeFileSync(join(types, file), readFileSync(join(imports, file), 'utf8').replace("'../src/l1/generated'", "'./l1'"));
  }
  await bundle(index, join(types, 'index.d.ts'), (file) => inGroups(file) ?? inL1(file));
  await bundle(jest, join(types, 'jest.d.ts'), (file) => (file === index ? './index.js' : undefined));
}

/** `elsewhere` says which of the files that others import is in another bundle, and how that is called. */
async function bundle(input, output, elsewhere) {
  const resolveId = (id, from) => {
    if (from === undefined) return null;
    const other = id.startsWith('.') ? elsewhere(join(from, '..', id)) : id;
    return other === undefined ? null : { id: other, external: true };
  };
  const bundled = await rollup({ input: `${input}.d.ts`, plugins: [{ name: 'elsewhere', resolveId }, dts({ respectExternal: true })] });
  await bundled.write({ file: output, format: 'es' });
  await bundled.close();
}
