import type { IConstruct } from 'constructs';
import type { AccessEdge } from '../../constructs/access-edges';
import { markdownPage } from '../../constructs/markdown';
import { canonical, compareText } from '../../model/values';
import { httpParts, listOf, sortedTexts, type AccessRequest } from '../../constructs/access-request';
import { defaultPorts, type Target } from './target';
import type { Enforcer } from './rules';

/** One line of the access table of a namespace: who may do what, and why. */
export interface AccessRow {
  /** The service, by name. */
  readonly to: string;
  /** The caller's principal; for a caller without an identity its name, with `(plaintext)`. */
  readonly from: string;
  /** Ports of the container; absent: whatever port, because a port by name could not be looked up. */
  readonly ports?: readonly number[];
  /** What of HTTP is allowed; empty: all. */
  readonly requests: readonly string[];
  /** What else must be true: tokens, conditions, addresses. */
  readonly conditions: readonly string[];
  /** Who carries it out. */
  readonly enforcedBy: 'sidecar' | 'waypoint' | 'ztunnel';
  /** Why, as its edges said; empty where none did. */
  readonly reasons: readonly string[];
  /** The AuthorizationPolicy that holds it. */
  readonly policy: string;
}

/**
 * An edge as a row.
 *
 * @internal
 */
export function rowOf(scope: IConstruct, { from, alias = '', request }: AccessEdge, target: Target, enforcedBy: Enforcer, policy: string): AccessRow {
  const ports = request.ports ?? defaultPorts(target, httpParts(request).length > 0);
  return {
    to: target.reading.name,
    from: from === undefined ? `${alias} (plaintext)` : from.principalIn(scope),
    ...(ports === undefined ? {} : { ports }),
    requests: requestTexts(request),
    conditions: conditionTexts(request),
    enforcedBy,
    reasons: request.reason === undefined ? [] : [request.reason],
    policy,
  };
}

/** Rows in order, those that differ in nothing but the reason as one. */
export function sortedRows(rows: readonly AccessRow[]): readonly AccessRow[] {
  const byText = new Map<string, AccessRow>();
  for (const row of rows) {
    const key = canonical([row.to, row.from, { ...row, reasons: [] }]);
    const known = byText.get(key);
    byText.set(key, known === undefined ? row : { ...row, reasons: [...sortedTexts([...known.reasons, ...row.reasons])] });
  }
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, row]) => row);
}

function requestTexts({ methods, notMethods, paths, notPaths }: AccessRequest): readonly string[] {
  return [
    ...(methods === undefined ? [] : [methods.join(', ')]),
    ...(notMethods === undefined ? [] : [`not ${notMethods.join(', ')}`]),
    ...(paths === undefined ? [] : [paths.join(', ')]),
    ...(notPaths === undefined ? [] : [`not ${notPaths.join(', ')}`]),
  ];
}

function conditionTexts({ token, when = [], ipBlocks }: AccessRequest): readonly string[] {
  const { issuer, audiences, claims = {} } = token ?? {};
  return [
    ...(issuer === undefined ? [] : [`token of ${issuer}`]),
    ...(audiences === undefined ? [] : [`for ${sortedTexts(audiences).join(' or ')}`]),
    ...Object.entries(claims).sort(([a], [b]) => compareText(a, b)).map(([claim, value]) => `${claim}: ${sortedTexts(listOf(value)).join(' or ')}`),
    ...when.map(({ key, values: wanted = [], notValues = [] }) => `${key}: ${[...wanted, ...notValues.map((value) => `not ${value}`)].join(' or ')}`).sort(compareText),
    ...(ipBlocks === undefined ? [] : [`from ${ipBlocks.join(' or ')}`]),
  ];
}

const HEAD = ['To', 'From', 'Ports', 'Requests', 'Only if', 'Why', 'Held by'];

/** The rows as a page of Markdown. */
export function tableMarkdown(namespace: string, rows: readonly AccessRow[]): string {
  const lines = rows.map(({ to, from, ports, requests, conditions, reasons, policy, enforcedBy }) => [
    to,
    from,
    ports === undefined ? 'any' : ports.join(', '),
    requests.length === 0 ? 'all' : requests.join('; '),
    conditions.join('; '),
    reasons.join('; '),
    `AuthorizationPolicy ${policy} (${enforcedBy})`,
  ]);
  return markdownPage({ title: `Access to namespace ${namespace}`, lead: 'Everything else is denied.', head: HEAD, rows: lines });
}
