import { posix } from 'node:path';
import { asList, asText, fieldOf } from '../../model/values';
import { ALIAS_BUDGET, construct } from './construct';
import { parseChunk } from './documents';
import { TextProblem } from './problem';
import { slashes } from './slashes';
import type { SourceFile } from './source-file';

const NAME = /(?:^|\/)kustomization\.ya?ml$/i;

/**
 * The files that kustomizations among them name as patches: parts of objects, under the names of the whole ones. Only what
 * `kustomize build` makes of them can be checked. What any of them names as a resource stays an object.
 * Reference: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
export function patchFiles(files: readonly SourceFile[]): ReadonlySet<SourceFile> {
  const patches = new Set<string>();
  const resources = new Set<string>();
  for (const { name, text } of files) {
    if (!NAME.test(slashes(name))) continue;
    const folder = posix.dirname(slashes(name));
    for (const kustomization of documentsOf(text)) {
      for (const path of pathsOf(kustomization)) patches.add(posix.join(folder, path));
      for (const path of asList(fieldOf(kustomization, 'resources'))) resources.add(posix.join(folder, asText(path) ?? ''));
    }
  }
  return new Set(files.filter(({ name }) => patches.has(posix.normalize(slashes(name))) && !resources.has(posix.normalize(slashes(name)))));
}

function pathsOf(kustomization: unknown): readonly string[] {
  const named = ['patches', 'patchesJson6902'].flatMap((field) => asList(fieldOf(kustomization, field)).map((patch) => fieldOf(patch, 'path')));
  return [...named, ...asList(fieldOf(kustomization, 'patchesStrategicMerge'))].flatMap((path) => asText(path) ?? []);
}

/** What is wrong with the text, the check of its file says. */
function documentsOf(text: string): readonly unknown[] {
  try {
    return construct(text, parseChunk(text), { nodes: ALIAS_BUDGET }).documents.map(({ value }) => value);
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    return [];
  }
}
