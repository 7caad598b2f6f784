import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Names } from '../../src/generator/names';
import { emitOwnGroup, OWN_GROUPS } from '../../src/generator/own-groups';
import type { GroupFacts } from '../../src/schema/facts';
import { outline } from './support/outline';

jest.mock('prettier', () => jest.requireActual('./support/prettier'));

const IMPORTS = path.resolve(__dirname, '..', '..', 'imports');
const names: Names = JSON.parse(readFileSync(path.join(IMPORTS, 'names.json'), 'utf8'));

test.each(Object.entries(OWN_GROUPS))('the types of %s are what their facts make', async (group, { file }) => {
  const facts: GroupFacts = JSON.parse(readFileSync(path.join(IMPORTS, 'facts', `${group}.json`), 'utf8'));
  const own = names[group];
  if (own === undefined) throw new Error(`no names for ${group}`);
  const written = readFileSync(path.join(IMPORTS, `${file}.ts`), 'utf8');
  expect(await emitOwnGroup(facts, own)).toBe(written);
  for (const kind of Object.keys(facts.kinds))
    expect(outline(written)).toContainEqual(expect.stringMatching(new RegExp(`^class ${kind} `)));
});
