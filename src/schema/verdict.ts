import type { IstioVersion } from '../model/settings';
import { excess, MAX_DEPTH } from './bounds';
import { SchemaCompiler, type Node } from './compile';
import type { GroupFacts, KindFacts } from './facts';
import { KNOWN_GROUPS, loadFacts } from './load-facts';
import { isNewer, newerPlaces, type NewerField } from './newer';
import { SchemaPaths } from './schema-paths';
import { nearest } from './suggest';
import { isObject, own, show } from './values';
import { toldBy, type Names, type Run, type Violation } from './violation';

export type { Violation, ViolationCode } from './violation';
export type { NewerField } from './newer';

/** What the API server would say of an object on a strict apply. No violation: it would take it. */
export interface Verdict {
  readonly violations: readonly Violation[];
  /**
   * The object with defaults filled in, and without unknown fields, nulls and values of a wrong type: everything in it has
   * the type that the schema gives it. Parts that did not change are shared with the object; treat it as read-only.
   */
  readonly usable: Record<string, unknown>;
}

/** Kinds that a cluster with these groups serves and of which this package has no facts. */
const UNJUDGED: Readonly<Record<string, readonly string[]>> = { 'gateway.networking.k8s.io': ['UDPRoute'] };

const compilers = new WeakMap<GroupFacts, SchemaCompiler>();
const compiled = new WeakMap<KindFacts, Map<string, Compiled>>();

/** A kind in one version, ready to judge. */
interface Compiled {
  readonly node: Node;
  readonly names: Names;
}

/**
 * Judges an object as the API server does with the CRDs of our facts: defaults, structure, bounds, patterns, list types,
 * unknown fields (as with `kubectl apply`, which is strict) and, when all of that is fine, the CEL rules.
 * `metadata` belongs to Kubernetes and not to a CRD, and is not judged here.
 *
 * Answers undefined for an object of a group, or of a kind, that this package has no schema for. The object is a stranger:
 * depth, size and time are bounded, and nothing of it is executed.
 */
export function apiVerdict(object: Record<string, unknown>): Verdict | undefined {
  const id = identify(object);
  if (id === undefined) return undefined;
  const { facts, group, version, kind } = id;
  const kindOf = ownFacts(facts.kinds, kind);
  if (kindOf === undefined) {
    return UNJUDGED[group]?.includes(kind) === true ? undefined : { violations: [unknownKind(facts, kind)], usable: identity(object) };
  }
  const schema = ownFacts(kindOf.versions, version)?.schema;
  if (schema === undefined) return { violations: [unknownVersion(facts.group, kind, kindOf, version)], usable: identity(object) };
  const excessive = excess(object);
  if (excessive !== undefined) return { violations: [tooMuch(excessive)], usable: identity(object) };
  return judge(object, compiledKind(facts, kindOf, version));
}

function judge(object: Record<string, unknown>, { node, names }: Compiled): Verdict {
  const run: Run = { violations: [], path: [], untold: 0, names };
  const usable = node.visit(object, run);
  // Rules are written for objects that have the right structure, and the API server asks them of no others.
  if (run.violations.length === 0) node.rules?.run(usable, run);
  return { violations: toldBy(run), usable: isObject(usable) ? usable : {} };
}

/** The facts of a kind: its plural, its scope, its versions. Undefined for a kind that is not known. */
export function kindFacts(apiVersion: string, kind: string): { readonly facts: KindFacts; readonly scope: KindFacts['scope'] } | undefined {
  const facts = ownFacts(loadFacts(groupOf(apiVersion))?.kinds ?? {}, kind);
  return facts === undefined ? undefined : { facts, scope: facts.scope };
}

/**
 * The fields of an object that an Istio version does not know yet, each with the minor version that brought it. A kind
 * that is newer as a whole is answered as `kind`.
 */
