import type { IConstruct } from 'constructs';
import type { AuthorizationPolicy } from '../../imports/security';
import { captureCallSite, readCallSite, type CallSiteHolder } from '../l1/call-site';
import { formatObject } from '../model/finding';
import { normalizeRequest, requestProblem, type AccessRequest } from './access-request';
import { given } from './given';
import type { Identity } from './identity';
import { meshSettings } from './mesh-settings';
import { PerRender } from './per-render';
import { PerTree } from './per-tree';
import { placesText } from './places';
import { reportProblems, type Problem } from './problems';
import type { KeyedService, ServiceReading } from './service-reading';
import { misuse } from './usage-error';

/** Who may call: an identity, or a service whose pods have one. */
export type Caller = Identity | { readonly identity: Identity };

/**
 * What is asked of the service that an edge leads to.
 *
 * @internal
 */
export interface AccessTarget extends KeyedService {
  read(scope: IConstruct): ServiceReading;
  problems(reading: ServiceReading): readonly Problem[];
  label(scope: IConstruct, key: string, value: string): void;
}

/** How the requests of an edge come: to the Service, or past it, straight to its pods. */
export type EdgeWay = 'service' | 'gateway' | 'pods';

/**
 * One caller that may reach one service.
 *
 * @internal
 */
export interface AccessEdge {
  readonly to: AccessTarget;
  /** Absent: whoever comes, in plaintext as well. */
  readonly from?: Identity;
  /** What a caller without an identity is called. */
  readonly alias?: string;
  readonly way: EdgeWay;
  readonly request: AccessRequest;
  /** The line that declared it. */
  readonly made: CallSiteHolder;
}

/**
 * What writes the edges of a namespace.
 *
 * @internal
 */
export interface EdgeWriter {
  readonly namespace: string;
  readonly made: CallSiteHolder;
  /** Makes the objects of an edge, and says which policy holds it. */
  take(edge: AccessEdge): AuthorizationPolicy;
}

interface EdgeBook {
  readonly edges: AccessEdge[];
  readonly policies: Map<AccessEdge, AuthorizationPolicy>;
  readonly writers: Map<string, EdgeWriter>;
}

/** What was declared with one call: an edge for each caller. */
export class AccessGrant {
  private readonly book: EdgeBook;
  private readonly edges: readonly AccessEdge[];

  /** @internal */
  constructor(book: EdgeBook, edges: readonly AccessEdge[]) {
    this.book = book;
    this.edges = edges;
  }

  /** The policies that hold it, one for each caller; none while the namespace of the service has no ZeroTrustNamespace. */
  get policies(): readonly AuthorizationPolicy[] {
    return [...new Set(this.edges.flatMap((edge) => this.book.policies.get(edge) ?? []))];
  }

  /**
   * The policy that holds it, for a grant to one caller. Edges of the same caller to the same service share one.
   *
   * @throws RangeError when there are several callers, or no ZeroTrustNamespace yet
   */
  get policy(): AuthorizationPolicy {
    const [first, ...more] = this.policies;
    if (first !== undefined && more.length === 0) return first;
    const what = first === undefined ? 'no policy yet: the namespace of the service has no ZeroTrustNamespace' : `${more.length + 1} policies, one for each caller: use policies`;
    misuse(`this grant has ${what}`, Object.getOwnPropertyDescriptor(AccessGrant.prototype, 'policy')?.get);
  }
}

/**
 * What one call declares.
 *
 * @internal
 */
export interface EdgeDeclaration {
  readonly to: AccessTarget;
  readonly from?: Caller | readonly Caller[];
  readonly alias?: string;
  readonly way: EdgeWay;
  readonly request: AccessRequest;
}

/**
 * Puts edges on the tree of `scope`, where the ZeroTrustNamespace of the service's namespace writes them, whether it is
 * there already or comes later.
 *
 * @param entry the function that the user called
 * @throws RangeError for a request that nobody could make, or that comes from nobody
 *
 * @internal
 */
export function declareEdges(scope: IConstruct, declaration: EdgeDeclaration, what: string, entry: unknown): AccessGrant {
  const { to, way, alias } = declaration;
  // Without a caller and a name for it the edge would be open to anybody.
  if (alias === undefined) given(declaration.from, 'object', `${what}: give in "from" who may call: an Identity, a service with one, or a list of them`, entry);
  const problem = requestProblem(declaration.request) ?? callerProblem(scope, declaration.from);
  if (problem !== undefined) misuse(`${what}: ${problem}`, entry);
  const book = BOOKS.of(scope);
  const made = captureCallSite(entry);
  const request = normalizeRequest(declaration.request);
  const callers = declaration.from === undefined ? [undefined] : identitiesOf(declaration.from);
  const edges = callers.map((from): AccessEdge => ({ to, from, way, request, made, ...(alias === undefined ? {} : { alias }) }));
  for (const edge of edges) {
    book.edges.push(edge);
    const writer = book.writers.get(namespaceOf(to, scope));
    if (writer !== undefined) book.policies.set(edge, writer.take(edge));
  }
  reportProblems(scope, () => edges.flatMap((edge) => (book.policies.has(edge) ? [] : [notWritten(scope, edge)])));
  return new AccessGrant(book, edges);
}

