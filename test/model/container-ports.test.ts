import { containerPortOf } from '../../src/model/container-ports';
import { readPod } from '../../src/model/kinds/core';

const pod = readPod({ spec: { containers: [{ name: 'a' }, { name: 'b', ports: [{ name: 'web', containerPort: 9080 }] }] } });

test.each([
  [{ number: 80 }, 80],
  [{ number: 80, targetPort: 8080 }, 8080],
  [{ number: 80, targetPort: 'web' }, 9080],
  [{ number: 80, targetPort: 'other' }, undefined],
])('the port of the container behind %j', (port, expected) => {
  expect(containerPortOf(port, pod)).toBe(expected);
});

test('a name is nothing without a pod', () => {
  expect(containerPortOf({ number: 80, targetPort: 'web' }, undefined)).toBeUndefined();
});
