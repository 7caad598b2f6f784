import type { IConstruct } from 'constructs';
import { meshSettings } from '../constructs/mesh-settings';
import { formatObject } from '../model/finding';
import { compareText } from '../model/values';
import { CheckError } from './check-error';
import { checkRendered } from './check-tree';
import { definedScopes, filePath, groupAndKind } from './layout';
import type { OutputFile } from './output-folder';
import { placeOf } from './place';
import { renderTree, type RenderedObject } from './render-tree';
import { constructRef, type SynthFinding } from './synth-finding';
import { withoutStrayNamespaces } from './stray-namespace';
import { withSyncWave } from './sync-wave';
import { report, validationsOfOthers } from './validate-tree';
import { toYaml } from './yaml-text';

interface PlacedObject extends RenderedObject {
  readonly file: string;
}

/**
 * The files of a tree, sorted by path. Renders, checks and validates each object once.
 *
 * @throws CheckError when something is wrong
 */
export function outputOf(root: IConstruct, syncWaves: boolean): OutputFile[] {
  const tree = withoutStrayNamespaces(renderTree(root));
  report(root, checkRendered(tree));
  const objects = placeObjects(root, tree.objects);
  const problems = [...collisions(objects), ...validationsOfOthers(root)];
  if (problems.length > 0) {
    const error = new CheckError(problems);
    throw error; // node-do-not-add-exception-line
  }
  return objects.map(({ file, manifest }) => {
    const { group, kind } = groupAndKind(manifest);
    return { path: file, text: toYaml(syncWaves ? withSyncWave(manifest, group, kind) : manifest) };
  });
}

function placeObjects(root: IConstruct, objects: readonly RenderedObject[]): PlacedObject[] {
  const { defaultNamespace } = meshSettings(root);
  const scopes = definedScopes(objects.map(({ manifest }) => manifest));
  return objects
    .map((object) => ({ ...object, file: filePath(object.manifest, { defaultNamespace, definedScopes: scopes }) }))
    .sort((a, b) => compareText(a.file, b.file));
}

/** Objects that would share a file: equal names, or names that only differ in case. Expects objects sorted by file. */
function collisions(objects: readonly PlacedObject[]): SynthFinding[] {
  return objects.flatMap((object, index) => {
    const before = objects[index - 1];
    if (before?.file !== object.file) return [];
    const ref = constructRef(object.construct);
    return [
      {
        rule: 'file-collision',
        upstream: [],
        severity: 'error' as const,
        object: ref,
        path: 'metadata.name',
        message: `It would be written to ${object.file}, where ${formatObject(constructRef(before.construct))} of construct ${before.construct.node.path} goes.`,
        why: 'A cluster holds one object of a kind, namespace and name, and some file systems do not tell upper and lower case apart.',
        fix: 'Give one of the two another name or namespace, or remove it.',
        construct: object.construct.node.path,
        ...placeOf(object.construct),
      },
    ];
  });
}
