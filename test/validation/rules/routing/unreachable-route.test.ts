import { findingsOf, reported } from '../../run';

const RULE = 'unreachable-route';

/** A VirtualService whose routes have these matches; undefined for a route without. */
const routes = (matches: readonly (string | undefined)[], rest = '', protocol = 'http') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.example.com]
  ${rest}
  ${protocol}:
${matches.map((match) => `    - ${match === undefined ? '' : `match: ${match}\n      `}${protocol === 'http' ? 'directResponse: { status: 200 }' : 'route: [{ destination: { host: reviews } }]'}`).join('\n')}
`;

const places = (yaml: string) => reported(RULE, yaml).map((line) => line.replace(/VirtualService shop\/reviews (\S+): .*/, '$1'));

describe('routes that can be reached', () => {
  test.each([
    ['a single route without matches', [undefined]],
    ['the narrower first', ['[{ uri: { prefix: /api/v2 } }]', '[{ uri: { prefix: /api } }]', undefined]],
    ['prefixes side by side', ['[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /b } }]']],
    ['an exact path before its prefix', ['[{ uri: { exact: /a } }]', '[{ uri: { prefix: /a } }]']],
    ['a header that the later does not ask for', ['[{ uri: { prefix: /a }, headers: { x-user: { exact: jason } } }]', '[{ uri: { prefix: /a } }]']],
    ['another header', ['[{ headers: { a: { exact: x } } }]', '[{ headers: { b: { exact: x } } }]']],
    ['another value', ['[{ headers: { a: { exact: x } } }]', '[{ headers: { a: { exact: y } } }]']],
    ['a prefix of a value is narrower than presence', ['[{ headers: { a: { prefix: x } } }]', '[{ headers: { a: {} } }]']],
    ['regular expressions that differ', ['[{ uri: { regex: "/a.*" } }]', '[{ uri: { regex: "/b.*" } }]']],
    ['an exact path after a regular expression, which is not solved', ['[{ uri: { regex: "/a.*" } }]', '[{ uri: { exact: /ab } }]']],
    ['another method', ['[{ method: { exact: GET } }]', '[{ method: { exact: POST } }]']],
    ['a method, and then none', ['[{ method: { exact: GET }, uri: { exact: /a } }]', '[{ uri: { exact: /a } }]']],
    ['an authority, and then none', ['[{ authority: { exact: a.example.com } }]', '[{ uri: { prefix: /a } }]']],
    ['another port', ['[{ port: 80 }]', '[{ port: 81 }]']],
    ['source labels, and then none', ['[{ sourceLabels: { app: a } }]', '[{ uri: { prefix: /a } }]']],
    ['another source namespace', ['[{ sourceNamespace: a }]', '[{ sourceNamespace: b }]']],
    ['without one header, and then without another', ['[{ withoutHeaders: { a: {} } }]', '[{ withoutHeaders: { b: {} } }]']],
    ['without any value, and then without one of them', ['[{ withoutHeaders: { a: {} } }]', '[{ withoutHeaders: { a: { exact: x } } }]']],
    ['letter case counts in the earlier only', ['[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /A } }]']],
    ['letter case counts in the earlier and not in the later', ['[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /a }, ignoreUriCase: true }]']],
    ['another parameter', ['[{ queryParams: { a: { exact: x } } }]', '[{ queryParams: { a: { exact: y } } }]']],
  ])('%s', (_name, matches) => {
    expect(places(routes(matches))).toEqual([]);
  });

  test('a match for another gateway', () => {
    expect(places(routes(['[{ gateways: [edge/public] }]', '[{ uri: { prefix: /a } }]'], 'gateways: [edge/public, mesh]'))).toEqual([]);
  });

  test('after a route that delegates', () => {
    const yaml = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.example.com]
  http:
    - match: [{ uri: { prefix: /a } }]
      delegate: { name: other }
    - match: [{ uri: { exact: /a/b } }]
      directResponse: { status: 200 }
`;
    expect(places(yaml)).toEqual([]);
  });
});

describe('routes that can be reached, of which istiod warns', () => {
  test.each([
    ['a method, and then none', ['[{ method: { exact: GET }, uri: { prefix: /a } }]', '[{ uri: { prefix: /a/b } }]']],
    ['source labels, and then none', ['[{ sourceLabels: { app: a }, uri: { prefix: /a } }]', '[{ uri: { prefix: /a/b } }]']],
    ['headers by expressions that differ', ['[{ headers: { a: { regex: x } }, uri: { prefix: /a } }]', '[{ headers: { a: { regex: y } }, uri: { prefix: /a/b } }]']],
  ])('%s', (_name, matches) => {
    expect(reported(RULE, routes(matches))).toEqual([
      'info VirtualService shop/reviews spec.http[1].match[0]: istiod warns that the match is never used, because an earlier match for the prefix "/a" covers its prefix "/a/b".',
    ]);
    expect(findingsOf(routes(matches)).flatMap(({ rule, upstream }) => (rule === RULE ? upstream : []))).toEqual(['IST0131']);
  });

  test('after a route without matches that delegates', () => {
    const yaml = routes([undefined, undefined]).replace('directResponse: { status: 200 }', 'delegate: { name: other }');
    expect(reported(RULE, yaml)).toEqual(['info VirtualService shop/reviews spec.http[1]: istiod warns that the route is never used, because route 0 before it has no match.']);
    expect(findingsOf(yaml).flatMap(({ rule, upstream }) => (rule === RULE ? upstream : []))).toEqual(['IST0130']);
  });
});

