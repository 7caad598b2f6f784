import { gatewayKey } from './gateways';
import type { HttpMatch, StringMatch } from './kinds/networking';

/** A match, and the namespace of the VirtualService that has it. */
export interface OwnedMatch {
  readonly match: HttpMatch;
  readonly namespace: string;
}

/**
 * What keeps a match of a delegate from being one of the requests that the route which delegates to it takes: istiod leaves the
 * match out then. It compares the texts and not what they match, so it is stricter than that. undefined: the match is used.
 * Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export function delegateConflict(root: OwnedMatch, leaf: OwnedMatch): string | undefined {
  for (const field of ['uri', 'scheme', 'method', 'authority'] as const) {
    if (textsConflict(root.match[field], leaf.match[field])) return field;
  }
  for (const field of ['headers', 'withoutHeaders', 'queryParams'] as const) {
    for (const [name, wanted] of Object.entries(leaf.match[field] ?? {})) if (textsConflict(own(root.match[field], name), wanted)) return field;
  }
  if ((root.match.ignoreUriCase ?? false) !== (leaf.match.ignoreUriCase ?? false)) return 'ignoreUriCase';
  const { port = 0, sourceNamespace = '' } = root.match;
  if (port > 0 && (leaf.match.port ?? 0) > 0 && port !== leaf.match.port) return 'port';
  if (sourceNamespace !== '' && (leaf.match.sourceNamespace ?? '') !== sourceNamespace) return 'sourceNamespace';
  for (const [name, wanted] of Object.entries(leaf.match.sourceLabels ?? {})) {
    const label = own(root.match.sourceLabels, name);
    if (label !== undefined && label !== wanted) return 'sourceLabels';
  }
  return gatewaysConflict(root, leaf) ? 'gateways' : undefined;
}

function own<V>(values: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

function textsConflict(root: StringMatch | undefined, leaf: StringMatch | undefined): boolean {
  if (root === undefined || leaf === undefined) return false;
  const { exact = '', prefix = '' } = leaf;
  const saysMore = (match: StringMatch): boolean => isSaid(match.regex) || isSaid(match.prefix) || isSaid(match.exact);
  if ((isSaid(root.regex) && saysMore(leaf)) || (isSaid(leaf.regex) && saysMore(root))) return true;
  if (isSaid(root.exact)) return prefix !== '' || exact !== root.exact;
  if (isSaid(root.prefix)) {
    if (prefix !== '') return !prefix.startsWith(root.prefix ?? '');
    if (exact !== '') return !exact.startsWith(root.prefix ?? '');
  }
  return true;
}

function isSaid(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function gatewaysConflict(root: OwnedMatch, leaf: OwnedMatch): boolean {
  const keys = ({ match, namespace }: OwnedMatch): readonly string[] => (match.gateways ?? []).map((name) => (name === 'mesh' ? name : gatewayKey(name, namespace)));
  const [wide, narrow] = [keys(root), keys(leaf)];
  if (wide.length === 0 || narrow.length === 0) return false;
  if (wide.length < narrow.length) return true;
  const known = new Set(wide);
  return narrow.some((name) => !known.has(name));
}
