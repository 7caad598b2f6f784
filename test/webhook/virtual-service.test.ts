import { document, said, type Said } from './run';

const ROUTES = 'http: [{ directResponse: { status: 200 } }]';
const on = (spec: string): readonly Said[] => said(document('VirtualService', spec));
const error = (rule: string, path: string): Said => [rule, path, 'error'];
const warning = (rule: string, path: string): Said => [rule, path, 'warning'];

describe('a VirtualService that istiod takes', () => {
  test.each([
    ['for the sidecars', `{ hosts: [reviews, "*.example.com", 10.0.0.1], ${ROUTES} }`],
    ['for a gateway', `{ hosts: ["*"], gateways: [shop/public, public], ${ROUTES} }`],
    ['a delegate', `{ ${ROUTES} }`],
    ['whose gateways begin with one without a namespace: those after it are not looked at', `{ hosts: [a.b], gateways: [public, a/b/c], ${ROUTES} }`],
    ['that routes by a claim at a gateway', '{ hosts: [a.b], gateways: [public], http: [{ match: [{ headers: { "@request.auth.claims.groups": { exact: a } } }], directResponse: { status: 200 } }] }'],
    ['hosts of TLS between meshes', '{ hosts: [outbound_.80_._.e2e.foobar.mesh], gateways: [public], tls: [{ match: [{ sniHosts: [outbound_.80_._.e2e.foobar.mesh] }], route: [{ destination: { host: a } }] }] }'],
    ['seen by some namespaces', `{ hosts: [reviews], exportTo: [shop, other], ${ROUTES} }`],
  ])('%s', (_name, spec) => {
    expect(on(spec)).toEqual([]);
  });
});

describe('the whole of it', () => {
  test.each<[string, string, readonly Said[]]>([
    ['a delegate with gateways', `{ gateways: [public], ${ROUTES} }`, [error('contradicting-fields', 'spec.gateways')]],
    ['a delegate with TCP routes', `{ tcp: [{ route: [{ destination: { host: a } }] }], ${ROUTES} }`, [error('contradicting-fields', 'spec.tcp')]],
    ['a delegate with TLS routes', `{ tls: [{ match: [{ sniHosts: [a.b] }], route: [{ destination: { host: a } }] }] }`, [error('contradicting-fields', 'spec.tls'), error('invalid-host', 'spec.tls[0].match[0].sniHosts[0]')]],
    ['without routes', '{ hosts: [reviews] }', [error('missing-setting', 'spec.http')]],
    ['exported twice', `{ hosts: [reviews], exportTo: [".", shop], ${ROUTES} }`, [error('invalid-export-to', 'spec.exportTo[1]')]],
    ['exported to no namespace', `{ hosts: [reviews], exportTo: [a_b], ${ROUTES} }`, [error('invalid-export-to', 'spec.exportTo[0]')]],
    ['exported to nobody', `{ hosts: [reviews], exportTo: ["~"], ${ROUTES} }`, [error('invalid-export-to', 'spec.exportTo[0]')]],
    ['exported to all and one', `{ hosts: [reviews], exportTo: ["*", shop], ${ROUTES} }`, [error('invalid-export-to', 'spec.exportTo')]],
  ])('%s', (_name, spec, expected) => {
    expect(on(spec)).toEqual(expected);
  });

  test('an annotation of policies alone', () => {
    const yaml = document('VirtualService', `{ hosts: [reviews], http: [{}] }`, '{ name: reviews, namespace: shop, annotations: { istio.io/dry-run: "true" } }');
    expect(said(yaml)).toEqual([error('reserved-annotation', 'metadata.annotations["istio.io/dry-run"]')]);
  });
});

