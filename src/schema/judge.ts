import { excess, MAX_DEPTH } from './bounds';
import type { Node } from './nodes';
import { isObject, own, show } from './values';
import { toldBy, type Names, type Run, type StrangerRun, type Violation } from './violation';

/** What the API server would say of an object on a strict apply. No violation: it would take it. */
export interface Verdict {
  readonly violations: readonly Violation[];
  /**
   * The object with defaults filled in, and without unknown fields, nulls and values of a wrong type: everything in it has
   * the type that the schema gives it. Parts that did not change are shared with the object; treat it as read-only.
   */
  readonly usable: Record<string, unknown>;
}

/** A kind in one version, ready to judge. */
export interface Compiled {
  readonly node: Node;
  readonly names: Names;
}

/** Judges an object by a schema, after a look at how large it is. */
export function judge(object: Record<string, unknown>, compiled: () => Compiled, stranger?: StrangerRun): Verdict {
  const excessive = excess(object);
  if (excessive !== undefined) return { violations: [tooMuch(excessive)], usable: identity(object) };
  const { node, names } = compiled();
  const run: Run = { violations: [], path: [], untold: 0, names, ...(stranger === undefined ? {} : { stranger }) };
  const usable = node.visit(object, run);
  // Rules are written for objects that have the right structure, and the API server asks them of no others.
  if (run.violations.length === 0) node.rules?.run(usable, run);
  return { violations: toldBy(run), usable: isObject(usable) ? usable : {} };
}

/** The same without what is wrong, and so without the rules: what the schema leaves of an object. */
export function usableBy(object: Record<string, unknown>, compiled: () => Compiled): Record<string, unknown> {
  if (excess(object) !== undefined) return identity(object);
  const { node, names } = compiled();
  const usable = node.visit(object, { violations: [], path: [], untold: 0, names });
  return isObject(usable) ? usable : {};
}

/** What is left of an object of which nothing can be trusted but its name. */
export function identity(object: Record<string, unknown>): Record<string, unknown> {
  const usable: Record<string, unknown> = { apiVersion: own(object, 'apiVersion'), kind: own(object, 'kind') };
  const metadata = own(object, 'metadata');
  if (!isObject(metadata)) return usable;
  const kept = Object.entries(metadata).filter(([key, value]) => ['name', 'namespace'].includes(key) && typeof value === 'string');
  return { ...usable, metadata: Object.fromEntries(kept) };
}

/** A kind and the versions in which a server has it. */
export interface ServedKind {
  readonly group: string;
  readonly kind: string;
  /** Best first. */
  readonly versions: readonly string[];
}

export function unknownVersion({ group, kind, versions }: ServedKind, version: string): Violation {
  return {
    code: 'invalid-enum',
    path: ['apiVersion'],
    message: `${group} serves ${kind} in ${versions.length === 1 ? 'version' : 'versions'} ${versions.join(', ')}, and not in ${show(version)}.`,
    fix: `Use apiVersion ${group}/${versions[0] ?? ''}.`,
  };
}

function tooMuch(excessive: 'depth' | 'size'): Violation {
  const message = excessive === 'depth'
    ? `This object is nested deeper than ${MAX_DEPTH.toLocaleString('en-US')} levels, which the API server does not read.`
    : 'This object holds more values than fit into the 3 MiB that the API server reads.';
  return { code: 'out-of-range', path: [], message, fix: excessive === 'depth' ? 'Make it flatter.' : 'Split it, and look for YAML aliases that repeat large parts.' };
}

/** The group of an apiVersion; empty for the group without a name. */
export function groupOf(apiVersion: string): string {
  return apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
}
