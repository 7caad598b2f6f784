import { conditionKeyProblem, isWildcard, methodProblem, pathProblem } from '../../src/model/policy-values';

test.each(['GET', 'PROPFIND', 'M-SEARCH', '*', 'P*', '*T'])('method %s', (method) => expect(methodProblem(method)).toBeUndefined());
test.each(['get', 'Get', '', 'G T', '/x.Y/Z'])('no method: %j', (method) => expect(methodProblem(method)).toBeDefined());

test.each(['/', '/a', '/a/', '/a//b', '/a/%2F', '/a*', '/a/*', '*', '*.css', '/{*}', '/a/{*}/b/', '/a/{**}', '/{*}/{**}', '/{**}/b'])('path %s', (path) => expect(pathProblem(path)).toBeUndefined());
test.each(['', 'a', 'a/*', '/a?b', '/a#b', '/a*b', '/a/**', '*a*', '/{a}', '/a{*}', '/{**}/{*}', '/{**}/{**}', '/*/{*}', '/a//{*}', '{*}', '/é/{*}'])('no path: %j', (path) => expect(pathProblem(path)).toBeDefined());

test.each(['source.ip', 'request.headers[x-a]', 'request.auth.claims[a]', 'request.auth.claims[a][b]', 'connection.sni', 'experimental.envoy.filters.network.mysql_proxy[db.table]'])('condition %s', (key) =>
  expect(conditionKeyProblem(key)).toBeUndefined(),
);
test.each(['', 'source.labels', 'request.headers', 'request.headers[]', 'request.auth.claims', 'request.auth.claims[]', 'destination.labels[a]', 'constructor'])('no condition: %j', (key) => expect(conditionKeyProblem(key)).toBeDefined());

test('wildcards', () => expect(['*', 'a*', '*a', 'a*b', 'a'].map(isWildcard)).toEqual([true, true, true, false, false]));
