import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { toSource, type CallSite } from './source-map';

export type { CallSite } from './source-map';

/**
 * Where this package's own code lies: frames in it are not the user's. The package brings it in one folder. Before that it lies in `src`
 * and `imports`, of the repository or of `lib`; a runtime that maps stacks reports those of `lib` under the sources that they were made from.
 */
const OWN_FOLDERS = (path.basename(__dirname) === 'l1' ? sourceFolders(path.resolve(__dirname, '..', '..')) : [__dirname]).map((folder) => folder + path.sep);
const FOREIGN_FILE = /[\\/]node_modules[\\/](?:cdk8s|constructs)[\\/]|^node:/;
const LOCATION = /^(.+):(\d+):(\d+)$/;
/** The cost grows with every frame; between a pattern and the objects it makes lie fewer of ours than this. */
const FRAME_LIMIT = 12;

const CALL_SITE = Symbol.for('cdk8s-istio.call-site');
const PART_CALL_SITES = Symbol.for('cdk8s-istio.part-call-sites');

function sourceFolders(root: string): readonly string[] {
  const roots = path.basename(root) === 'lib' ? [root, path.dirname(root)] : [root];
  return roots.flatMap((each) => [path.join(each, 'src'), path.join(each, 'imports')]);
}

/** Holds a stack that is formatted only when somebody asks for it: formatting is the dear part. */
export interface CallSiteHolder {
  readonly stack?: string;
}

/**
 * Remembers where a construct was made: the first frame outside this package when the stack is read.
 *
 * @param newTarget `new.target` of the constructor: frames down to it are left out, so that a subclass in the user's
 * project reports the line of its `new`
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

/**
 * Says that a part of an object (a path as findings show it, and what is below it) comes from a line of its own: an
 * object that several lines of a program have a say in.
 */
export function setPartCallSite(target: object, part: string, holder: CallSiteHolder): void {
  const parts = partsOf(target) ?? new Map<string, CallSiteHolder>();
  parts.set(part, holder);
  Object.defineProperty(target, PART_CALL_SITES, { value: parts, enumerable: false, configurable: true });
}

/** The line of the part of an object that a path lies in; undefined where parts of it have no lines of their own. */
export function partCallSiteOf(target: object, place: string): CallSite | undefined {
  for (const [part, holder] of partsOf(target) ?? []) {
    if (place === part || (place.startsWith(part) && /^[.[]/.test(place.slice(part.length)))) return readCallSite(holder);
  }
  return undefined;
}

function partsOf(target: object): Map<string, CallSiteHolder> | undefined {
  const held: unknown = Reflect.get(target, PART_CALL_SITES);
  return held instanceof Map ? held : undefined;
}

/**
 * Finds the user's line in a captured stack. Where the runtime has not mapped compiled code to its source already
 * (ts-node, jest and `--enable-source-maps` do), the source map that the file names is read.
 */
export function readCallSite(holder: CallSiteHolder): CallSite | undefined {
  for (const frame of String(holder.stack ?? '')
    .split('\n')
    .slice(1)) {
    const site = readFrame(frame.trim());
    if (site === undefined || FOREIGN_FILE.test(site.file)) continue;
    if (OWN_FOLDERS.some((folder) => site.file.startsWith(folder))) continue;
    return toSource(site);
  }
  return undefined;
}

/** Reads `at new Shop (/app/main.js:3:5)`, `at file:///app/main.mjs:3:5` and their like. */
function readFrame(frame: string): CallSite | undefined {
  if (!frame.startsWith('at ')) return undefined;
  const text = frame.slice('at '.length).replace(/^async /, '');
  const location = text.endsWith(')') ? text.slice(text.indexOf(' (') + 2, -1) : text;
  const match = LOCATION.exec(location);
  if (match === null || location.startsWith('eval at ') || location.startsWith('<anonymous>')) return undefined;
  const [, file = '', line = '1', column = '1'] = match;
  return { file: plainPath(file), line: Number(line), column: Number(column) };
}

function plainPath(file: string): string {
  if (!file.startsWith('file:')) return file;
  try {
    return fileURLToPath(file);
  } catch {
    return file;
  }
}
