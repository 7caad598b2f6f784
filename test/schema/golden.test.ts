import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { apiVerdict } from '../../src/schema/verdict';

const root = join(__dirname, '..', '..');

interface Golden {
  readonly seed: number;
  readonly count: number;
  readonly verdicts: readonly string[];
}

/**
 * What the API server's own code said of mutants of our objects, recorded by `npm run conformance -- --update`. The
 * mutants are made again from their seed; a mutant that is not the recorded one means that objects, facts or mutator
 * changed and the answers have to be recorded anew.
 */
test('every recorded mutant gets the verdict of the API server', () => {
  const golden = JSON.parse(readFileSync(join(root, 'conformance', 'golden', 'api.json'), 'utf8')) as Golden;
  const args = [join(root, 'conformance', 'mutate.mjs'), '--recorded', '--seed', String(golden.seed), '--count', String(golden.count)];
  const lines = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n');
  const answers = lines.map((line) => {
    const object = JSON.parse(line) as Record<string, unknown>;
    const verdict = apiVerdict(object);
    const fingerprint = createHash('sha256').update(line).digest('hex').slice(0, 8);
    return `${fingerprint} ${verdict?.violations.length === 0 ? 'valid' : 'invalid'}`;
  });
  expect(answers).toEqual(golden.verdicts);
  expect(golden.verdicts.filter((line) => line.endsWith(' valid')).length).toBeGreaterThan(400);
});
