import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { INIT_TSCONFIG, packTarball, Project } from './project';

const EXAMPLES = path.resolve(__dirname, '..', '..', 'examples');
const NAMES = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
/** Pages that an example writes beside its output folder, kept beside its program for readers. */
const pagesOf = (name: string): readonly string[] => readdirSync(path.join(EXAMPLES, name)).filter((file) => file.endsWith('.md'));
const NODENEXT = { module: 'nodenext', target: 'es2022', strict: true, skipLibCheck: false, types: ['node'], outDir: 'out', noEmitOnError: true };

const tarball = packTarball();
afterAll(() => tarball.remove());

/** Everything below dist/, by path. */
function written(project: Project): Record<string, string> {
  const dist = path.join(project.folder, 'dist');
  const files = readdirSync(dist, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(names.map((name) => [name, project.read(path.join('dist', name))]));
}

describe.each(NAMES)('%s', (name) => {
  const source = readFileSync(path.join(EXAMPLES, name, 'main.ts'), 'utf8');
  const projects: Project[] = [];
  afterAll(() => projects.forEach((project) => project.remove()));

  const make = (type: 'commonjs' | 'module', tsconfig: object): Project => {
    const project = new Project({ tarball: tarball.file, type, tsconfig });
    projects.push(project);
    project.write('main.ts', source);
    return project;
  };

  test('runs in a CommonJS project as cdk8s init makes it', () => {
    const project = make('commonjs', JSON.parse(readFileSync(INIT_TSCONFIG, 'utf8')) as object);
    expect(project.node('node_modules/ts-node/dist/bin.js', 'main.ts')).toEqual({ status: 0, output: '' });
    expect(written(project)).toMatchSnapshot();
    for (const page of pagesOf(name)) expect(project.read(page)).toBe(readFileSync(path.join(EXAMPLES, name, page), 'utf8'));
  }, 120_000);

  test('compiles and runs in an ES module project, and writes the same bytes', () => {
    const project = make('module', { compilerOptions: NODENEXT, include: ['main.ts'] });
    expect(project.node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json')).toEqual({ status: 0, output: '' });
    expect(project.node('out/main.js')).toEqual({ status: 0, output: '' });
    const [commonJs] = projects;
    expect(written(project)).toEqual(commonJs === undefined ? {} : written(commonJs));
  }, 120_000);
});