/**
 * Makes sure that nobody writes the edges into a namespace yet.
 *
 * @param entry the class that the user makes
 * @throws RangeError when somebody does; the message names both lines
 *
 * @internal
 */
export function claimNamespace(scope: IConstruct, namespace: string, made: CallSiteHolder, entry: unknown): void {
  const other = BOOKS.of(scope).writers.get(namespace);
  if (other === undefined) return;
  misuse(
    `ZeroTrustNamespace: namespace ${namespace} has two${placesText([other.made, made])}\n` +
      'A namespace has one Sidecar for all its workloads: declare all edges with the first.',
    entry,
  );
}

/**
 * Makes `writer` the one that writes the edges into its namespace, those declared before included.
 *
 * @internal
 */
export function writeEdges(scope: IConstruct, writer: EdgeWriter): void {
  const book = BOOKS.of(scope);
  book.writers.set(writer.namespace, writer);
  for (const edge of book.edges) {
    if (namespaceOf(edge.to, scope) === writer.namespace) book.policies.set(edge, writer.take(edge));
  }
}

const BY_CALLER = new PerRender((root) => {
  const found = new Map<string, AccessEdge[]>();
  for (const edge of BOOKS.of(root).edges) {
    const namespace = edge.from?.subjectIn(root).namespace;
    if (namespace === undefined) continue;
    const known = found.get(namespace);
    if (known === undefined) found.set(namespace, [edge]);
    else known.push(edge);
  }
  return found;
});

/**
 * The edges of a tree, wherever they were declared, whose callers run in a namespace. Ask at synth.
 *
 * @internal
 */
export function edgesFrom(scope: IConstruct, namespace: string): readonly AccessEdge[] {
  return BY_CALLER.of(scope).get(namespace) ?? [];
}

/**
 * The namespace of a service, as far as it can be told before the service is written.
 *
 * @internal
 */
export function namespaceOf(service: KeyedService, scope: IConstruct): string {
  return service.key().namespace ?? meshSettings(scope).defaultNamespace ?? '';
}

function identitiesOf(from: Caller | readonly Caller[]): readonly Identity[] {
  const callers: readonly Caller[] = isList(from) ? from : [from];
  return callers.map((caller) => ('identity' in caller ? caller.identity : caller));
}

function isList(from: Caller | readonly Caller[]): from is readonly Caller[] {
  return Array.isArray(from);
}

function callerProblem(scope: IConstruct, from: EdgeDeclaration['from']): string | undefined {
  if (from === undefined) return undefined;
  const identities = identitiesOf(from);
  if (identities.length === 0) return 'from is an empty list, so the edge is for nobody';
  for (const identity of identities) {
    if (!isIdentity(identity)) return 'from has no identity: give the service its serviceAccount, or Identity.of(...)';
    const { namespace, serviceAccount, trustDomain = '' } = identity.subjectIn(scope);
    if (`${trustDomain}${namespace}${serviceAccount}`.includes('*')) {
      return `from ${namespace}/${serviceAccount} has a "*", and an edge has one caller: name each`;
    }
  }
  return undefined;
}

/** What JavaScript, or a cast, may give for an identity: a service without one, for example. */
function isIdentity(value: unknown): value is Identity {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'subjectIn') === 'function';
}

function notWritten(scope: IConstruct, { to, made }: AccessEdge): Problem {
  const { object, namespace = '' } = to.read(scope);
  const late = BOOKS.of(scope).writers.has(namespace);
  return {
    rule: 'edge-not-written',
    severity: 'error',
    object,
    path: [],
    message: late
      ? `The edge to ${formatObject(object)} was declared before it was known that the service is in namespace ${namespace}.`
      : `The edge to ${formatObject(object)} is written nowhere: namespace ${namespace} has no ZeroTrustNamespace.`,
    why: 'The ZeroTrustNamespace of the namespace of a service writes the policies for it.',
    fix: late ? 'Give the service its namespace where it is made, or call Mesh.configure before the edge is declared.' : 'Make a ZeroTrustNamespace for that namespace in this program, or declare the edge in the program that has it.',
    source: readCallSite(made),
  };
}

const BOOKS = new PerTree('access-edges', isBook, () => ({ edges: [], policies: new Map(), writers: new Map() }));

function isBook(value: unknown): value is EdgeBook {
  return typeof value === 'object' && value !== null && 'edges' in value && 'policies' in value && 'writers' in value;
}
