/** What is wrong with a value of an AuthorizationPolicy, as the end of a sentence; undefined when nothing is. */
export type ValueProblem = string | undefined;

const METHOD = /^[A-Z][A-Z-]*$/;
const TEMPLATE_SEGMENT = /^[A-Za-z0-9\-._~%!$&'()+,;:@=]+$/;
/** Attributes that a condition can look at. Reference: https://istio.io/latest/docs/reference/config/security/conditions/ */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  'source.ip',
  'remote.ip',
  'source.namespace',
  'source.serviceAccount',
  'source.principal',
  'source.trustDomain',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
  'destination.ip',
  'destination.port',
  'connection.sni',
]);
const KEYED = /^(?:request\.headers\[[^[\]]+\]|request\.auth\.claims(?:\[[^[\]]+\])+|experimental\.envoy\.filters\.[^[\]]+\[[^[\]]+\])$/;

/** Methods are compared letter by letter, and sent in upper case. */
export function methodProblem(method: string): ValueProblem {
  if (method === '*') return undefined;
  if (METHOD.test(method.replace(/^\*|\*$/, ''))) return undefined;
  return METHOD.test(method.toUpperCase()) ? `is compared letter by letter: write ${JSON.stringify(method.toUpperCase())}` : 'is not a method of HTTP';
}

/**
 * A path is exact, begins or ends with `*`, or holds the templates `{*}` (one segment) and `{**}` (any number, the last).
 * It is compared without the query.
 * Reference: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export function pathProblem(path: string): ValueProblem {
  if (path === '') return 'is empty';
  if (/[?#]/.test(path)) return 'has a query, and a path is compared without it';
  if (/[{}]/.test(path)) return templateProblem(path);
  const stars = path.split('*').length - 1;
  if (stars > 1 || (stars === 1 && !path.startsWith('*') && !path.endsWith('*'))) {
    return 'has a "*" that would stand for itself: only one is read, at the beginning or at the end; for a part use {*} or {**}';
  }
  return path.startsWith('/') || path.startsWith('*') ? undefined : 'matches nothing: every path begins with "/"';
}

function templateProblem(path: string): ValueProblem {
  if (!path.startsWith('/')) return 'matches nothing: every path begins with "/"';
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  const rest = segments.indexOf('{**}');
  for (const [index, segment] of segments.entries()) {
    if (segment === '{*}' || segment === '{**}') {
      if (rest !== -1 && index > rest) return 'has a template after {**}, which must be the last one';
    } else if (/[{}]/.test(segment)) {
      return 'has a brace that is no template: a whole segment is {*} or {**}';
    } else if (!TEMPLATE_SEGMENT.test(segment)) {
      return `has the part ${JSON.stringify(segment)}, which cannot stand beside a template`;
    }
  }
  return undefined;
}

/** The attribute of a condition. */
export function conditionKeyProblem(key: string): ValueProblem {
  if (PLAIN_KEYS.has(key) || KEYED.test(key)) return undefined;
  return 'is no attribute of a request that Istio knows';
}

/** `*` has a meaning at the beginning and at the end of a value; where a whole value is meant it must not stand there. */
export function isWildcard(value: string): boolean {
  return value.startsWith('*') || value.endsWith('*');
}
