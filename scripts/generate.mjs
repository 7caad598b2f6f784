// `npm run generate`: reads the released CRDs out of Go modules and writes imports/. Needs Go.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
require('ts-node').register({ swc: true, project: path.join(root, 'tsconfig.json') });
const { generateImports } = require('../src/generator/generate-imports.ts');

function moduleFolder(name) {
  const answer = JSON.parse(execFileSync('go', ['mod', 'download', '-json', name], { encoding: 'utf8', cwd: root }));
  if (answer.Error) throw new Error(`${name}: ${answer.Error}`);
  return answer.Dir;
}

function filesUnder(folder, suffix) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(suffix))
    .sort()
    .map((file) => ({ name: file, text: readFileSync(path.join(folder, file), 'utf8') }));
}

const files = await generateImports({ moduleFolder, filesUnder });
for (const { path: file, text } of files) {
  const target = path.join(root, 'imports', file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}
console.log(`imports/: ${files.length} files written`);