export function newerFields(object: Record<string, unknown>, istio: IstioVersion): readonly NewerField[] {
  const id = identify(object);
  const facts = id === undefined ? undefined : ownFacts(id.facts.kinds, id.kind);
  if (id === undefined || facts === undefined) return [];
  if (facts.since !== undefined && isNewer(facts.since, istio)) return [{ path: ['kind'], since: facts.since }];
  const since = ownFacts(facts.versions, id.version)?.since;
  return since === undefined ? [] : newerPlaces(object, since, istio);
}

interface Identity {
  readonly facts: GroupFacts;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function identify(object: Record<string, unknown>): Identity | undefined {
  const [apiVersion, kind] = [own(object, 'apiVersion'), own(object, 'kind')];
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const group = groupOf(apiVersion);
  const facts = loadFacts(group);
  return facts === undefined ? undefined : { facts, group, kind, version: apiVersion.slice(group.length + 1) };
}

function groupOf(apiVersion: string): string {
  return apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
}

function ownFacts<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function compiledKind(facts: GroupFacts, kind: KindFacts, version: string): Compiled {
  let versions = compiled.get(kind);
  if (versions === undefined) compiled.set(kind, (versions = new Map()));
  let ready = versions.get(version);
  if (ready === undefined) {
    let compiler = compilers.get(facts);
    if (compiler === undefined) compilers.set(facts, (compiler = new SchemaCompiler(facts.shapes)));
    const schema = kind.versions[version]?.schema ?? {};
    ready = { node: compiler.compileRoot(schema), names: new SchemaPaths(schema, facts.shapes) };
    versions.set(version, ready);
  }
  return ready;
}

/** What is left of an object of which nothing can be trusted but its name. */
function identity(object: Record<string, unknown>): Record<string, unknown> {
  const usable: Record<string, unknown> = { apiVersion: own(object, 'apiVersion'), kind: own(object, 'kind') };
  const metadata = own(object, 'metadata');
  if (!isObject(metadata)) return usable;
  const kept = Object.entries(metadata).filter(([key, value]) => ['name', 'namespace'].includes(key) && typeof value === 'string');
  return { ...usable, metadata: Object.fromEntries(kept) };
}

function unknownKind(facts: GroupFacts, kind: string): Violation {
  const kinds = Object.keys(facts.kinds);
  const meant = nearest(kind, kinds);
  const elsewhere = KNOWN_GROUPS.find((name) => name !== facts.group && Object.hasOwn(loadFacts(name)?.kinds ?? {}, kind));
  const message = `${facts.group} has no kind ${show(kind)}${elsewhere === undefined ? '' : `; ${elsewhere} has one`}.`;
  if (elsewhere !== undefined) return { code: 'invalid-enum', path: ['apiVersion'], message, fix: `Use apiVersion ${elsewhere}/${loadFacts(elsewhere)?.kinds[kind]?.best ?? ''}.` };
  return { code: 'invalid-enum', path: ['kind'], message, fix: meant === undefined ? `Use one of ${kinds.join(', ')}.` : `Use ${meant}.` };
}

function unknownVersion(group: string, kind: string, facts: KindFacts, version: string): Violation {
  const versions = Object.keys(facts.versions);
  return {
    code: 'invalid-enum',
    path: ['apiVersion'],
    message: `${group} serves ${kind} in ${versions.length === 1 ? 'version' : 'versions'} ${versions.join(', ')}, and not in ${show(version)}.`,
    fix: `Use apiVersion ${group}/${facts.best}.`,
  };
}

function tooMuch(excessive: 'depth' | 'size'): Violation {
  const message = excessive === 'depth'
    ? `This object is nested deeper than ${MAX_DEPTH.toLocaleString('en-US')} levels, which the API server does not read.`
    : 'This object holds more values than fit into the 3 MiB that the API server reads.';
  return { code: 'out-of-range', path: [], message, fix: excessive === 'depth' ? 'Make it flatter.' : 'Split it, and look for YAML aliases that repeat large parts.' };
}
