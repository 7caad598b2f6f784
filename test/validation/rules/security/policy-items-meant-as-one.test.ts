import { reported } from '../../run';

const RULE = 'policy-items-meant-as-one';

const policy = (rule: string, action = 'ALLOW') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: p, namespace: shop }
spec: { action: ${action}, rules: [${rule}] }
`;
const from = (...sources: readonly string[]) => `{ from: [${sources.map((source) => `{ source: { ${source} } }`).join(', ')}] }`;
const to = (...operations: readonly string[]) => `{ to: [${operations.map((operation) => `{ operation: { ${operation} } }`).join(', ')}] }`;
const NAME = 'AuthorizationPolicy shop/p';

describe('reports', () => {
  test.each([
    ['a principal beside its namespace', policy(from('namespaces: [a, web]', 'principals: [cluster.local/ns/web/sa/x]')), 'spec.rules[0].from[1].source.principals', 'allows all of namespace web by another item of from, so these principals make no difference: items are alternatives.'],
    ['one before its namespace, with more', policy(from('principals: [td/ns/web/sa/x, td/ns/a/sa/*], ipBlocks: [10.0.0.0/8]', 'namespaces: [a]', 'namespaces: [web]'), 'DENY'), 'spec.rules[0].from[0].source.principals', 'denies all of namespace web by another item of from, so these principals make no difference: items are alternatives.'],
    ['a service account', policy(from('namespaces: [shop]', 'serviceAccounts: [x, shop/y]')), 'spec.rules[0].from[1].source.serviceAccounts', 'allows all of namespace shop by another item of from, so these serviceAccounts make no difference: items are alternatives.'],
    ['exceptions that cancel out', policy(from('notNamespaces: [a]', 'notNamespaces: [b, c]')), 'spec.rules[0].from', 'allows everything in from: several items with only notNamespaces exclude different values, and what one excludes another takes.'],
    ['exceptions of three items', policy(to('notPaths: [/a, /b]', 'notPaths: [/b, /c]', 'notPaths: [/c, /a]'), 'DENY'), 'spec.rules[0].to', 'denies everything in to: several items with only notPaths exclude different values, and what one excludes another takes.'],
  ])('%s', (_name, yaml, path, message) => {
    expect(reported(RULE, yaml)).toEqual([`warning AuthorizationPolicy shop/p ${path}: ${NAME} ${message}`]);
  });

  test.each([
    ['methods, then paths', policy(to('methods: [GET]', 'paths: [/a/*]')), 'spec.rules[0].to[1].operation.paths'],
    ['paths, then methods', policy(`{}, ${to('paths: [/a/*]', 'paths: [/b]', 'methods: [OPTIONS, GET]')}`), 'spec.rules[1].to[2].operation.methods'],
  ])('as an info %s', (_name, yaml, path) => {
    expect(reported(RULE, yaml)).toEqual([
      `info AuthorizationPolicy shop/p ${path}: ${NAME} names methods and paths in items of their own, so it allows those methods at every path, and those paths with every method.`,
    ]);
  });
});

describe('says nothing', () => {
  test.each([
    ['of one item', policy(from('namespaces: [web], principals: [cluster.local/ns/web/sa/x]'))],
    ['of a principal beside another namespace', policy(from('namespaces: [dev]', 'principals: [cluster.local/ns/web/sa/x]'))],
    ['of principals of which one is elsewhere', policy(from('namespaces: [web]', 'principals: [cluster.local/ns/web/sa/x, cluster.local/ns/dev/sa/y]'))],
    ['of a namespace under a condition', policy(from('namespaces: [web], ipBlocks: [10.0.0.0/8]', 'principals: [cluster.local/ns/web/sa/x]'))],
    ['of principals with patterns', policy(from('namespaces: [web]', 'principals: ["*/sa/x", "cluster.local/ns/*"]'))],
    ['of addresses or callers', policy(from('ipBlocks: [10.0.0.0/8]', 'principals: ["*"]'))],
    ['of tokens or callers', policy(from('requestPrincipals: ["*"]', 'namespaces: [web]'))],
    ['of one exception', policy(from('notNamespaces: [a]', 'principals: ["*"]'))],
    ['of an exception that all have', policy(from('notNamespaces: [a, b]', 'notNamespaces: [b, c]'))],
    ['of exceptions of different kinds', policy(from('notNamespaces: [a]', 'notPrincipals: [b]'))],
    ['of exceptions with patterns', policy(to('notPaths: ["/a*"]', 'notPaths: [/a]'))],
    ['of methods and paths together', policy(to('methods: [GET], paths: [/a]', 'methods: [POST], paths: [/b]'))],
    ['of a method beside a path that has its methods', policy(to('methods: [GET]', 'methods: [POST], paths: [/login]'))],
    ['of paths alone', policy(to('paths: [/a]', 'paths: [/b]'))],
    ['of preflight requests', policy(to('methods: [OPTIONS]', 'paths: [/a]'))],
    ['of a DENY of methods or paths', policy(to('methods: [DELETE]', 'paths: [/admin/*]'), 'DENY')],
    ['of methods and hosts', policy(to('methods: [GET]', 'hosts: [a.example.com]'))],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});
