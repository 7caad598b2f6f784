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
