import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleDocs } from '../../src/validation/rule-docs';

const FOLDER = join(__dirname, '../../docs/rules');

test('docs/rules has a page for every rule, and no other', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...ruleDocs().keys()].sort());
});

test.each([...ruleDocs()])('%s is up to date (otherwise run node scripts/docs-rules.mjs)', (file, text) => {
  expect(readFileSync(join(FOLDER, file), 'utf8')).toBe(text);
});
