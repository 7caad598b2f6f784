/** C0 and C1 controls (but tab and line break), line separators, and marks that turn the direction of text. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Makes control characters visible (`\u001b`): manifests come from strangers and must not drive the reader's terminal. */
export function printable(text: string): string {
  return text.replace(CONTROL, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * {@link printable}, on one line. A line that begins with `::` would be a command to GitHub's runner, whoever wrote it: what stands there
 * is made visible like a control character.
 */
export function oneLine(text: string): string {
  const lines = text.split(/[\r\n]+/);
  // Not one expression for breaks and the space around them: on much space without a break it would take quadratic time.
  const joined = lines.length === 1 ? text : lines.map((line, index) => (index === 0 ? line.trimEnd() : index === lines.length - 1 ? line.trimStart() : line.trim())).join(' ');
  return printable(joined).replace(/^\s*::/, '\\u003a:');
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with each half of a surrogate pair, which no encoding has bytes for, replaced. */
export function wellFormed(text: string, replace: (half: string) => string = () => '\ufffd'): string {
  return text.replace(LONE_SURROGATE, replace);
}

/** A line of source as it stands, one column for each character: a control character is shown as `?`. */
export function sameWidth(text: string): string {
  return text.replaceAll('\t', ' ').replace(CONTROL, '?');
}
