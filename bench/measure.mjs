// Timing of child processes: what is compared runs in turn, so that a slow minute of the machine hits both sides.
import { spawnSync } from 'node:child_process';

/** Middle value; of an even number the lower middle, so that it is one that was seen. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/** Wall-clock milliseconds of one run of a command. `codes`: exit codes that count as done. */
export function wall({ command, args, cwd, env, codes = [0] }) {
  const start = process.hrtime.bigint();
  const child = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (child.error) throw child.error;
  if (!codes.includes(child.status)) throw new Error(`${command} ${args.join(' ')} ended with ${child.status}: ${(child.stderr || child.stdout).trim().slice(0, 600)}`);
  return { milliseconds, stdout: child.stdout, stderr: child.stderr };
}

/** The fastest run: what else the machine does can only slow a run down. For differences of two times, which noise would swallow. */
export function fastest(values) {
  return Math.min(...values);
}

/** Runs each side `runs` times in turn after one run that does not count; `typical` (the median) of `value(run)` of each. */
export function sideBySide(sides, runs, value = (run) => run.milliseconds, typical = median) {
  const seen = sides.map(() => []);
  for (let round = -1; round < runs; round += 1) {
    sides.forEach((side, index) => {
      const result = value(wall(side));
      if (round >= 0) seen[index].push(result);
    });
  }
  return seen.map(typical);
}

/** For children that measure themselves: the number in the last line of their output. */
export function lastNumber({ stdout }) {
  const number = Number(stdout.trim().split('\n').pop());
  if (!Number.isFinite(number)) throw new Error(`no number in: ${stdout.slice(0, 300)}`);
  return number;
}
