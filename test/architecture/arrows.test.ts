import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

/** Room -> the rooms whose code it may use. A room's own files are always allowed; nothing else is. */
const ARROWS: Record<string, readonly string[]> = {
  l1: [],
  imports: ['l1'],
  model: [],
  schema: ['model', 'imports'],
  webhook: ['model', 'schema', 'imports'],
  validation: ['model', 'schema', 'webhook'],
  constructs: ['l1', 'imports', 'model'],
  patterns: ['l1', 'imports', 'model', 'constructs'],
  synth: ['l1', 'imports', 'model', 'schema', 'webhook', 'validation', 'constructs', 'patterns'],
  generator: ['model', 'schema'],
  jest: ['model', 'synth', 'index'],
  report: ['model'],
  cli: ['l1', 'imports', 'model', 'schema', 'webhook', 'validation', 'constructs', 'patterns', 'synth', 'generator', 'report'],
  index: ['l1', 'imports', 'model', 'schema', 'webhook', 'validation', 'constructs', 'patterns', 'synth'],
};

const ROOT = path.resolve(__dirname, '..', '..');
const FILES = [...filesBelow('src'), ...filesBelow('imports')].filter((file) => file.endsWith('.ts'));

describe('the rooms', () => {
  test('every file is in a room with a stated place', () => {
    expect([...new Set(FILES.map(roomOf))].filter((room) => !(room in ARROWS))).toEqual([]);
  });

  test.each(Object.entries(ARROWS))('%s uses only %j', (room, allowed) => {
    const wrong = FILES.filter((file) => roomOf(file) === room).flatMap((file) =>
      ownImports(file)
        .filter((target) => roomOf(target) !== room && !allowed.includes(roomOf(target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('no import goes round in a circle', () => {
    const edges = new Map(FILES.map((file) => [file, ownImports(file).filter((target) => FILES.includes(target))]));
    expect(findCircle(edges)).toEqual([]);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

function roomOf(file: string): string {
  const [top = '', room = ''] = file.split('/');
  if (top === 'imports') return 'imports';
  return room.endsWith('.ts') ? 'index' : room;
}

/** Relative imports of a file: static, dynamic, `require` and `import()` types alike. */
function ownImports(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name))
    .map((target) => [target, `${target}.ts`, `${target}/index.ts`].find((candidate) => FILES.includes(candidate)) ?? target);
}

function findCircle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    done.add(file);
    for (const target of edges.get(file) ?? []) {
      const circle = visit(target, [...trail, file]);
      if (circle.length > 0) return circle;
    }
    return [];
  };
  for (const file of edges.keys()) {
    const circle = visit(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
