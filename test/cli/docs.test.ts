import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MAIN } from './harness';

const PAGE = readFileSync(resolve(__dirname, '../../docs/command.md'), 'utf8');
const BLOCKS = [...PAGE.matchAll(/^```(yaml|console)\n(.*?)^```$/gms)].map(([, kind = '', text = '']) => ({ kind, text }));

/** The commands of a console block, each with what it prints. */
function commandsOf(text: string): { line: string; output: string }[] {
  return text.split(/^\$ /m).slice(1).map((part) => {
    const [line = '', ...output] = part.split('\n');
    return { line, output: output.join('\n') };
  });
}

describe('docs/command.md', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
    for (const { kind, text } of BLOCKS) {
      const name = /^# (\S+\.yaml)\n/.exec(text)?.[1];
      if (kind !== 'yaml' || name === undefined) continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has examples', () => {
    expect(BLOCKS.filter(({ kind }) => kind === 'console').length).toBeGreaterThanOrEqual(5);
  });

  test.each(BLOCKS.filter(({ kind }) => kind === 'console').map(({ text }) => [text.split('\n', 1)[0] ?? '', text] as const))('%s prints what the page says', (_, text) => {
    let code: number | null = null;
    for (const { line, output } of commandsOf(text)) {
      if (line === 'echo $?') {
        expect(output).toBe(`${code}\n`);
        continue;
      }
      const [command, ...argv] = line.split(' ');
      expect(command).toBe('cdk8s-istio');
      const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...argv], { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH } });
      expect(stderr + stdout).toBe(output);
      code = status;
    }
  });

  test('names every flag that the help names', () => {
    for (const command of ['check', 'import']) {
      const { stdout } = spawnSync(process.execPath, [MAIN, command, '--help'], { encoding: 'utf8' });
      for (const [flag] of stdout.matchAll(/--[a-z][a-z-]+/g)) expect(`${PAGE}--help`).toContain(flag);
    }
  });
});
