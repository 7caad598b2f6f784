import * as path from 'node:path';
import { readCallSite, type CallSite, type CallSiteHolder } from '../l1/call-site';

/** A line of the user's program within a sentence: `src/main.ts:12`, from the working folder. */
export function lineText(site: CallSite | undefined): string {
  return site === undefined ? 'unknown line' : `${path.relative(process.cwd(), site.file)}:${site.line}`;
}

/** The line that a call was remembered for, within a sentence. */
export function placeText(holder: CallSiteHolder): string {
  return lineText(readCallSite(holder));
}

/** Two lines that contradict each other, each on a line of its own in a message, with the column. */
export function placesText([first, second]: readonly [CallSiteHolder, CallSiteHolder]): string {
  return `\n  first:  ${withColumn(first)}\n  second: ${withColumn(second)}`;
}

function withColumn(holder: CallSiteHolder): string {
  const site = readCallSite(holder);
  return site === undefined ? lineText(site) : `${lineText(site)}:${site.column}`;
}
