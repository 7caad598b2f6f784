import * as path from 'node:path';

/** Where this package's own code lies (`src` and `imports`, compiled or not): frames in it are not the user's. */
const OWN_FOLDERS = ['src', 'imports'].map((folder) => path.resolve(__dirname, '..', '..', folder) + path.sep);
const FOREIGN_FRAME = /[\\/]node_modules[\\/](?:cdk8s|constructs)[\\/]|\(?node:/;
const FRAME_LIMIT = 24;

const CALL_SITE = Symbol.for('cdk8s-istio.call-site');

/** A line of the user's program. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Holds a stack that is formatted only when somebody asks for it: formatting is the dear part. */
export interface CallSiteHolder {
  readonly stack?: string;
}

/**
 * Remembers where `construct` was made: the first frame outside this package when the stack is read.
 * Frames of the constructors down to `newTarget` are left out, so a subclass in the user's project reports its `new`.
 */
export function captureCallSite(newTarget?: unknown): CallSiteHolder {
  const holder: CallSiteHolder = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAME_LIMIT;
  Error.captureStackTrace(holder, typeof newTarget === 'function' ? (newTarget as () => void) : captureCallSite);
  Error.stackTraceLimit = limit;
  return holder;
}

/** Marks an object with its call site. */
export function setCallSite(target: object, holder: CallSiteHolder): void {
  Object.defineProperty(target, CALL_SITE, { value: holder, enumerable: false, configurable: true });
}

/** The call site that an object was marked with, if any. */
export function callSiteOf(target: object): CallSite | undefined {
  const holder: unknown = Reflect.get(target, CALL_SITE);
  return typeof holder === 'object' && holder !== null ? readCallSite(holder as CallSiteHolder) : undefined;
}

/** Finds the user's line in a captured stack. */
export function readCallSite(holder: CallSiteHolder): CallSite | undefined {
  for (const frame of String(holder.stack ?? '').split('\n').slice(1)) {
    const match = /\(?((?:file:\/\/)?[^()]+?):(\d+):(\d+)\)?$/.exec(frame.trim().replace(/^at (?:async )?/, ''));
    if (match === null || FOREIGN_FRAME.test(frame)) continue;
    const [, file = '', line = '1', column = '1'] = match;
    if (OWN_FOLDERS.some((folder) => file.startsWith(folder))) continue;
    return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}
