import { reported } from '../../run';

const RULE = 'host-with-port';

const networking = (kind: string, spec: string) => `
apiVersion: networking.istio.io/v1
kind: ${kind}
metadata: { name: reviews, namespace: shop }
spec: ${spec}
`;

test.each([
  ['an IPv6 address', networking('VirtualService', '{ hosts: ["2001:db8::1"], http: [] }')],
  ['a name', networking('DestinationRule', '{ host: reviews }')],
  ['a namespace with a wildcard', networking('Sidecar', '{ egress: [{ hosts: ["shop/*"] }] }')],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['VirtualService', '{ hosts: ["reviews:80"], http: [{ directResponse: { status: 200 } }] }', 'spec.hosts[0]', 'reviews:80'],
  ['VirtualService', '{ hosts: [reviews], http: [{ route: [{ destination: { host: "reviews:9080" } }] }] }', 'spec.http[0].route[0].destination.host', 'reviews:9080'],
  ['VirtualService', '{ hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }], mirror: { host: "shadow:80" } }] }', 'spec.http[0].mirror.host', 'shadow:80'],
  ['VirtualService', '{ hosts: [reviews], tcp: [{ route: [{ destination: { host: "reviews:80" } }] }] }', 'spec.tcp[0].route[0].destination.host', 'reviews:80'],
  ['DestinationRule', '{ host: "reviews:80" }', 'spec.host', 'reviews:80'],
  ['ServiceEntry', '{ hosts: [a.example.com, "b.example.com:443"] }', 'spec.hosts[1]', 'b.example.com:443'],
  ['Gateway', '{ servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["shop.example.com:80"] }] }', 'spec.servers[0].hosts[0]', 'shop.example.com:80'],
  ['Sidecar', '{ egress: [{ hosts: ["shop/reviews.shop.svc.cluster.local:80"] }] }', 'spec.egress[0].hosts[0]', 'shop/reviews.shop.svc.cluster.local:80'],
])('in a %s: %s', (kind, spec, path, host) => {
  expect(reported(RULE, networking(kind, spec))).toEqual([
    `error ${kind} shop/reviews ${path}: ${kind} shop/reviews has the host "${host}"; a host has no port. Write "${host.replace(/:\d+$/, '')}".`,
  ]);
});
