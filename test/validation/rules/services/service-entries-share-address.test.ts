import { reported } from '../../run';

const RULE = 'service-entries-share-address';

const entry = (name: string, fields = '', protocol = 'TCP', namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${namespace} }
spec: { hosts: [${name}.example.com], addresses: [240.0.0.1], ports: [{ number: 5432, name: tcp, protocol: ${protocol} }], ${fields === '' ? 'resolution: DNS' : fields} }
---`;

test('both are told of', () => {
  expect(reported(RULE, entry('orders') + entry('stock'))).toEqual([
    'warning ServiceEntry shop/orders spec.addresses[0]: ServiceEntry shop/orders (orders.example.com) and ServiceEntry shop/stock (stock.example.com) both have 240.0.0.1 for TCP port 5432.',
    'warning ServiceEntry shop/stock spec.addresses[0]: ServiceEntry shop/stock (stock.example.com) and ServiceEntry shop/orders (orders.example.com) both have 240.0.0.1 for TCP port 5432.',
  ]);
});

test.each([
  ['one goes where it was going', entry('orders') + entry('stock', 'resolution: NONE'), 2],
  ['other protocols without a host', entry('orders', '', 'MYSQL') + entry('stock', '', 'mongo'), 2],
  ['one is for a namespace, the other for all', entry('orders', 'resolution: DNS, exportTo: [.]') + entry('stock', '', 'TCP', 'bank'), 2],
  ['one namespace sees both', entry('orders', 'resolution: DNS, exportTo: [web]') + entry('stock', 'resolution: DNS, exportTo: [web, shop]'), 2],
  ['of three, two lead to the same place', entry('a', 'resolution: STATIC, endpoints: [{ address: 192.0.2.1 }]') + entry('b', 'resolution: STATIC, endpoints: [{ address: 192.0.2.1 }]') + entry('c'), 3],
])('%s', (_name, yaml, count) => {
  expect(reported(RULE, yaml)).toHaveLength(count);
});

test.each([
  ['TLS says the host', entry('orders', '', 'TLS') + entry('stock', '', 'TLS')],
  ['HTTP says the host', entry('orders', '', 'HTTP') + entry('stock')],
  ['both go where they were going', entry('orders', 'resolution: NONE') + entry('stock', 'resolution: NONE')],
  ['both lead to the same place', entry('orders', 'resolution: STATIC, endpoints: [{ address: 192.0.2.1 }]') + entry('stock', 'resolution: STATIC, endpoints: [{ address: 192.0.2.1 }]')],
  ['no namespace sees both', entry('orders', 'resolution: DNS, exportTo: [.]') + entry('stock', 'resolution: DNS, exportTo: [.]', 'TCP', 'bank')],
  ['nobody sees one', entry('orders', 'resolution: DNS, exportTo: ["~"]') + entry('stock')],
  ['ports differ', entry('orders') + entry('stock').replace('5432', '5433')],
  ['addresses differ', entry('orders') + entry('stock').replace('240.0.0.1', '240.0.0.2')],
])('nothing is said where %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
