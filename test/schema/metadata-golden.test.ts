import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { check } from '../../src/validation/validate';

const conformance = join(__dirname, '..', '..', 'conformance');

/** What the API server's own code said of odd metadata, recorded by `npm run conformance -- --update metadata`: `+` or `-` an object. */
test('metadata gets the verdict of the API server', () => {
  const golden = JSON.parse(readFileSync(join(conformance, 'golden', 'metadata.json'), 'utf8')) as { readonly verdicts: string };
  const lines = execFileSync(process.execPath, [join(conformance, 'metadata-cases.mjs')], { encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n');
  const differing = lines.filter((line, index) => {
    const object: unknown = JSON.parse(line);
    const refused = check([object], { settings: DEFAULT_SETTINGS }).some(({ severity, path }) => severity === 'error' && path[0] !== 'spec');
    return golden.verdicts[index] !== (refused ? '-' : '+');
  });
  expect(differing.map((line) => line.slice(0, 300))).toEqual([]);
  expect(golden.verdicts).toHaveLength(lines.length);
});
