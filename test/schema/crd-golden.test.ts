import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import { CrdKind } from '../../src/schema/crd-kind';
import { Work } from '../../src/schema/work';

interface Crd extends Record<string, unknown> {
  readonly spec: { readonly names: { readonly kind: string } };
}

interface Golden {
  readonly seed: number;
  readonly count: number;
  readonly verdicts: readonly string[];
}

const ROOT = path.resolve(__dirname, '..', '..');
const FOLDER = path.join(__dirname, 'crds');

test('objects of our own CRDs get the verdict that the API server with these CRDs gave', () => {
  const crds = readdirSync(FOLDER).sort().flatMap((file) => loadAll(readFileSync(path.join(FOLDER, file), 'utf8')) as Crd[]);
  const golden = JSON.parse(readFileSync(path.join(ROOT, 'conformance', 'golden', 'crds.json'), 'utf8')) as Golden;
  const lines = execFileSync(process.execPath, [path.join(ROOT, 'conformance', 'crd-objects.mjs')], { encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n');
  const kinds = new Map(crds.map((crd) => [crd.spec.names.kind, new CrdKind(crd, new Work())]));
  const answers = lines.map((line) => {
    const object = JSON.parse(line) as Record<string, unknown>;
    const verdict = kinds.get(String(object['kind']))?.verdict(object);
    return `${createHash('sha256').update(line).digest('hex').slice(0, 8)} ${verdict?.violations.length === 0 ? 'valid' : 'invalid'}`;
  });
  expect(answers).toEqual(golden.verdicts);
  expect(golden.verdicts.filter((line) => line.endsWith(' valid')).length).toBeGreaterThan(400);
});
