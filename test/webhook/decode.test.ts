import { load } from 'js-yaml';
import { formatPath } from '../../src/model/path';
import { isFields } from '../../src/model/values';
import { Work } from '../../src/schema/work';
import { webhookVerdict } from '../../src/webhook/verdict';
import { findingsOf } from '../validation/run';
import { document } from './run';

/** What istiod says of an object, whatever the API server says. */
function verdict(kind: string, spec: string): readonly string[] {
  const object = load(document(kind, spec));
  if (!isFields(object)) throw new Error('no object');
  const group = String(object['apiVersion']).split('/')[0] ?? '';
  const work = new Work();
  work.grant();
  const subject = { kind, name: 'reviews', namespace: 'shop', labels: {}, annotations: {} };
  return (webhookVerdict(group, object, subject, work) ?? []).filter(({ severity }) => severity === 'error').map(({ code, path }) => `${code} ${formatPath(path)}`);
}

const gateway = (port: string, tls = ''): string => `{ servers: [{ hosts: ["*"], port: { name: a, protocol: ${tls === '' ? 'HTTP' : 'HTTPS'}, number: ${port} }${tls === '' ? '' : `, tls: ${tls}`} }] }`;
const http = (route: string): string => `{ hosts: [a.b], http: [{ ${route} }] }`;
const NUMBER = 'spec.servers[0].port.number';

describe('what istiod reads', () => {
  test.each([
    ['a number in quotes', 'Gateway', gateway('"80"')],
    ['a number between blanks', 'Gateway', gateway('" 80 "')],
    ['an enum by its number', 'Gateway', gateway('443', '{ mode: 1, credentialName: a }')],
    ['an enum by its number in quotes is none', 'ServiceEntry', '{ hosts: [a.b], resolution: 2 }'],
    ['names of the protocol', 'VirtualService', http('redirect: { redirect_code: 301, authority: a }')],
    ['the name of the protocol beside the usual one', 'VirtualService', http('redirect: { redirect_code: [], redirectCode: 301, authority: a }')],
    ['a field it does not know', 'VirtualService', http('redirect: { authority: a }, unknown: { a: 1 }')],
    ['a field it does not know between others', 'VirtualService', http('redirect: { uri: /a, unknown: 1, redirect_code: "301", authority: null, scheme: http }')],
    ['nulls', 'VirtualService', http('redirect: { authority: a, uri: null }, match: null')],
    ['a null as an item', 'VirtualService', http('redirect: { authority: a }, match: [null]')],
    ['bytes in a list', 'VirtualService', http('directResponse: { status: 200, body: { bytes: [1, 255] } }')],
    ['a duration of several units', 'VirtualService', http('redirect: { authority: a }, timeout: 1m30s')],
    ['of alternatives the last', 'VirtualService', http('redirect: { authority: a }, match: [{ uri: { regex: a, exact: 5a, prefix: "" } }]')],
  ])('%s', (_name, kind, spec) => {
    expect(verdict(kind, spec)).toEqual([]);
  });

  test.each([
    ['a number with a fraction', 'Gateway', gateway('1.5'), [`invalid-value ${NUMBER}`]],
    ['a number with a sign', 'Gateway', gateway('-1'), [`invalid-value ${NUMBER}`]],
    ['a number of more than 32 bits', 'Gateway', gateway('4294967296'), [`invalid-value ${NUMBER}`]],
    ['a number with a leading zero', 'Gateway', gateway('"080"'), [`invalid-value ${NUMBER}`]],
    ['a number and a break', 'Gateway', gateway('"80\\n"'), [`invalid-value ${NUMBER}`]],
    ['a number that is read and no port', 'Gateway', gateway('"70000"'), [`invalid-port ${NUMBER}`]],
    ['a name no enum has', 'ServiceEntry', '{ hosts: [a.b], resolution: dns }', ['invalid-value spec.resolution']],
    ['a number no enum has', 'ServiceEntry', '{ hosts: [a.b], resolution: 9 }', ['invalid-value spec.resolution']],
    ['a text for a truth value', 'Gateway', gateway('443', '{ mode: SIMPLE, credentialName: a, httpsRedirect: "true" }'), ['invalid-value spec.servers[0].tls.httpsRedirect']],
    ['a number for a text', 'DestinationRule', '{ host: 5 }', ['invalid-value spec.host']],
    ['a text for a list', 'VirtualService', '{ hosts: a.b }', ['invalid-value spec.hosts']],
    ['a list for an object', 'VirtualService', http('redirect: []'), ['invalid-value spec.http[0].redirect']],
    ['a list for a spec', 'VirtualService', '[]', ['invalid-value spec']],
    ['a text that is no base64', 'VirtualService', http('directResponse: { status: 200, body: { bytes: "a-_=" } }'), ['invalid-value spec.http[0].directResponse.body.bytes']],
    ['a text that is no duration', 'VirtualService', http('redirect: { authority: a }, timeout: soon'), ['invalid-value spec.http[0].timeout']],
    ['a name as the key of a port', 'PeerAuthentication', '{ selector: { matchLabels: { a: b } }, portLevelMtls: { http: { mode: STRICT } } }', ['invalid-value spec.portLevelMtls.http']],
    ['everything it cannot read', 'VirtualService', http('redirect: 5, timeout: 5'), ['invalid-value spec.http[0].redirect', 'invalid-value spec.http[0].timeout']],
    ['what stands beside a field it does not know', 'VirtualService', http('redirect: { uri: /a, unknown: 1, redirect_code: "700", scheme: ftp }'), ['invalid-value spec.http[0].redirect.redirectCode']],
    ['targetRefs by another name: it is not one of the protocol', 'AuthorizationPolicy', '{ target_refs: 5, action: DENY }', ['missing-setting spec.rules']],
  ])('%s is an error', (_name, kind, spec, said) => {
    expect(verdict(kind, spec)).toEqual(said);
  });
});

