import { formatObject } from '../model/finding';
import { formatPlace } from './place';
import type { SynthFinding } from './synth-finding';

/** A finding as people read it in a terminal. Its last line looks like a stack frame: terminals, Node and jest know those. */
export function findingText(finding: SynthFinding): string {
  const upstream = finding.upstream.length === 0 ? '' : ` (${finding.upstream.join(', ')})`;
  const where = finding.path === '' ? '' : `, ${finding.path}`;
  return [
    `${finding.severity} ${finding.rule}${upstream}: ${formatObject(finding.object)}${where}`,
    `    ${finding.message}`,
    ...(finding.why === '' ? [] : [`    Why: ${finding.why}`]),
    ...(finding.fix === '' ? [] : [`    Fix: ${finding.fix}`]),
    `    at ${frameText(finding)}`,
  ].join('\n');
}

/** Only a line of the object's own looks like a frame to the end: ts-node shows that line of the program above the message. */
function frameText({ source, construct = '', ancestor }: SynthFinding): string {
  const name = construct === '' ? 'the App' : `construct ${construct}`;
  if (source === undefined) return name;
  return ancestor === undefined ? `${name} (${formatPlace(source)})` : `${name}, below ${ancestor} at ${formatPlace(source)}`;
}
