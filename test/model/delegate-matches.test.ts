import { delegateConflict } from '../../src/model/delegate-matches';
import type { HttpMatch } from '../../src/model/kinds/networking';

const conflict = (root: HttpMatch, leaf: HttpMatch) => delegateConflict({ match: root, namespace: 'edge' }, { match: leaf, namespace: 'shop' });

const A = { prefix: '/a' };

test.each<[HttpMatch, HttpMatch]>([
  [{}, { uri: A }],
  [{ uri: A }, {}],
  [{ uri: A }, { uri: A }],
  [{ uri: A }, { uri: { prefix: '/ab' } }],
  [{ uri: A }, { uri: { exact: '/a/b' } }],
  [{ uri: { exact: '/a' } }, { uri: { exact: '/a' } }],
  [{ headers: { x: { exact: '1' } } }, { headers: { y: { exact: '2' } } }],
  [{ port: 80 }, { port: 80 }],
  [{ port: 80 }, {}],
  [{ sourceNamespace: 'web' }, { sourceNamespace: 'web' }],
  [{}, { sourceNamespace: 'web' }],
  [{ sourceLabels: { app: 'a' } }, { sourceLabels: { version: 'v1' } }],
  [{ gateways: ['edge/public', 'mesh'] }, { gateways: ['mesh'] }],
  [{ gateways: ['public'] }, { gateways: ['edge/public'] }],
  [{ gateways: ['public'] }, {}],
])('%j takes %j', (root, leaf) => {
  expect(conflict(root, leaf)).toBeUndefined();
});

test.each<[HttpMatch, HttpMatch, string]>([
  [{ uri: A }, { uri: { prefix: '/b' } }, 'uri'],
  [{ uri: A }, { uri: { prefix: '/' } }, 'uri'],
  [{ uri: A }, { uri: { exact: '/b' } }, 'uri'],
  [{ uri: { exact: '/a' } }, { uri: A }, 'uri'],
  [{ uri: { exact: '/a' } }, { uri: { exact: '/b' } }, 'uri'],
  [{ uri: { regex: '/a.*' } }, { uri: { regex: '/a.*' } }, 'uri'],
  [{ uri: A }, { uri: { regex: '/a.*' } }, 'uri'],
  [{ method: { exact: 'GET' } }, { method: { exact: 'PUT' } }, 'method'],
  [{ headers: { x: {} } }, { headers: { x: { exact: '1' } } }, 'headers'],
  [{ withoutHeaders: { x: { exact: '1' } } }, { withoutHeaders: { x: { exact: '2' } } }, 'withoutHeaders'],
  [{ queryParams: { x: { exact: '1' } } }, { queryParams: { x: { exact: '2' } } }, 'queryParams'],
  [{ ignoreUriCase: true }, {}, 'ignoreUriCase'],
  [{ port: 80 }, { port: 81 }, 'port'],
  [{ sourceNamespace: 'web' }, {}, 'sourceNamespace'],
  [{ sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'b' } }, 'sourceLabels'],
  [{ gateways: ['mesh'] }, { gateways: ['edge/public'] }, 'gateways'],
  [{ gateways: ['mesh'] }, { gateways: ['mesh', 'edge/public'] }, 'gateways'],
  [{ gateways: ['public'] }, { gateways: ['public'] }, 'gateways'],
])('%j does not take %j', (root, leaf, field) => {
  expect(conflict(root, leaf)).toBe(field);
});
