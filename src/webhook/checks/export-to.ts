import type { Place } from '../place';
import { isDnsLabel } from './text-forms';

const NAMES = 'Use ".", "*" or the names of namespaces.';

/** What `exportTo` of a kind may hold. */
export interface ExportToOptions {
  /** `~`, nobody, is allowed: for ServiceEntries. */
  readonly mayBeNobody?: boolean;
  /** Only the own namespace is allowed: for DestinationRules with a workloadSelector. */
  readonly ownOnly?: boolean;
}

/** `exportTo`: the namespaces that see an object. */
export function validateExportTo(exportTo: readonly string[] | undefined, own: string, at: Place, { mayBeNobody = false, ownOnly = false }: ExportToOptions = {}): void {
  if (exportTo === undefined) return;
  const seen = new Set<string>();
  for (const [index, entry] of exportTo.entries()) {
    const place = at.at(index);
    const namespace = entry === '.' ? own : entry;
    if (seen.has(namespace)) {
      const twice = entry === namespace ? `"${entry}" is named twice` : `"." is the namespace ${own}, which is named twice`;
      place.error('invalid-export-to', `${twice}.`, 'Name each namespace once.');
    } else if (namespace === '~' && !mayBeNobody) {
      place.error('invalid-export-to', '"~", nobody, is allowed for ServiceEntries alone.', NAMES);
    } else if (namespace !== '*' && namespace !== '~' && !isDnsLabel(namespace)) {
      place.error('invalid-export-to', `"${entry}" is no namespace.`, NAMES);
    } else {
      seen.add(namespace);
    }
  }
  const several = exportTo.length > 1;
  if (several && seen.has('*')) at.error('invalid-export-to', '"*" is every namespace, and others are named beside it.', 'Leave the others out, or "*".');
  if (several && seen.has('~')) at.error('invalid-export-to', '"~" is nobody, and others are named beside it.', 'Leave the others out, or "~".');
  if (ownOnly && seen.size > 0 && (!seen.has(own) || seen.size > 1)) {
    at.error('invalid-export-to', 'A DestinationRule with a workloadSelector can be seen in its own namespace only.', 'Write ["."], or leave exportTo out.');
  }
}
