import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** `cdk8s-istio check --format json ...args` in this process (a process a file would take minutes): its answer, or `{ problem }`. */
export async function check(root, ...args) {
  const { run } = require(join(root, 'lib', 'src', 'cli', 'run.js'));
  const [out, err] = [[], []];
  const io = { cwd: root, env: {}, stdin: nothing(), stdout: { write: (text) => out.push(text) }, stderr: { write: (text) => err.push(text) } };
  const code = await run(['check', '--format', 'json', ...args], io);
  return code === 2 ? { problem: err.join('') } : JSON.parse(out.join(''));
}

async function* nothing() {}
