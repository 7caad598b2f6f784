// Writes docs/rules from the rules themselves. Run `npm run build` before it.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { ruleDocs } = createRequire(import.meta.url)(join(root, 'lib', 'src', 'validation', 'rule-docs.js'));
const folder = join(root, 'docs', 'rules');
const pages = ruleDocs();

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(join(folder, file));
for (const [file, text] of pages) writeFileSync(join(folder, file), text);
console.error(`${pages.size} pages in docs/rules`);
