import { reported } from '../../run';

const RULE = 'gateway-credential-not-found';

const gateway = (tls: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.example.com], tls: { mode: SIMPLE, ${tls} } }] }
---`;
const secret = (namespace: string): string => `
apiVersion: v1
kind: Secret
metadata: { name: cert, namespace: ${namespace} }
---`;
const WHOLE = { assumeIngressGateway: true, settings: { complete: true } };

test.each([
  ['a Secret that is nowhere', gateway('credentialName: cert'), WHOLE, [
    'error Gateway edge/public spec.servers[0].tls.credentialName: Gateway edge/public has its certificate from "cert", and there is no Secret istio-system/cert.',
  ]],
  ['a Secret next to the Gateway', secret('edge') + gateway('credentialName: cert'), WHOLE, [
    'error Gateway edge/public spec.servers[0].tls.credentialName: Gateway edge/public has its certificate from "cert", and there is no Secret istio-system/cert.',
  ]],
  ['one of several', secret('istio-system') + gateway('credentialNames: [cert, other]'), WHOLE, [
    'error Gateway edge/public spec.servers[0].tls.credentialNames[1]: Gateway edge/public has its certificate from "other", and there is no Secret istio-system/other.',
  ]],
])('%s', (_name, yaml, options, expected) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});

test.each([
  ['a Secret where the pods are', secret('istio-system') + gateway('credentialName: cert'), WHOLE],
  ['a Secret of a namespace that is named', secret('edge') + gateway('credentialName: edge/cert'), WHOLE],
  ['the long form', secret('istio-system') + gateway('credentialName: kubernetes://cert'), WHOLE],
  ['another source', gateway('credentialName: builtin://'), WHOLE],
  ['a part of a cluster', gateway('credentialName: cert'), { assumeIngressGateway: true }],
])('nothing: %s', (_name, yaml, options) => {
  expect(reported(RULE, yaml, options)).toEqual([]);
});
