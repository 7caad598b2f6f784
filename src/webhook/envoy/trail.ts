import type { Path } from '../../model/path';

/** A path as its last step and what is above it: to go a step on costs the same at every depth. Undefined is where a trail starts. */
export type Trail = { readonly step: Path[number]; readonly above: Trail; readonly length: number } | undefined;

export function trail(above: Trail, step: Path[number]): Trail {
  return { step, above, length: lengthOf(above) + 1 };
}

export function pathOf(at: Trail): Path {
  const steps: Path[number][] = [];
  for (let rest = at; rest !== undefined; rest = rest.above) steps.push(rest.step);
  return steps.reverse();
}

export function lengthOf(at: Trail): number {
  return at?.length ?? 0;
}
