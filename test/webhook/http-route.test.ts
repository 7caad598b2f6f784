import { document, said, type Said } from './run';

/** What is said of a VirtualService with this one route, by its place in the route. */
const on = (route: string, hosts = '[reviews.example.com]'): readonly Said[] =>
  said(document('VirtualService', `{ hosts: ${hosts}, http: [${route}] }`)).map(([rule, path, severity]) => [rule, path.replace('spec.http[0].', ''), severity]);
const error = (rule: string, path: string): Said => [rule, path, 'error'];
const warning = (rule: string, path: string): Said => [rule, path, 'warning'];
const TO = 'route: [{ destination: { host: reviews } }]';
const ANSWER = 'directResponse: { status: 200 }';

describe('a route that istiod takes', () => {
  test.each([
    ['everything at once', `{ match: [{ uri: { prefix: "" }, withoutHeaders: { a: { regex: "*" } }, headers: { ":path": {} } }], ${TO}, timeout: 1ms, retries: { attempts: 1, retryOn: "5xx,503,unavailable", perTryTimeout: 1s }, fault: { abort: { httpStatus: 600 } }, corsPolicy: { allowHeaders: ["*", "a,b"], maxAge: 1m } }`],
    ['a redirect', '{ match: [{ uri: { prefix: /a } }, { port: 80 }], redirect: { prefixRewrite: /b } }'],
    ['a redirect to a port', '{ redirect: { port: 0 } }'],
    ['a delegate with a rewrite', '{ delegate: { name: a }, rewrite: { uri: /a } }'],
    ['no attempts, with a pause between them', `{ ${TO}, retries: { attempts: 0, backoff: 1s } }`],
    ['a fault without an error, of which upstream loses its warning', `{ ${TO}, fault: { abort: {} } }`],
  ])('%s', (_name, route) => {
    expect(on(route)).toEqual([]);
  });
});

describe('what excludes each other', () => {
  test.each<[string, string, readonly Said[]]>([
    ['nothing at all', '{}', [error('missing-setting', 'route')]],
    ['delegate and redirect', '{ delegate: { name: a }, redirect: { uri: /a } }', [error('contradicting-fields', 'redirect')]],
    ['delegate and route', `{ delegate: { name: a }, ${TO} }`, [error('contradicting-fields', 'route')]],
    ['redirect and route', `{ redirect: { uri: /a }, ${TO} }`, [error('contradicting-fields', 'route')]],
    ['redirect and fault', '{ redirect: { uri: /a }, fault: { abort: { httpStatus: 500 } } }', [error('contradicting-fields', 'fault')]],
    ['redirect and rewrite', '{ redirect: { uri: /a }, rewrite: { uri: /a } }', [error('contradicting-fields', 'rewrite')]],
    ['redirect and an answer', `{ redirect: { uri: /a }, ${ANSWER} }`, [error('contradicting-fields', 'directResponse')]],
    ['an answer and route', `{ ${ANSWER}, ${TO} }`, [error('contradicting-fields', 'route')]],
    ['an answer and fault', `{ ${ANSWER}, fault: { abort: { httpStatus: 500 } } }`, [error('contradicting-fields', 'fault')]],
    ['an answer and rewrite', `{ ${ANSWER}, rewrite: { uri: /a } }`, [error('contradicting-fields', 'rewrite')]],
    ['mirror and mirrors', `{ ${TO}, mirror: { host: a }, mirrors: [{ destination: { host: a } }] }`, [error('contradicting-fields', 'mirrors')]],
  ])('%s', (_name, route, expected) => {
    expect(on(route)).toEqual(expected);
  });

  test('a delegate that delegates', () => {
    expect(on(`{ delegate: { name: a }, ${TO} }`, '[]')).toEqual([error('contradicting-fields', 'delegate')]);
  });
});