test('a field at the root that no object has', () => {
  const object = { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: {}, spec: {}, data: {} };
  const said = webhookVerdict('security.istio.io', object, { kind: 'PeerAuthentication', name: 'a', namespace: 'b', labels: {}, annotations: {} }, new Work());
  expect(said?.map(({ code, path }) => `${code} ${formatPath(path)}`)).toEqual(['invalid-value data']);
});

describe('what claims to be translated from the Gateway API', () => {
  const withAnnotation = (name: string, value: string): string => `{ name: a.b, namespace: shop, annotations: { internal.istio.io/${name}: ${value} } }`;
  const route = '{ hosts: [a.b], gateways: [shop/a~b], http: [{ route: [{ destination: { host: "~" } }] }], tcp: [{ route: [{ destination: { host: "~" } }] }] }';
  const server = '{ servers: [{ hosts: ["~/a.b"], port: { name: a, protocol: HTTP, number: 80 } }] }';
  const errors = (kind: string, spec: string, annotation: readonly [string, string]): readonly string[] => {
    return findingsOf(document(kind, spec, withAnnotation(...annotation))).filter(({ upstream, rule }) => upstream.includes('IST0106') && rule.startsWith('invalid-')).map(({ rule, path }) => `${rule} ${formatPath(path)}`);
  };

  test('has names that are istiod\'s own', () => {
    expect(errors('VirtualService', route, ['route-semantics', 'gateway'])).toEqual([]);
    expect(errors('Gateway', server, ['gateway-semantics', 'gateway'])).toEqual([]);
  });

  test('with another value it is as any other', () => {
    expect(errors('VirtualService', route, ['route-semantics', 'ingress'])).toEqual(['invalid-value spec.gateways[0]', 'invalid-host spec.http[0].route[0].destination.host', 'invalid-host spec.tcp[0].route[0].destination.host']);
    expect(errors('Gateway', server, ['gateway-semantics', 'ingress'])).toEqual(['invalid-name metadata.name', 'invalid-host spec.servers[0].hosts[0]']);
  });
});
