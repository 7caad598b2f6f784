const MARK = /^# Written by cdk8s-istio \(app: ([^)\r\n]*)\)\. Do not edit\.(?:\r?\n|$)/;

/** What an app may be called: nothing that a comment in YAML should not hold. */
export const APP_NAME = /^[\w@~.-][\w@~./-]*$/;

/** How much of a file must be read to see its mark. */
export const MARK_BYTES = 512;

/** First line of every file that an app writes: who may change and remove it. */
export function ownerMark(app: string): string {
  return `# Written by cdk8s-istio (app: ${app}). Do not edit.\n`;
}

/** The app that wrote a file; undefined for files of anyone else. */
export function ownerOf(text: string): string | undefined {
  return MARK.exec(text)?.[1];
}
