import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

/** The tsconfig.json that `cdk8s init typescript-app` writes. */
export const INIT_TSCONFIG = path.join(ROOT, 'node_modules', 'cdk8s-cli', 'templates', 'typescript-app', 'tsconfig.json');

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/**
 * An empty project with the packed tarball installed: only what package.json declares can be found from it, linked from
 * this repository's own installation, so nothing is fetched.
 */
export class Project {
  readonly folder: string;

  constructor(options: { readonly tarball: string; readonly type: 'commonjs' | 'module'; readonly tsconfig: object }) {
    this.folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'cdk8s-istio-project-')));
    const modules = path.join(this.folder, 'node_modules');
    mkdirSync(modules);
    execFileSync('tar', ['-xzf', options.tarball, '-C', modules]);
    execFileSync('mv', [path.join(modules, 'package'), path.join(modules, 'cdk8s-istio')]);
    for (const name of installedBeside(path.join(modules, 'cdk8s-istio', 'package.json'))) this.link(name, name);
    this.link('@types/node', options.type === 'commonjs' ? 'types-node-14' : '@types/node');
    this.write('package.json', JSON.stringify({ name: 'probe', version: '1.0.0', private: true, type: options.type }));
    this.write('tsconfig.json', JSON.stringify(options.tsconfig));
  }

  write(file: string, text: string): void {
    const target = path.join(this.folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** Installs a package under a name, from this repository's own installation. */
  link(name: string, from: string): void {
    const target = path.join(this.folder, 'node_modules', name);
    mkdirSync(path.dirname(target), { recursive: true });
    rmSync(target, { force: true });
    symlinkSync(path.join(ROOT, 'node_modules', from), target);
  }

  /** Type-checks the project with one of the installed compilers: `typescript`, `typescript-6` or `typescript-7`. */
  typeCheck(compiler: string, ...flags: string[]): Outcome {
    return this.node(path.join(ROOT, 'node_modules', compiler, 'bin', 'tsc'), '-p', 'tsconfig.json', '--noEmit', ...flags);
  }

  node(...argv: string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
      cwd: this.folder,
      encoding: 'utf8',
      timeout: 120_000,
      env: { PATH: process.env['PATH'] },
    });
    return { status, output: `${stdout}${stderr}` };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Packs this repository the way it is published. */
export function packTarball(): { readonly file: string; readonly files: readonly string[]; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-istio-pack-'));
  const answer: unknown = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const [packed] = answer as { filename: string; files: { path: string }[] }[];
  if (packed === undefined) throw new Error('npm pack made no tarball');
  return {
    file: path.join(folder, packed.filename),
    files: packed.files.map((file) => file.path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function installedBeside(manifest: string): string[] {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    dependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
  };
  return [...Object.keys(dependencies), ...Object.keys(peerDependencies), 'cdk8s-plus-28', 'typescript', 'ts-node'];
}
