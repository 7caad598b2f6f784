import { findingsOf, reported } from '../../run';

const RULE = 'service-entry-repeated';

const entry = (name: string, spec: string, namespace = name) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${namespace} }
spec: { resolution: DNS, ${spec} }
---`;

const TLS = 'ports: [{ number: 443, name: tls, protocol: TLS }]';
const API = 'hosts: [api.example.com]';

test.each([
  ['other hosts', entry('a', `${API}, ${TLS}`) + entry('b', `hosts: [www.example.com], ${TLS}`)],
  ['other ports', entry('a', `${API}, ${TLS}`) + entry('b', `${API}, ${TLS.replace('443', '8443')}`)],
  ['shown to nobody else', entry('a', `${API}, ${TLS}, exportTo: ["."]`) + entry('b', `${API}, ${TLS}, exportTo: ["."]`)],
  ['other protocols, of which another rule speaks', entry('a', `${API}, ${TLS}`) + entry('b', `${API}, ${TLS.replace('TLS', 'HTTPS')}`)],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('seen together', () => {
  expect(reported(RULE, entry('a', `${API}, ${TLS}`) + entry('b', `hosts: [www.example.com, api.example.com], ${TLS}`))).toEqual([
    'info ServiceEntry a/a spec.hosts[0]: ServiceEntry a/a has port 443 of api.example.com, and so does ServiceEntry b/b.',
    'info ServiceEntry b/b spec.hosts[1]: ServiceEntry b/b has port 443 of api.example.com, and so does ServiceEntry a/a.',
  ]);
});

test.each([
  ['in one namespace', entry('a', `${API}, ${TLS}`, 'shop') + entry('b', `${API}, ${TLS}`, 'shop')],
  ['one that only its own namespace sees', entry('a', `${API}, ${TLS}`) + entry('b', `${API}, ${TLS}, exportTo: ["."]`)],
  ['in any case', entry('a', `${API}, ${TLS}`) + entry('b', `hosts: [API.example.com], ${TLS}`)],
])('%s, as Kiali says it', (_name, yaml) => {
  expect(findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join())).toEqual(['KIA1211', 'KIA1211']);
});
