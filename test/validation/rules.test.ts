import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { CATALOGUE, RETIRED_RULES, RULES } from '../../src/validation/rules';
import { ANALYSIS_CODES, KIALI_CODES, OPEN_CODES, UNCLAIMED_CODES } from '../../src/validation/upstream-codes';
import { recordedReads } from '../../src/validation/validate';
import { documents, findingsOf } from './run';

const ROOT = join(__dirname, '../..');

/** Paths of rule files below a folder, without their extension: `routing/subset-not-found`. */
function ruleFiles(folder: string, extension: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).slice(0, -extension.length))
    .filter((path) => path.includes('/'))
    .sort();
}

describe('the registry', () => {
  const files = ruleFiles(join(ROOT, 'src/validation/rules'), '.ts');

  test('holds a rule for every file, and no other', () => {
    expect(files.map((file) => file.split('/').at(-1)).sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  describe('accounts for every upstream code', () => {
    const claimed = new Set(CATALOGUE.flatMap(({ upstream }) => upstream).filter((code) => code !== 'API'));
    const listed = [...ANALYSIS_CODES, ...KIALI_CODES];

    test('with a rule, or a reason why there is none', () => {
      expect(listed.filter((code) => !claimed.has(code) && !Object.hasOwn(UNCLAIMED_CODES, code) && !OPEN_CODES.includes(code))).toEqual([]);
    });

    test('with one of them only', () => {
      const twice = [...claimed].filter((code) => Object.hasOwn(UNCLAIMED_CODES, code) || OPEN_CODES.includes(code));
      expect(twice.map((code) => `${code} is claimed by a rule: take it out of src/validation/upstream-codes.ts`)).toEqual([]);
      expect(OPEN_CODES.filter((code) => Object.hasOwn(UNCLAIMED_CODES, code))).toEqual([]);
    });

    test('and for no other', () => {
      expect([...claimed, ...Object.keys(UNCLAIMED_CODES), ...OPEN_CODES].filter((code) => !listed.includes(code))).toEqual([]);
      expect(listed).toEqual([...new Set(listed)].sort());
    });
  });

  test('has a test of the same name for every rule, and no other', () => {
    expect(ruleFiles(join(ROOT, 'test/validation/rules'), '.test.ts')).toEqual(files);
  });

  test('has ids in kebab-case that are used once and not retired', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => RETIRED_RULES.includes(id))).toEqual([]);
  });

  test.each(CATALOGUE.map((info) => [info.id, info] as const))('%s says all of itself', (_id, info) => {
    for (const code of info.upstream) expect(code).toMatch(/^(IST\d{4}|KIA\d{4}|API)$/);
    for (const sentence of [info.why, info.fix]) expect(sentence).toMatch(/^[A-Z].*\.$/s);
    expect(info.summary).toMatch(/^[A-Z].*[^.]$/);
  });
});

describe.each(CATALOGUE.map((info) => [info.id, info] as const))('the examples of %s', (id, info) => {
  const options = { settings: info.settings, requireNamespace: info.inProgram, ...(info.baseline === undefined ? {} : { baseline: documents(info.baseline) }) };

  test('bad: the rule finds something, with a code it knows, and nothing else is an error', () => {
    const findings = findingsOf(info.bad, options);
    const own = findings.filter(({ rule }) => rule === id);
    expect(own).not.toEqual([]);
    for (const { upstream } of own) expect(info.upstream).toEqual(expect.arrayContaining([...upstream]));
    expect(findings.filter(({ rule, severity }) => rule !== id && severity === 'error')).toEqual([]);
  });

  test('good: no rule finds anything', () => {
    expect(findingsOf(info.good, options)).toEqual([]);
  });
});

test.each(RULES.map((rule) => [rule.id, rule] as const))('%s reads the kinds it declares, and no other', (_id, rule) => {
  const settings = { ...DEFAULT_SETTINGS, ...rule.settings };
  const declared = rule.reads === 'objects' ? ['objects'] : [...new Set<string>(rule.reads)].sort();
  const recorded = new Set<string>();
  for (const yaml of [rule.bad, rule.good]) {
    for (const kind of recordedReads(rule, documents(yaml), { settings, requireNamespace: rule.inProgram, ...(rule.baseline === undefined ? {} : { baseline: documents(rule.baseline) }) })) recorded.add(kind);
  }
  expect([...recorded].sort()).toEqual(declared);
});
