import { RE2JS } from '@bufbuild/re2';
import { HttpMatch } from '../../src/constructs/http-match';

test.each<[string, HttpMatch, object]>([
  ['header exact', HttpMatch.header('x-version').exact('v2'), { headers: { 'x-version': { exact: 'v2' } } }],
  ['header prefix', HttpMatch.header('x-version').prefix('v'), { headers: { 'x-version': { prefix: 'v' } } }],
  ['header regex', HttpMatch.header('x-version').regex('v[23]'), { headers: { 'x-version': { regex: 'v[23]' } } }],
  ['header present', HttpMatch.header('x-version').present(), { headers: { 'x-version': {} } }],
  ['header in lower case', HttpMatch.header('X-Version').exact('V2'), { headers: { 'x-version': { exact: 'V2' } } }],
  ['header absent', HttpMatch.withoutHeader('x-version').present(), { withoutHeaders: { 'x-version': {} } }],
  ['query parameter', HttpMatch.queryParam('Beta').exact('1'), { queryParams: { Beta: { exact: '1' } } }],
  ['path', HttpMatch.path().prefix('/api'), { uri: { prefix: '/api' } }],
  ['method', HttpMatch.method('GET'), { method: { exact: 'GET' } }],
  ['authority', HttpMatch.authority().exact('shop.example'), { authority: { exact: 'shop.example' } }],
  ['scheme', HttpMatch.scheme('https'), { scheme: { exact: 'https' } }],
  ['port', HttpMatch.port(8080), { port: 8080 }],
  ['source labels', HttpMatch.sourceLabels({ app: 'ratings' }), { sourceLabels: { app: 'ratings' } }],
  ['source namespace', HttpMatch.sourceNamespace('shop'), { sourceNamespace: 'shop' }],
  [
    'several',
    HttpMatch.header('a').exact('1').and(HttpMatch.header('b').exact('2')).and(HttpMatch.path().exact('/x')),
    { headers: { a: { exact: '1' }, b: { exact: '2' } }, uri: { exact: '/x' } },
  ],
  ['a header that has one value and not another', HttpMatch.header('a').prefix('1').and(HttpMatch.withoutHeader('a').exact('12')), { headers: { a: { prefix: '1' } }, withoutHeaders: { a: { exact: '12' } } }],
])('%s', (_what, match, request) => {
  expect(match.toRequest()).toEqual(request);
});

test('and() leaves both as they were, whichever comes first', () => {
  const header = HttpMatch.header('a').exact('1');
  const path = HttpMatch.path().exact('/x');
  expect(header.and(path).toRequest()).toEqual(path.and(header).toRequest());
  expect([header.toRequest(), path.toRequest()]).toEqual([{ headers: { a: { exact: '1' } } }, { uri: { exact: '/x' } }]);
});

describe('a cookie', () => {
  const { regex = '' } = HttpMatch.cookie('user', 'a.b').toRequest().headers?.['cookie'] ?? {};
  test.each([
    ['user=a.b', true],
    ['x=1; user=a.b', true],
    ['x=1;user=a.b; y=2', true],
    ['user=axb', false],
    ['superuser=a.b', false],
    ['user=a.bc', false],
    ['x=user=a.b', false],
  ])('%s: %s', (header, expected) => {
    expect(RE2JS.compile(regex).matches(header)).toBe(expected);
  });
});

test.each<[string, () => unknown, string]>([
  ['a name with a space', () => HttpMatch.header('x version'), '"x version" is not a header name: letters, digits and "-" are'],
  ['an empty name', () => HttpMatch.header(''), '"" is not a header name: letters, digits and "-" are'],
  ['a name that Istio skips', () => HttpMatch.header('Method'), 'Istio skips "method" among the headers; match it with HttpMatch.method()'],
  [
    'a claim',
    () => HttpMatch.header('@request.auth.claims.group'),
    'claims of a token can be routed on only at a gateway, with HttpMatch.claim(); elsewhere let RequestAuthentication copy them to a header (outputClaimToHeaders) and match that',
  ],
  ['an empty prefix', () => HttpMatch.path().prefix(''), 'an empty prefix would match everything'],
  ['an empty regex', () => HttpMatch.path().regex(''), 'an empty regular expression matches nothing'],
  ['a method in lower case', () => HttpMatch.method('get'), '"get" is not an HTTP method: write it in upper case, for example "GET"'],
  ['a port out of range', () => HttpMatch.port(0), '0 is not a port: give a whole number from 1 to 65535'],
  ['no source label', () => HttpMatch.sourceLabels({}), 'source labels without a label would match every caller'],
  ['a cookie value with a semicolon', () => HttpMatch.cookie('a', 'b;c'), '"b;c" is not the value of a cookie: no spaces, quotes, commas, semicolons and backslashes'],
  ['one header twice', () => HttpMatch.header('a').exact('1').and(HttpMatch.header('A').exact('2')), 'both matches speak of the header "a"; one request match holds one condition on it'],
  ['two paths', () => HttpMatch.path().exact('/a').and(HttpMatch.path().exact('/b')), 'both matches speak of the path; one request match holds one condition on it'],
])('%s is refused', (_what, make, message) => {
  expect(make).toThrow(new RangeError(message));
});