describe('matches', () => {
  test.each<[string, string, readonly Said[]]>([
    ['a header without a name', 'headers: { "": { exact: a } }', [error('invalid-header', 'match[0].headers[""]')]],
    ['no name of a header', 'headers: { "a b": { exact: a } }', [error('invalid-header', 'match[0].headers["a b"]')]],
    ['a claim without a name', 'headers: { "@request.auth.claims.": { exact: a } }', [error('invalid-header', 'match[0].headers["@request.auth.claims."]')]],
    ['a header without a name that must not be there', 'withoutHeaders: { ":x": { exact: a } }', [error('invalid-header', 'match[0].withoutHeaders[":x"]')]],
    ['an empty prefix of a header', 'headers: { a: { prefix: "" } }', [error('invalid-value', 'match[0].headers.a')]],
    ['"*" for a header that is there', 'headers: { a: { regex: "*" } }', [error('invalid-regex', 'match[0].headers.a.regex')]],
    ['an empty expression', 'uri: { regex: "" }', [error('invalid-regex', 'match[0].uri.regex')]],
    ['look-around', 'uri: { regex: "/(?!a)" }', [error('invalid-regex', 'match[0].uri.regex')]],
    ['a long expression', `uri: { regex: ${'a'.repeat(1025)} }`, [error('invalid-regex', 'match[0].uri.regex')]],
    ['an empty prefix of a scheme', 'scheme: { prefix: "" }', [error('invalid-value', 'match[0].scheme')]],
    ['an empty prefix of a method', 'method: { prefix: "" }', [error('invalid-value', 'match[0].method')]],
    ['an expression for a host', 'authority: { regex: "(" }', [error('invalid-regex', 'match[0].authority.regex')]],
    ['an expression for a parameter', 'queryParams: { a: { regex: "(" } }', [error('invalid-regex', 'match[0].queryParams.a.regex')]],
    ['a port', 'port: 70000', [error('invalid-port', 'match[0].port')]],
    ['the name of a label', 'sourceLabels: { "a b": c }', [error('invalid-label', 'match[0].sourceLabels["a b"]')]],
    ['a gateway', 'gateways: [a/b/c]', [error('invalid-value', 'match[0].gateways[0]')]],
    ['a gateway of the old form, of which upstream loses its warning', 'gateways: [a.b]', []],
    ['a namespace', 'sourceNamespace: a_b', [error('invalid-value', 'match[0].sourceNamespace')]],
  ])('%s', (_name, match, expected) => {
    expect(on(`{ match: [{ ${match} }], ${ANSWER} }`)).toEqual(expected);
  });
});

describe('headers', () => {
  test.each<[string, string, readonly Said[]]>([
    ['set without a name', 'request: { set: { "": a } }', [error('invalid-header', 'headers.request.set[""]')]],
    ['a pseudo header', 'request: { add: { ":path": a } }', [error('invalid-header', 'headers.request.add[":path"]')]],
    ['the host, on requests', 'request: { set: { Host: a } }', []],
    ['the host taken away', 'request: { remove: [HOST] }', [error('invalid-header', 'headers.request.remove[0]')]],
    ['the host of an answer', 'response: { set: { host: a } }', [error('invalid-header', 'headers.response.set.host')]],
    ['a pseudo header of an answer', 'response: { add: { ":status": "200" } }', [error('invalid-header', 'headers.response.add[":status"]')]],
    ['nothing taken away', 'response: { remove: [""] }', [error('invalid-header', 'headers.response.remove[0]')]],
    ['a line break', 'request: { set: { a: "b\\nc" } }', [error('invalid-header', 'headers.request.set.a')]],
    ['a percent sign', 'response: { add: { a: "100%" } }', [error('invalid-header', 'headers.response.add.a')]],
    ['the host twice', 'request: { set: { host: a }, add: { ":authority": b } }', [error('contradicting-fields', 'headers.request.add[":authority"]')]],
  ])('%s', (_name, headers, expected) => {
    expect(on(`{ ${TO}, headers: { ${headers} } }`)).toEqual(expected);
  });

  test('of a destination', () => {
    expect(on('{ route: [{ destination: { host: reviews }, headers: { request: { set: { "": a, b: "%" } } } }] }')).toEqual([
      error('invalid-header', 'route[0].headers.request.set[""]'),
      error('invalid-header', 'route[0].headers.request.set.b'),
    ]);
  });

  test('a host beside the one of a rewrite', () => {
    expect(on(`{ ${TO}, rewrite: { authority: a }, headers: { request: { set: { host: b } } } }`)).toEqual([error('contradicting-fields', 'headers.request.set.host')]);
  });
});

