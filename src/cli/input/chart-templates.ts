import { slashes } from './slashes';
import type { SourceFile } from './source-file';

const CHART = /(?:^|\/)Chart\.ya?ml$/;
const TEMPLATES = 'templates/';

/**
 * The templates of Helm charts among files: those below `templates/` beside a Chart.yaml that hold an action (`{{ ... }}`).
 * Reference: https://helm.sh/docs/topics/charts/#the-chart-file-structure
 */
export function chartTemplates(files: readonly SourceFile[]): ReadonlySet<SourceFile> {
  const charts = new Set(files.flatMap(({ name }) => (CHART.test(slashes(name)) ? [slashes(name).replace(/[^/]*$/, '')] : [])));
  return new Set(files.filter(({ name, text }) => foldersOfTemplates(slashes(name)).some((folder) => charts.has(folder)) && text.includes('{{')));
}

/** Folders whose `templates/` the file is below, each with its last slash. */
function foldersOfTemplates(name: string): readonly string[] {
  const folders: string[] = [];
  for (let at = name.indexOf(TEMPLATES); at !== -1; at = name.indexOf(TEMPLATES, at + 1)) {
    if (at === 0 || name[at - 1] === '/') folders.push(name.slice(0, at));
  }
  return folders;
}