describe('gateways', () => {
  test.each<[string, string, readonly Said[]]>([
    ['of the old form', '[public.shop.svc.cluster.local]', [warning('deprecated-field', 'spec.gateways[0]')]],
    ['no name', '["a b"]', [error('invalid-value', 'spec.gateways[0]')]],
    ['without a namespace before the slash', '[/public]', [error('invalid-value', 'spec.gateways[0]')]],
    ['of every namespace', '["*/public"]', [error('invalid-value', 'spec.gateways[0]')]],
    ['with two slashes', '[shop/a, a/b/c]', [error('invalid-value', 'spec.gateways[1]')]],
  ])('%s', (_name, gateways, expected) => {
    expect(on(`{ hosts: [a.b], gateways: ${gateways}, ${ROUTES} }`)).toEqual(expected);
  });
});

describe('hosts', () => {
  test.each<[string, string, readonly Said[]]>([
    ['a path', '[a.b/c]', [error('invalid-host', 'spec.hosts[0]')]],
    ['a number at the end', '[a.1]', [error('invalid-host', 'spec.hosts[0]')]],
    ['a wildcard inside', '["a.*.b"]', [error('invalid-host', 'spec.hosts[0]')]],
    ['every host, for sidecars', '["*"]', [error('invalid-host', 'spec.hosts[0]')]],
    ['the same twice', '[reviews, reviews]', [error('repeated-entry', 'spec.hosts[1]')]],
    ['one within the other', '[a.example.com, "*.com", b.org]', [error('repeated-entry', 'spec.hosts[0]')]],
    ['wildcards within each other', '["*.com", "*.example.com"]', [error('repeated-entry', 'spec.hosts[1]')]],
    ['not compared while one is wrong', '[a.b, a.b, a.1]', [error('invalid-host', 'spec.hosts[2]')]],
    ['of TLS between meshes, for sidecars', '[outbound_.80_._.a.mesh]', [error('invalid-host', 'spec.hosts[0]')]],
  ])('%s', (_name, hosts, expected) => {
    expect(on(`{ hosts: ${hosts}, ${ROUTES} }`)).toEqual(expected);
  });

  test('of many hosts that stand there twice a hundred are named', () => {
    const hosts = Array.from({ length: 20_000 }, (_, index) => `h${index % 10_000}.example.com`);
    expect(on(`{ hosts: ${JSON.stringify(hosts)}, ${ROUTES} }`)).toHaveLength(100);
  });
});

describe('a claim of a token', () => {
  test.each<[string, string, readonly Said[]]>([
    ['for sidecars', '', [error('contradicting-fields', 'spec.http[0].match[0].headers["@Request.auth.claims[a]"]')]],
    ['for sidecars as well', 'gateways: [public, mesh],', [error('contradicting-fields', 'spec.http[0].match[0].headers["@Request.auth.claims[a]"]')]],
    ['for a gateway', 'gateways: [public],', []],
  ])('%s', (_name, gateways, expected) => {
    expect(on(`{ hosts: [a.b], ${gateways} http: [{ match: [{ headers: { "@Request.auth.claims[a]": { exact: b } } }], directResponse: { status: 200 } }] }`)).toEqual(expected);
  });
});

