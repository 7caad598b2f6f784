import { reported } from '../../run';

const RULE = 'sni-host-repeated';

const routes = (matches: readonly string[], { name = 'web', gateways = '[edge/public]', more = '', namespace = 'shop' } = {}) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${namespace} }
spec: { hosts: ["*.example.com"], gateways: ${gateways}${more}, tls: [${matches.map((match) => `{ match: [{ ${match} }], route: [{ destination: { host: ${name} } }] }`).join(', ')}] }
---`;
const sni = (...hosts: string[]) => `sniHosts: [${hosts.map((host) => `"${host}.example.com"`).join(', ')}]`;
const gateway = (mode: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { app: public }, servers: [{ port: { number: 443, name: tls, protocol: HTTPS }, hosts: ["*.example.com"], tls: { mode: ${mode}, credentialName: c } }] }
---`;
const blog = { name: 'blog' };

test.each([
  ['two hosts', routes([sni('a')]) + routes([sni('b')], blog)],
  ['a host and a wildcard', routes([sni('a')]) + routes([sni('*')], blog)],
  ['two gateways', routes([sni('a')]) + routes([sni('a')], { ...blog, gateways: '[edge/private]' })],
  ['the mesh', routes([sni('a')], { gateways: '[mesh]' }) + routes([sni('a')], { ...blog, gateways: '[mesh]' })],
  ['two ports', routes([`${sni('a')}, port: 443`]) + routes([`${sni('a')}, port: 8443`], blog)],
  ['one that the gateway does not see', routes([sni('a')]) + routes([sni('a')], { ...blog, more: ', exportTo: ["."]' })],
  ['a gateway that ends TLS', gateway('SIMPLE') + routes([sni('a')]) + routes([sni('a')], blog)],
  ['a match that an earlier one has altogether', routes([sni('a', 'b'), sni('b')])],
  ['matches for two gateways', routes([`${sni('a')}, gateways: [edge/public]`, `${sni('a', 'b')}, gateways: [edge/private]`], { gateways: '[edge/public, edge/private]' })],
])('each is used: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const at = (name: string, index = 0) => `warning VirtualService shop/${name} spec.tls[${index}].match[0].sniHosts: VirtualService shop/${name} has the SNI host a.example.com at gateway edge/public that`;

test('two VirtualServices', () => {
  expect(reported(RULE, gateway('PASSTHROUGH') + routes([sni('a')]) + routes([sni('a', 'b')], blog))).toEqual([
    `${at('blog')} VirtualService shop/web has too: this match is left out, and with it b.example.com, unless it is the older.`,
    `${at('web')} VirtualService shop/blog has too: this match is left out, unless it is the older.`,
  ]);
});

test('one of them for a port, at a gateway that is not known', () => {
  expect(reported(RULE, routes([sni('c', 'a')]) + routes([`${sni('a')}, port: 443`], blog))).toHaveLength(2);
});

test('two matches of one VirtualService', () => {
  expect(reported(RULE, routes([sni('a'), sni('a', 'b')]))).toEqual([`${at('web', 1)} spec.tls[0].match[0] has too: this match is left out, and with it b.example.com.`]);
});
