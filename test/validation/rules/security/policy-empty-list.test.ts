import { reported } from '../../run';

const RULE = 'policy-empty-list';

const policy = (rule: string, action = 'ALLOW') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: p, namespace: shop }
spec: { action: ${action}, rules: [${rule}] }
`;
const GET = 'to: [{ operation: { methods: [GET] } }]';

test.each([
  ['callers', policy(`{ from: [], ${GET} }`), 'spec.rules[0].from', 'has an empty from, so the rule allows every caller.'],
  ['callers of a DENY', policy(`{ from: [], ${GET} }`, 'DENY'), 'spec.rules[0].from', 'has an empty from, so the rule denies every caller.'],
  ['requests', policy(`{ ${GET} }, { to: [] }`), 'spec.rules[1].to', 'has an empty to, so the rule allows every request.'],
  ['conditions', policy(`{ ${GET}, when: [] }`), 'spec.rules[0].when', 'has an empty when, so the rule allows requests under any condition.'],
  [
    'a list beside others',
    policy('{ from: [{ source: { namespaces: [a] } }, { source: { namespaces: [a], principals: [] } }] }'),
    'spec.rules[0].from[1].source.principals',
    'has an empty principals, so the rule allows whatever it would name.',
  ],
  ['paths', policy('{ to: [{ operation: { methods: [GET], paths: [] } }] }'), 'spec.rules[0].to[0].operation.paths', 'has an empty paths, so the rule allows whatever it would name.'],
])('reports an empty list of %s', (_name, yaml, path, message) => {
  expect(reported(RULE, yaml)).toEqual([`warning AuthorizationPolicy shop/p ${path}: AuthorizationPolicy shop/p ${message}`]);
});

test.each([
  ['a rule for everybody', policy('{}')],
  ['no rules', policy('')],
  ['a list with something', policy(`{ ${GET} }`)],
  ['an empty source, which istiod rejects', policy('{ from: [{ source: { namespaces: [] } }] }')],
  ['an empty list of exceptions', policy('{ from: [{ source: { namespaces: [a], notPrincipals: [] } }] }')],
])('says nothing of %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
