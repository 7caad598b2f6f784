import * as fc from 'fast-check';
import type { AccessEdge } from '../../src/constructs/access-edges';
import { MeshService } from '../../src/constructs/mesh-service';
import { subdomainProblem } from '../../src/model/names';
import { edgeName, serviceName } from '../../src/patterns/zero-trust/names';

const edge = (alias?: string): AccessEdge => ({ to: MeshService.of({ name: 'x', namespace: 'shop', ports: [] }), alias, way: 'service', request: {}, made: {} });

test.each([
  [edgeName('reviews', 'shop', edge(), { namespace: 'shop', serviceAccount: 'web' }, false), 'reviews-from-web'],
  [edgeName('reviews', 'shop', edge(), { namespace: 'edge', serviceAccount: 'web' }, false), 'reviews-from-edge.web'],
  [edgeName('reviews', 'shop', edge(), { namespace: 'edge', serviceAccount: 'web' }, true), 'reviews-pods-from-edge.web'],
  [edgeName('reviews', 'shop', edge('probe'), undefined, false), 'reviews-for-probe'],
  [edgeName('reviews', 'shop', edge('The Probe!'), undefined, false), 'reviews-for-the-probe-8d1f0d03'],
  [serviceName('reviews', 'ztunnel'), 'reviews-at-ztunnel'],
])('%s', (name, expected) => {
  expect(name.replace(/-[0-9a-f]{8}$/, '')).toBe(expected.replace(/-[0-9a-f]{8}$/, ''));
  expect(/-[0-9a-f]{8}$/.test(name)).toBe(/-[0-9a-f]{8}$/.test(expected));
});

test('two edges never share a name, and every name is one', () => {
  const word = fc.constantFrom('a', 'b', 'a-from-b', 'x-pods', 'b-for-a', 'a-at-ztunnel', 'ztunnel', 'a'.repeat(60), 'pods');
  const account = fc.oneof(word, fc.tuple(word, word).map((words) => words.join('.')), fc.constant(Array(4).fill('s'.repeat(62)).join('.')));
  const subject = fc.record({ namespace: word, serviceAccount: account }, { requiredKeys: ['namespace', 'serviceAccount'] });
  const named = fc.oneof(
    fc.tuple(word, subject, fc.boolean()).map(([service, who, direct]) => ({ key: JSON.stringify([service, who.namespace, who.serviceAccount, direct]), name: edgeName(service, 'a', edge(), who, direct) })),
    fc.tuple(word, word).map(([service, alias]) => ({ key: JSON.stringify([service, alias]), name: edgeName(service, 'a', edge(alias), undefined, false) })),
    word.map((service) => ({ key: JSON.stringify([service]), name: serviceName(service, 'ztunnel') })),
  );
  fc.assert(
    fc.property(named, named, (one, other) => {
      expect(one.name === other.name).toBe(one.key === other.key);
      expect(subdomainProblem(one.name)).toBeUndefined();
    }),
    { numRuns: 3000 },
  );
});