describe('routes of TLS', () => {
  const tls = (match: string, route = '[{ destination: { host: a } }]', gateways = 'gateways: [public],'): readonly Said[] => on(`{ hosts: ["*.example.com"], ${gateways} tls: [{ match: ${match}, route: ${route} }] }`);
  const SNI = 'sniHosts: [a.example.com]';

  test.each<[string, string, readonly Said[]]>([
    ['no match', '[]', [error('missing-setting', 'spec.tls[0].match')]],
    ['no server', '[{ sniHosts: [] }]', [error('missing-setting', 'spec.tls[0].match[0].sniHosts')]],
    ['no host', '[{ sniHosts: [a_b.example.com] }]', [error('invalid-host', 'spec.tls[0].match[0].sniHosts[0]')]],
    ['an address', '[{ sniHosts: [10.0.0.1] }]', [warning('ineffective-field', 'spec.tls[0].match[0].sniHosts[0]')]],
    ['another host', '[{ sniHosts: [a.example.org] }]', [error('invalid-host', 'spec.tls[0].match[0].sniHosts[0]')]],
    ['more than the hosts', '[{ sniHosts: ["*.com"] }]', [error('invalid-host', 'spec.tls[0].match[0].sniHosts[0]')]],
    ['too little for a host between meshes', '[{ sniHosts: [outbound_.x_._.a.mesh] }]', [error('invalid-host', 'spec.tls[0].match[0].sniHosts[0]')]],
    ['a network', `[{ ${SNI}, destinationSubnets: [10.0.0.0/33] }]`, [error('invalid-address', 'spec.tls[0].match[0].destinationSubnets[0]')]],
    ['a port', `[{ ${SNI}, port: 70000 }]`, [error('invalid-port', 'spec.tls[0].match[0].port')]],
    ['a label', `[{ ${SNI}, sourceLabels: { a: "b c" } }]`, [error('invalid-label', 'spec.tls[0].match[0].sourceLabels.a')]],
    ['a gateway of the old form', `[{ ${SNI}, gateways: [public.shop] }]`, [warning('deprecated-field', 'spec.tls[0].match[0].gateways[0]')]],
  ])('%s', (_name, match, expected) => {
    expect(tls(match)).toEqual(expected);
  });

  test.each<[string, string, readonly Said[]]>([
    ['none', '[]', [error('missing-setting', 'spec.tls[0].route')]],
    ['all hosts', '[{ destination: { host: "*" } }]', [error('invalid-host', 'spec.tls[0].route[0].destination.host')]],
    ['a subset', '[{ destination: { host: a, subset: a_b } }]', [error('invalid-value', 'spec.tls[0].route[0].destination.subset')]],
    ['a port', '[{ destination: { host: a, port: {} } }]', [error('invalid-port', 'spec.tls[0].route[0].destination.port.number')]],
  ])('destinations: %s', (_name, route, expected) => {
    expect(tls(`[{ ${SNI} }]`, route)).toEqual(expected);
  });

  test('without gateways, a host between meshes is taken in a match and not as a host', () => {
    expect(tls('[{ sniHosts: [outbound_.80_._.a.example.com] }]', undefined, '')).toEqual([]);
    expect(tls('[{ sniHosts: [outbound_.80_._.a.example.com] }]', undefined, 'gateways: [mesh],')).toEqual([error('invalid-host', 'spec.tls[0].match[0].sniHosts[0]')]);
  });
});

describe('routes of TCP', () => {
  test.each<[string, string, readonly Said[]]>([
    ['no destination', '{}', [error('missing-setting', 'spec.tcp[0].route')]],
    ['a network', '{ match: [{ destinationSubnets: [a] }], route: [{ destination: { host: a } }] }', [error('invalid-address', 'spec.tcp[0].match[0].destinationSubnets[0]')]],
    ['a port', '{ match: [{ port: 70000 }], route: [{ destination: { host: a } }] }', [error('invalid-port', 'spec.tcp[0].match[0].port')]],
    ['a label', '{ match: [{ sourceLabels: { a: "b c" } }], route: [{ destination: { host: a } }] }', [error('invalid-label', 'spec.tcp[0].match[0].sourceLabels.a')]],
    ['a gateway', '{ match: [{ gateways: [a/] }], route: [{ destination: { host: a } }] }', [error('invalid-value', 'spec.tcp[0].match[0].gateways[0]')]],
    ['a gateway of the old form, of which upstream loses its warning', '{ match: [{ gateways: [a.b] }], route: [{ destination: { host: a } }] }', []],
    ['a host', '{ route: [{ destination: { host: a_b } }] }', [error('invalid-host', 'spec.tcp[0].route[0].destination.host')]],
  ])('%s', (_name, route, expected) => {
    expect(on(`{ hosts: [reviews], tcp: [${route}] }`)).toEqual(expected);
  });
});
