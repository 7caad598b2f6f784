import { reported } from '../../run';

const RULE = 'gateway-credential-invalid';

/* good until 2126 */
const VALID =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJLRENCMjZBREFnRUNBaFJzSzZhK3IwQUtZQ01pL1ZtZDl6QktoRG9WMGpBRkJnTXJaWEF3RERFS01BZ0cKQTFVRUF3d0JZVEFnRncweU5qRXhNalV4TkRRMU1EZGFHQTh5TVRJMk1URXdNVEUwTkRVd04xb3dEREVLTUFnRwpBMVVFQXd3QllUQXFNQVVHQXl0bGNBTWhBTG04NXlWaGdpSVlWdnBNQmF5MGFkNHN2eGhkblFXMWNlOGlUYmlWCnpsRkFvMDB3U3pBZEJnTlZIUTRFRmdRVXcwbGhBSGJ0anFUWFNwa1R5OWlXRGtxOG9mY3dId1lEVlIwakJCZ3cKRm9BVXcwbGhBSGJ0anFUWFNwa1R5OWlXRGtxOG9mY3dDUVlEVlIwVEJBSXdBREFGQmdNclpYQURRUUQxZ0x0MwpqaytNRnJRWG1uM05nNkM2L3ZWcUl4KzA1aGtnTjUvaXByckt0SEdBaVBDc0UyQXMxYjlqRGljRFhtRWg5dXY4Cm1yV3Y2dXRxSVovQ2FOb0IKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=';
/* good until 2020 */
const EXPIRED =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSERNSGVnQXdJQkFnSUJBVEFGQmdNclpYQXdEREVLTUFnR0ExVUVBeE1CWVRBZUZ3MHlNREF4TURFd01EQXcKTURCYUZ3MHlNREF4TURJd01EQXdNREJhTUF3eENqQUlCZ05WQkFNVEFXRXdLakFGQmdNclpYQURJUUFiSWc3MApuK2hmWnNkYTZhOGxYS2xGcUpIR2U2SXVnT09KRXA5SDhMaW9qVEFGQmdNclpYQURRUUFFYzF4OVFzZkxlUHorCjNzaWxzWHBZRGVvMjRNdjlmNXRHM1BFdVVYWkk1ZEkxZWcyNlVmYnFCSmpDNUlLTm1rd2NpQ0g3dXRrcU54a3UKWDBnc1V0NEYKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=';
const secret = (data: string, field = 'data'): string => `
apiVersion: v1
kind: Secret
metadata: { name: cert, namespace: istio-system }
${field}: { ${data} }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.example.com], tls: { mode: SIMPLE, credentialName: cert } }] }
`;
const INGRESS = { assumeIngressGateway: true };

test.each([
  ['no key', secret(`tls.crt: ${VALID}`), INGRESS, [
    'error Gateway edge/public spec.servers[0].tls.credentialName: Gateway edge/public has its certificate from Secret istio-system/cert, but it has neither tls.crt and tls.key nor cert and key.',
  ]],
  ['no certificate', secret('cert: YQ==, key: a2V5'), INGRESS, [
    'error Gateway edge/public spec.servers[0].tls.credentialName: Gateway edge/public has its certificate from Secret istio-system/cert, but its cert is no certificate in PEM form.',
  ]],
  ['a certificate that is out of date', secret(`tls.crt: ${EXPIRED}, tls.key: a2V5`), INGRESS, [
    'error Gateway edge/public spec.servers[0].tls.credentialName: Gateway edge/public has its certificate from Secret istio-system/cert, but its certificate was valid until Jan  2 00:00:00 2020 GMT.',
  ]],
  ['text that is no certificate', secret('tls.crt: abc, tls.key: key', 'stringData'), INGRESS, [
    'error Gateway edge/public spec.servers[0].tls.credentialName: Gateway edge/public has its certificate from Secret istio-system/cert, but its tls.crt is no certificate in PEM form.',
  ]],
])('%s', (_name, yaml, options, expected) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});

test.each([
  ['a certificate and its key', secret(`tls.crt: ${VALID}, tls.key: a2V5`), INGRESS],
  ['the older names', secret(`cert: ${VALID}, key: a2V5`), INGRESS],
  ['pods that are not known', secret('cert: YQ==, key: a2V5'), {}],
])('nothing: %s', (_name, yaml, options) => {
  expect(reported(RULE, yaml, options)).toEqual([]);
});
