import * as path from 'node:path';
import { readCallSite, type CallSiteHolder } from '../../l1/call-site';

/** Two lines of a program, each on a line of its own in a message. */
export function placesText([first, second]: readonly [CallSiteHolder, CallSiteHolder]): string {
  return `\n  first:  ${placeText(first)}\n  second: ${placeText(second)}`;
}

function placeText(holder: CallSiteHolder): string {
  const site = readCallSite(holder);
  return site === undefined ? 'unknown line' : `${path.relative(process.cwd(), site.file)}:${site.line}:${site.column}`;
}
