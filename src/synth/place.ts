import * as path from 'node:path';
import type { IConstruct } from 'constructs';
import { callSiteOf, partCallSiteOf, type CallSite } from '../l1/call-site';
import type { SourcePlace } from '../model/finding';

/** Where a construct was made. */
export interface ConstructPlace {
  readonly source?: SourcePlace;
  /** Set when `source` is the line of an ancestor, because the construct itself is not one of ours: that ancestor's path. */
  readonly ancestor?: string;
}

/** The line of `construct`, or of its nearest ancestor that knows its line. A part of an object may have a line of its own. */
export function placeOf(construct: IConstruct, part = ''): ConstructPlace {
  const ofPart = partCallSiteOf(construct, part);
  if (ofPart !== undefined) return { source: sourcePlace(ofPart) };
  for (const candidate of construct.node.scopes.reverse()) {
    const site = callSiteOf(candidate);
    if (site === undefined) continue;
    const source = sourcePlace(site);
    return candidate === construct ? { source } : { source, ancestor: candidate.node.path || 'the App' };
  }
  return {};
}

/** A call site as people open it: relative to the working folder where it lies below that. */
export function sourcePlace(site: CallSite): SourcePlace {
  const relative = path.relative(process.cwd(), site.file);
  const below = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return { ...site, file: below ? relative.split(path.sep).join('/') : site.file };
}

/** `main.ts:12:3` */
export function formatPlace({ file, line, column }: SourcePlace): string {
  return `${file}:${line}:${column}`;
}
