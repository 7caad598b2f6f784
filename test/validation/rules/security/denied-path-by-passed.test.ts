import { reported } from '../../run';

const RULE = 'denied-path-by-passed';

const policy = (rules: string, { action = 'DENY', name = 'p', more = '' } = {}) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: shop }
spec: { ${more} action: ${action}, rules: [${rules}] }
`;
const to = (operation: string) => `{ to: [{ operation: { ${operation} } }] }`;
const ADMIN = policy(to('paths: [/admin]'));
const AT = 'info AuthorizationPolicy shop/p spec.rules[0].to[0].operation';
const NAME = 'AuthorizationPolicy shop/p';

describe('reports', () => {
  test.each([
    ['a path', ADMIN, [`${AT}.paths[0]: ${NAME} denies the path "/admin" as it is written, which "/admin/" and "//admin" are not.`]],
    ['the first of several', policy(to('methods: [POST], paths: ["/static/*", /a, /b, "/b/", /c]')), [`${AT}.paths[1]: ${NAME} denies the path "/a" (and 1 more) as it is written, which "/a/" and "//a" are not.`]],
    ['all but a path', policy(to('notPaths: [/admin]'), { action: 'ALLOW' }), [`${AT}.notPaths[0]: ${NAME} allows all but the path "/admin" as it is written, which "/admin/" and "//admin" are not.`]],
    ['where more is allowed', ADMIN + policy(to('paths: [/items]'), { name: 'q', action: 'ALLOW' }) + policy('{}', { name: 'r', action: 'ALLOW' }), [`${AT}.paths[0]: ${NAME} denies the path "/admin" as it is written, which "/admin/" and "//admin" are not.`]],
    ['where everything is allowed', ADMIN + policy(to('paths: ["/*"]'), { name: 'q', action: 'ALLOW' }), [`${AT}.paths[0]: ${NAME} denies the path "/admin" as it is written, which "/admin/" and "//admin" are not.`]],
  ])('%s', (_name, yaml, lines) => {
    expect(reported(RULE, yaml)).toEqual(lines);
  });

  test('only the slash at the end where the mesh merges slashes', () => {
    expect(reported(RULE, ADMIN, { settings: { mergesSlashes: true } })).toEqual([`${AT}.paths[0]: ${NAME} denies the path "/admin" as it is written, which "/admin/" is not.`]);
  });
});

describe('says nothing', () => {
  test.each([
    ['of a path with what is below it', policy(to('paths: [/admin, "/admin/*"]'))],
    ['of a path with a slash at its end', policy(to('paths: [/admin, /admin/]'))],
    ['of a path below a prefix of another operation', policy(`${to('paths: [/admin]')}, ${to('paths: ["/ad*"]')}`)],
    ['of a path below a template', policy(to('paths: [/admin/x, "/admin/{**}"]'))],
    ['of prefixes and suffixes', policy(to('paths: ["/admin*", "*/admin", "*"]'))],
    ['of a method of gRPC', policy(to('paths: [/shop.v1.Carts/Delete]'))],
    ['of a file', policy(to('paths: [/robots.txt]'))],
    ['of what an ALLOW names', policy(to('paths: [/admin]'), { action: 'ALLOW' })],
    ['of what a DENY excludes', policy(to('notPaths: [/health]'))],
    ['of what is recorded', policy(to('paths: [/admin]'), { action: 'AUDIT' })],
    ['where only paths by name are allowed', ADMIN + policy(to('paths: [/items, /admin]'), { name: 'q', action: 'ALLOW' })],
    ['of the root', policy(to('paths: [/]'))],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});
