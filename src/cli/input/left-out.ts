import { chartTemplates } from './chart-templates';
import { patchFiles } from './kustomizations';
import type { SourceFile } from './source-file';

/** Files of folders that are no manifests, though they look like some: what another tool makes of them is. */
export interface LeftOut {
  readonly what: string;
  readonly files: ReadonlySet<SourceFile>;
  /** The command that makes manifests of them. */
  readonly command: string;
}

/** What of these files is left out, kind by kind. Files that were named are never left out. */
export function leftOut(files: readonly SourceFile[]): readonly LeftOut[] {
  const found = files.filter((file) => file.found);
  return [
    { what: 'patch files of kustomizations', files: patchFiles(found), command: 'kustomize build FOLDER' },
    { what: 'templates of charts', files: chartTemplates(found), command: 'helm template CHART' },
  ].filter(({ files: { size } }) => size > 0);
}