describe('policies of a route', () => {
  test.each<[string, string, readonly Said[]]>([
    ['an origin', 'corsPolicy: { allowOrigins: [{}] }', [error('invalid-value', 'corsPolicy.allowOrigins[0]')]],
    ['an expression for origins', 'corsPolicy: { allowOrigins: [{ regex: "(" }] }', [error('invalid-regex', 'corsPolicy.allowOrigins[0].regex')]],
    ['a method', 'corsPolicy: { allowMethods: [get] }', [error('invalid-value', 'corsPolicy.allowMethods[0]')]],
    ['a header to send', 'corsPolicy: { allowHeaders: ["a b"] }', [error('invalid-header', 'corsPolicy.allowHeaders[0]')]],
    ['a header to read', 'corsPolicy: { exposeHeaders: [""] }', [error('invalid-header', 'corsPolicy.exposeHeaders[0]')]],
    ['a part of a second', 'corsPolicy: { maxAge: 1500ms }', [error('invalid-duration', 'corsPolicy.maxAge')]],
    ['a fault that says nothing', 'fault: {}', [error('missing-setting', 'fault')]],
    ['a percentage of errors', 'fault: { abort: { httpStatus: 500, percentage: { value: 0.00001 } } }', [error('invalid-value', 'fault.abort.percentage.value')]],
    ['a status of gRPC', 'fault: { abort: { grpcStatus: not_found } }', [error('invalid-value', 'fault.abort.grpcStatus')]],
    ['an error of HTTP/2', 'fault: { abort: { http2Error: a } }', [error('invalid-value', 'fault.abort.http2Error')]],
    ['a status of HTTP', 'fault: { abort: { httpStatus: 100 } }', [error('invalid-value', 'fault.abort.httpStatus')]],
    ['a percentage of delays', 'fault: { delay: { fixedDelay: 1s, percentage: { value: 101 } } }', [error('invalid-value', 'fault.delay.percentage.value')]],
    ['a delay', 'fault: { delay: { fixedDelay: 1500us } }', [error('invalid-duration', 'fault.delay.fixedDelay')]],
    ['a delay that grows', 'fault: { delay: { exponentialDelay: 1s } }', [error('invalid-value', 'fault.delay.exponentialDelay')]],
    ['attempts', 'retries: { attempts: -1 }', [error('invalid-value', 'retries.attempts')]],
    ['no attempts, and how to make them', 'retries: { retryOn: 5xx }', [error('contradicting-fields', 'retries.attempts')]],
    ['a time for attempts', 'retries: { attempts: 1, perTryTimeout: 1500us }', [error('invalid-duration', 'retries.perTryTimeout')]],
    ['a blank after the comma', 'retries: { attempts: 1, retryOn: "5xx, reset" }', [error('invalid-value', 'retries.retryOn')]],
    ['a status that nothing has', 'retries: { attempts: 1, retryOn: "509" }', [error('invalid-value', 'retries.retryOn')]],
    ['a pause', 'retries: { attempts: 1, backoff: 1500us }', [error('invalid-duration', 'retries.backoff')]],
    ['a timeout', 'timeout: 1500us', [error('invalid-duration', 'timeout')]],
    ['two rewrites of the path', 'rewrite: { uri: /a, uriRegexRewrite: { match: a, rewrite: b } }', [error('contradicting-fields', 'rewrite.uriRegexRewrite')]],
    ['a rewrite of nothing', 'rewrite: {}', [error('missing-setting', 'rewrite')]],
    ['half a rewrite', 'rewrite: { uriRegexRewrite: { match: a } }', [error('missing-setting', 'rewrite.uriRegexRewrite')]],
    ['a rewrite by no expression', 'rewrite: { uriRegexRewrite: { match: "(", rewrite: b } }', [error('invalid-regex', 'rewrite.uriRegexRewrite.match')]],
  ])('%s', (_name, policy, expected) => {
    expect(on(`{ ${TO}, ${policy} }`)).toEqual(expected);
  });
});

