/** C0 and C1 controls (but tab and line break), line separators, and marks that turn the direction of text. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Makes control characters visible (`\u001b`): manifests come from strangers and must not drive the reader's terminal. */
export function printable(text: string): string {
  return text.replace(CONTROL, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** {@link printable}, on one line. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s*[\r\n]+\s*/g, ' '));
}

/** A line of source as it stands, one column for each character: a control character is shown as `?`. */
export function sameWidth(text: string): string {
  return text.replaceAll('\t', ' ').replace(CONTROL, '?');
}