describe('routes that cannot', () => {
  test.each([
    ['after one without matches', [undefined, '[{ uri: { prefix: /a } }]']],
    ['without matches after another', [undefined, undefined]],
    ['after an empty match', ['[{}]', '[{ uri: { prefix: /a } }]']],
    ['after one with a name only', ['[{ name: all }]', '[{ uri: { prefix: /a } }]']],
    ['after the path of everything', ['[{ uri: { prefix: / } }]', undefined]],
    ['after the expression of everything', ['[{ uri: { regex: ".*" } }]', undefined]],
    ['the same again', ['[{ uri: { exact: /a } }]', '[{ uri: { exact: /a } }]']],
    ['the same again under another name', ['[{ name: x, uri: { exact: /a } }]', '[{ name: y, uri: { exact: /a } }]']],
    ['the longer prefix', ['[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /a/b } }]']],
    ['the exact path', ['[{ uri: { prefix: /a } }]', '[{ uri: { exact: /ab } }]']],
    ['the same expression', ['[{ uri: { regex: "/a.*" } }]', '[{ uri: { regex: "/a.*" }, method: { exact: GET } }]']],
    ['a value after presence', ['[{ headers: { a: {} } }]', '[{ headers: { a: { exact: x }, b: { exact: y } } }]']],
    ['a header name in other letters', ['[{ headers: { x-user: { exact: a } } }]', '[{ headers: { X-User: { exact: a } } }]']],
    ['a value after its prefix', ['[{ headers: { a: { prefix: x } } }]', '[{ headers: { a: { exact: xy } } }]']],
    ['a method after its prefix', ['[{ method: { prefix: P } }]', '[{ method: { exact: POST } }]']],
    ['more source labels', ['[{ sourceLabels: { app: a } }]', '[{ sourceLabels: { app: a, version: v1 } }]']],
    ['without a value after without its prefix', ['[{ withoutHeaders: { a: { exact: x } } }]', '[{ withoutHeaders: { a: {} } }]']],
    ['letter case that does not count', ['[{ uri: { prefix: /a }, ignoreUriCase: true }]', '[{ uri: { exact: /A/b } }]']],
    ['each match by another route', ['[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /b } }]', '[{ uri: { exact: /b/x } }, { uri: { exact: /a/x } }]']],
  ])('%s', (_name, matches) => {
    expect(places(routes(matches))).toEqual([`warning spec.http[${matches.length - 1}]`]);
  });

  test('in tcp and tls routes', () => {
    expect(places(routes([undefined, '[{ port: 80 }]'], '', 'tcp'))).toEqual(['warning spec.tcp[1]']);
    expect(places(routes(['[{ destinationSubnets: [10.0.0.0/8] }]', '[{ destinationSubnets: [10.0.0.0/8], port: 80 }]'], '', 'tcp'))).toEqual(['warning spec.tcp[1]']);
    expect(places(routes(['[{ destinationSubnets: [10.0.0.0/8] }]', '[{ destinationSubnets: [10.1.0.0/8] }]'], '', 'tcp'))).toEqual([]);
    expect(places(routes(['[{ sniHosts: ["*.example.com"] }]', '[{ sniHosts: [a.example.com, b.example.com] }]'], '', 'tls'))).toEqual(['warning spec.tls[1]']);
    expect(places(routes(['[{ sniHosts: [a.example.com] }]', '[{ sniHosts: [a.example.com, b.example.com] }]'], '', 'tls'))).toEqual([]);
  });
});

test('says which route takes the requests', () => {
  expect(reported(RULE, routes(['[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /a/b } }]']))).toEqual([
    'warning VirtualService shop/reviews spec.http[1]: Route spec.http[1] of VirtualService shop/reviews is never used: spec.http[0].match[0] before it takes all of its requests.',
  ]);
});

test('a match in a route that is otherwise used is an info', () => {
  expect(reported(RULE, routes(['[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /b } }, { uri: { prefix: /a/b } }]']))).toEqual([
    'info VirtualService shop/reviews spec.http[1].match[1]: spec.http[1].match[1] of VirtualService shop/reviews never decides: spec.http[0].match[0] before it takes the same requests.',
  ]);
});

test('stands for the codes that istioctl would give', () => {
  const codes = (matches: readonly (string | undefined)[]) => findingsOf(routes(matches)).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join());
  expect(codes([undefined, '[{ uri: { prefix: /a } }]'])).toEqual(['IST0130']);
  expect(codes(['[{ uri: { exact: /a } }]', '[{ uri: { exact: /a } }]'])).toEqual(['IST0130,IST0131']);
  expect(codes(['[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /a/b } }]'])).toEqual(['IST0131']);
});