describe('where requests go', () => {
  test.each<[string, string, readonly Said[]]>([
    ['the old percentage of copies', `{ ${TO}, mirror: { host: a }, mirrorPercent: 50 }`, [warning('deprecated-field', 'mirrorPercent')]],
    ['the old percentage of copies, too high', `{ ${TO}, mirror: { host: a }, mirrorPercent: 101 }`, [warning('deprecated-field', 'mirrorPercent'), error('invalid-value', 'mirrorPercent')]],
    ['a percentage of copies', `{ ${TO}, mirror: { host: a }, mirrorPercentage: { value: -1 } }`, [error('invalid-value', 'mirrorPercentage.value')]],
    ['a host for copies', `{ ${TO}, mirror: { host: "" } }`, [error('invalid-host', 'mirror.host')]],
    ['a host for several copies', `{ ${TO}, mirrors: [{ destination: { host: a_b } }] }`, [error('invalid-host', 'mirrors[0].destination.host')]],
    ['a percentage of several copies', `{ ${TO}, mirrors: [{ destination: { host: a }, percentage: { value: 101 } }] }`, [error('invalid-value', 'mirrors[0].percentage.value')]],
    ['every host', '{ route: [{ destination: { host: "*" } }] }', [error('invalid-host', 'route[0].destination.host')]],
    ['a subset', '{ route: [{ destination: { host: a, subset: a_b } }] }', [error('invalid-value', 'route[0].destination.subset')]],
    ['a port', '{ route: [{ destination: { host: a, port: { number: 0 } } }] }', [error('invalid-port', 'route[0].destination.port.number')]],
    ['two ways to redirect the path', '{ redirect: { uri: /a, prefixRewrite: /b } }', [error('contradicting-fields', 'redirect.prefixRewrite')]],
    ['a prefix where none is matched', '{ match: [{ uri: { exact: /a } }], redirect: { prefixRewrite: /b } }', [error('contradicting-fields', 'redirect.prefixRewrite')]],
    ['a prefix where any path is matched', '{ match: [{ uri: {} }], redirect: { prefixRewrite: /b } }', [error('contradicting-fields', 'redirect.prefixRewrite')]],
    ['a redirect to nowhere', '{ redirect: {} }', [error('missing-setting', 'redirect')]],
    ['a redirect with another status', '{ redirect: { uri: /a, redirectCode: 200 } }', [error('invalid-value', 'redirect.redirectCode')]],
    ['a redirect to another scheme', '{ redirect: { scheme: HTTPS } }', [error('invalid-value', 'redirect.scheme')]],
    ['a redirect to no port', '{ redirect: { port: 70000 } }', [error('invalid-port', 'redirect.port')]],
    ['an answer with no status', '{ directResponse: { status: 100 } }', [error('invalid-value', 'directResponse.status')]],
    ['a large answer', `{ directResponse: { status: 200, body: { string: "${'x'.repeat(102_401)}" } } }`, [warning('ineffective-field', 'directResponse.body')]],
    ['a large binary answer', `{ directResponse: { status: 200, body: { bytes: "${Buffer.alloc(102_401).toString('base64')}" } } }`, [warning('ineffective-field', 'directResponse.body')]],
    ['an answer that is too large', `{ directResponse: { status: 200, body: { string: "${'x'.repeat(1_048_577)}" } } }`, [error('invalid-value', 'directResponse.body')]],
  ])('%s', (_name, route, expected) => {
    expect(on(route)).toEqual(expected);
  });

  test('weights are what the rule route-weights tells of', () => {
    expect(on('{ route: [{ destination: { host: a } }, { destination: { host: b } }] }')).toEqual([]);
    expect(on('{ route: [{ destination: { host: a }, weight: -1 }] }')).toEqual([]);
  });
});
