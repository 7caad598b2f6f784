import { parse } from '@bufbuild/cel';

/** As cel-go has it: what is longer is no expression. */
const LONGEST = 100_000;

/** Says whether a text can be read as an expression of CEL, whatever its names mean. */
export function isCelSyntax(text: string): boolean {
  if (text.length > LONGEST) return false;
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
