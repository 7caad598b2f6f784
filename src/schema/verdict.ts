import type { IstioVersion } from '../model/settings';
import { SchemaCompiler } from './compile';
import type { GroupFacts, KindFacts } from './facts';
import { type Compiled, groupOf, identity, judge, unknownVersion, usableBy, type Verdict } from './judge';
import { KNOWN_GROUPS, loadFacts } from './load-facts';
import { isNewer, newerPlaces, type NewerField } from './newer';
import { SchemaPaths } from './schema-paths';
import { nearest } from './suggest';
import { own, show } from './values';
import type { Violation } from './violation';

export type { Verdict } from './judge';
export type { Violation, ViolationCode } from './violation';
export type { NewerField } from './newer';

/** The way out for clusters whose CRDs are not those of our facts. */
const OTHER_RELEASE = 'If the cluster has another release or channel of these CRDs, put its CustomResourceDefinition into the input: it decides then.';

/** Kinds that a cluster with these groups serves and of which this package has no facts. */
const UNJUDGED: Readonly<Record<string, readonly string[]>> = { 'gateway.networking.k8s.io': ['UDPRoute'] };

const compilers = new WeakMap<GroupFacts, SchemaCompiler>();
const compiled = new WeakMap<KindFacts, Map<string, Compiled>>();

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
  if (ownFacts(kindOf.versions, version) === undefined) {
    const versions = Object.keys(kindOf.versions);
    const violation = unknownVersion({ group, kind, versions }, version);
    return { violations: [{ ...violation, fix: `${violation.fix} ${OTHER_RELEASE}` }], usable: identity(object) };
  }
  return judge(object, () => compiledKind(facts, kindOf, version));
}

/**
 * What our facts leave of an object that is judged by another schema: everything in it has the type that readers of the kind rely
 * on. Undefined for a kind that this package has no schema for.
 */
export function usableByFacts(object: Record<string, unknown>): Record<string, unknown> | undefined {
  const id = identify(object);
  const kindOf = id === undefined ? undefined : ownFacts(id.facts.kinds, id.kind);
  if (id === undefined || kindOf === undefined) return undefined;
  const { facts, version } = id;
  return ownFacts(kindOf.versions, version) === undefined ? identity(object) : usableBy(object, () => compiledKind(facts, kindOf, version));
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

function unknownKind(facts: GroupFacts, kind: string): Violation {
  const kinds = Object.keys(facts.kinds);
  const meant = nearest(kind, kinds);
  const elsewhere = KNOWN_GROUPS.find((name) => name !== facts.group && Object.hasOwn(loadFacts(name)?.kinds ?? {}, kind));
  const message = `${facts.group} has no kind ${show(kind)}${elsewhere === undefined ? '' : `; ${elsewhere} has one`}.`;
  if (elsewhere !== undefined) return { code: 'invalid-enum', path: ['apiVersion'], message, fix: `Use apiVersion ${elsewhere}/${loadFacts(elsewhere)?.kinds[kind]?.best ?? ''}.` };
  return { code: 'invalid-enum', path: ['kind'], message, fix: meant === undefined ? `Use one of ${kinds.join(', ')}.` : `Use ${meant}.` };
}
