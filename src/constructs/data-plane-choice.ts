import type { Construct } from 'constructs';
import type { MeshSettings } from '../model/settings';
import { meshSettings } from './mesh-settings';
import { reportProblems } from './problems';

/** The data plane that a pattern writes for. */
export type DataPlaneName = MeshSettings['dataPlane'];

/** What a pattern was told, or else what is known of the mesh by now. */
export function chosenDataPlane(scope: Construct, told: DataPlaneName | undefined): DataPlaneName {
  return told ?? meshSettings(scope).dataPlane;
}

/** A pattern that was told nothing, and that was made before the mesh was said to be another one: a finding at its line. */
export function reportLateDataPlane(pattern: Construct, told: DataPlaneName | undefined, chosen: DataPlaneName): void {
  if (told !== undefined) return;
  reportProblems(pattern, () => {
    const { dataPlane } = meshSettings(pattern);
    if (dataPlane === chosen) return [];
    return [
      {
        rule: 'data-plane-configured-late',
        severity: 'error',
        object: { apiVersion: '', kind: 'Construct', name: pattern.node.path },
        path: [],
        message: `${pattern.constructor.name} ${pattern.node.path} was made for the data plane "${chosen}", and Mesh.configure says "${dataPlane}" by now.`,
        why: 'A pattern makes other objects in another data plane, and has made them already.',
        fix: 'Call Mesh.configure before the patterns are made, or give the pattern its dataPlane.',
      },
    ];
  });
}
