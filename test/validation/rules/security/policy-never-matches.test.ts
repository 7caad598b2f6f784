import { findingsOf, reported } from '../../run';

const RULE = 'policy-never-matches';

const policy = (rule: string, action = 'ALLOW') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec: { action: ${action}, rules: [${rule}] }
`;

const operation = (fields: string) => policy(`{ to: [{ operation: { ${fields} } }] }`);
const source = (fields: string) => policy(`{ from: [{ source: { ${fields} } }] }`);
const condition = (fields: string) => policy(`{ when: [{ ${fields} }] }`);

describe('what matches some request', () => {
  test.each([
    ['methods', operation('methods: [GET, "*", "P*", "*T", PROPFIND, M-SEARCH]')],
    ['paths', operation('paths: [/a, /a/*, "*.html", "*", "/a/{*}/b", "{**}"]')],
    ['hosts and ports', operation('hosts: [shop.example.com], ports: ["80"]')],
    ['a part taken away', operation('paths: ["/a/*"], notPaths: ["/a/b", "/a/c*"]')],
    ['other methods taken away', operation('methods: [GET, POST], notMethods: [GET]')],
    ['everything but', operation('notMethods: [GET]')],
    ['principals', source('principals: [cluster.local/ns/shop/sa/reviews, "*", "cluster.local/ns/shop/*", "*/sa/reviews", example.org/workload]')],
    ['some namespaces taken away', source('namespaces: ["*"], notNamespaces: [shop]')],
    ['addresses', source('ipBlocks: [10.0.0.0/8], notIpBlocks: [10.1.0.0/16]')],
    ['a condition', condition('key: "request.headers[x]", values: [a, b], notValues: [a]')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});

describe('what matches none', () => {
  const AT = 'warning AuthorizationPolicy shop/reviews spec.rules[0]';
  const NAME = 'AuthorizationPolicy shop/reviews';

  test.each([
    ['a method in lower case', operation('methods: [GET, get]'), `${AT}.to[0].operation.methods[1]: ${NAME} has the method "get", but methods are compared letter by letter and sent in upper case. Write "GET".`],
    ['a gRPC method', operation('methods: [shop.Reviews/Get]'), `${AT}.to[0].operation.methods[0]: ${NAME} has "shop.Reviews/Get" among its methods; the method of a gRPC call is POST, and its name is the path.`],
    ['something else', operation('methods: ["GET POST"]'), `${AT}.to[0].operation.methods[0]: ${NAME} has the method "GET POST", which is not one of HTTP: Envoy takes no HTTP/1 request with it.`],
    ['a method of no HTTP', operation('methods: [UPDATE]'), `${AT}.to[0].operation.methods[0]: ${NAME} has the method "UPDATE", which is not one of HTTP: Envoy takes no HTTP/1 request with it.`],
    ['a beginning of no method', operation('methods: ["FE*"]'), `${AT}.to[0].operation.methods[0]: ${NAME} has the method "FE*", which matches none of HTTP.`],
    ['an end of no method', operation('methods: ["*ETC"]'), `${AT}.to[0].operation.methods[0]: ${NAME} has the method "*ETC", which matches none of HTTP.`],
    ['a path without a slash', operation('paths: ["reviews/*"]'), `${AT}.to[0].operation.paths[0]: ${NAME} has the path "reviews/*", but every path begins with "/".`],
    ['a path with a query', operation('notPaths: ["/a?b=c"]'), `${AT}.to[0].operation.notPaths[0]: ${NAME} has the path "/a?b=c", but a path is compared without the query.`],
    ['a SPIFFE identity', source('principals: ["spiffe://cluster.local/ns/shop/sa/reviews"]'), `${AT}.from[0].source.principals[0]: ${NAME} has the principal "spiffe://cluster.local/ns/shop/sa/reviews"; principals are written without "spiffe://".`],
    ['a service account alone', source('principals: [reviews]'), `${AT}.from[0].source.principals[0]: ${NAME} has the principal "reviews", but a principal is <trust domain>/ns/<namespace>/sa/<service account>.`],
    ['methods taken away', operation('methods: [GET, POST], notMethods: ["*"]'), `${AT}.to[0].operation.notMethods: ${NAME} wants methods "GET" and "POST" and excludes "*" with notMethods, so nothing is left.`],
    ['paths taken away', operation('paths: [/a/b], notPaths: ["/a/*"]'), `${AT}.to[0].operation.notPaths: ${NAME} wants paths "/a/b" and excludes "/a/*" with notPaths, so nothing is left.`],
    ['namespaces taken away', source('namespaces: [shop], notNamespaces: [shop]'), `${AT}.from[0].source.notNamespaces: ${NAME} wants namespaces "shop" and excludes "shop" with notNamespaces, so nothing is left.`],
    ['values taken away', condition('key: "request.headers[x]", values: [a], notValues: ["*"]'), `${AT}.when[0].notValues: ${NAME} wants values "a" and excludes "*" with notValues, so nothing is left.`],
  ])('%s', (_name, yaml, line) => {
    expect(reported(RULE, yaml)).toEqual([line]);
  });
});

describe('what says nothing is rejected by istiod', () => {
  test.each([
    ['DENY without rules', policy('', 'DENY'), 'spec.rules', 'has the action DENY and no rules, so it matches no request.'],
    ['CUSTOM without rules', policy('', 'CUSTOM'), 'spec.rules', 'has the action CUSTOM and no rules, so it matches no request.'],
    ['an empty source', source(''), 'spec.rules[0].from[0].source', 'has a source that names no caller.'],
    ['a source of empty lists', source('namespaces: []'), 'spec.rules[0].from[0].source', 'has a source that names no caller.'],
    ['no source', policy('{ from: [{}] }'), 'spec.rules[0].from[0].source', 'has a source that names no caller.'],
    ['an empty operation', operation(''), 'spec.rules[0].to[0].operation', 'has an operation that names no request.'],
    ['a condition without values', condition('key: source.ip'), 'spec.rules[0].when[0]', 'has a condition on "source.ip" without values.'],
  ])('%s', (_name, yaml, path, message) => {
    expect(reported(RULE, yaml)).toEqual([`error AuthorizationPolicy shop/reviews ${path}: AuthorizationPolicy shop/reviews ${message}`]);
    expect(findingsOf(yaml).find(({ rule }) => rule === RULE)?.upstream).toEqual(['IST0106']);
  });

  test('an empty rule is for every request', () => {
    expect(reported(RULE, policy('{}', 'DENY'))).toEqual([]);
  });
});

test('says what follows for each action', () => {
  const rule = '{ to: [{ operation: { methods: [get] } }] }';
  const why = (action: string) => findingsOf(policy(rule, action)).find((finding) => finding.rule === RULE)?.why;
  expect(why('ALLOW')).toBe('What the rule was to let through is denied.');
  expect(why('DENY')).toBe('What the rule was to stop gets through.');
});
