import { reported } from '../../run';

const RULE = 'gateways-share-certificate';

const gateway = (name: string, tls: string, labels = 'istio: ingressgateway', namespace = 'edge'): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { ${labels} }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [${name}.example.com], tls: { mode: SIMPLE, ${tls} } }] }
---`;
const FILES = 'serverCertificate: /cert, privateKey: /key';

test.each([
  ['one Secret', gateway('a', 'credentialName: cert') + gateway('b', 'credentialName: cert', undefined, 'shop'), [
    'warning Gateway edge/a spec.servers[0].tls.credentialName: Gateway edge/a has the same certificate as Gateway shop/b, for the same pods.',
    'warning Gateway shop/b spec.servers[0].tls.credentialName: Gateway shop/b has the same certificate as Gateway edge/a, for the same pods.',
  ]],
  ['the same files', gateway('a', FILES) + gateway('b', FILES), [
    'warning Gateway edge/a spec.servers[0].tls.serverCertificate: Gateway edge/a has the same certificate as Gateway edge/b, for the same pods.',
    'warning Gateway edge/b spec.servers[0].tls.serverCertificate: Gateway edge/b has the same certificate as Gateway edge/a, for the same pods.',
  ]],
  ['a selector that is a part of the other', gateway('a', 'credentialName: cert') + gateway('b', 'credentialName: cert', 'istio: ingressgateway, zone: a'), [
    'warning Gateway edge/a spec.servers[0].tls.credentialName: Gateway edge/a has the same certificate as Gateway edge/b, for the same pods.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['different Secrets', gateway('a', 'credentialName: cert') + gateway('b', 'credentialName: other')],
  ['other pods', gateway('a', 'credentialName: cert') + gateway('b', 'credentialName: cert', 'istio: egressgateway')],
  ['only one Gateway', gateway('a', 'credentialName: cert')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

describe('servers of one Gateway', () => {
  const gateway = (...servers: string[]) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: ingressgateway }, servers: [${servers.join(', ')}] }
`;
  const server = (host: string, fields = '', port = 443) =>
    `{ port: { number: ${port}, name: ${host}, protocol: HTTPS }, hosts: [${host}.example.com], tls: { mode: SIMPLE, credentialName: wildcard }${fields} }`;

  test('are reported at the second', () => {
    expect(reported('gateways-share-certificate', gateway(server('shop'), server('blog'), server('news')))).toEqual([
      'warning Gateway edge/public spec.servers[1].tls.credentialName: Gateway edge/public has several servers of port 443 with the same certificate.',
    ]);
  });

  test.each([
    ['another port', gateway(server('shop'), server('blog', '', 8443))],
    ['another address', gateway(server('shop'), server('blog', ', bind: 127.0.0.1'))],
    ['another certificate', gateway(server('shop'), server('blog').replace('wildcard', 'blog'))],
    ['TLS that is not HTTP', gateway(server('shop'), server('blog').replace('HTTPS', 'TLS'))],
    ['TLS that is passed on', gateway(server('shop'), server('blog').replace('SIMPLE', 'PASSTHROUGH'))],
    ['plain HTTP', gateway(server('shop'), '{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }')],
  ])('%s', (_name, yaml) => {
    expect(reported('gateways-share-certificate', yaml)).toEqual([]);
  });
});
