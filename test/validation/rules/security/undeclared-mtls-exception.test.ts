import { reported } from '../../run';

const RULE = 'undeclared-mtls-exception';
const DECLARED = 'annotations: { cdk8s-istio.dev/mtls-exceptions: declared }';

const policy = (where: string, spec: string, metadata = '') => {
  const [namespace, name] = where.split('/');
  return `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace}${metadata === '' ? '' : `, ${metadata}`} }
spec: { ${spec} }
---`;
};
const mode = (text: string) => `mtls: { mode: ${text} }`;
const billing = (spec: string) => `selector: { matchLabels: { app: billing } }, ${spec}`;
const reason = (suffix = '') => `annotations: { cdk8s-istio.dev/mtls-exception${suffix}: old clients }`;
const MESH = policy('istio-system/default', mode('STRICT'), DECLARED);
const BANK = policy('bank/default', mode('STRICT'), DECLARED);

test.each([
  ['nobody asks for reasons', policy('istio-system/default', mode('STRICT')) + policy('bank/default', mode('PERMISSIVE'))],
  ['the mesh is not strict', policy('istio-system/default', mode('PERMISSIVE')) + policy('bank/default', mode('DISABLE'))],
  ['a declared exception for a namespace', MESH + policy('bank/default', mode('PERMISSIVE'), reason())],
  ['a declared exception for a workload', MESH + policy('bank/billing', billing(mode('DISABLE')), reason())],
  ['a declared exception for a port', MESH + policy('bank/billing', billing('portLevelMtls: { "8080": { mode: PERMISSIVE } }'), reason('-8080'))],
  ['ports of a workload that is let off', MESH + policy('bank/billing', billing(`${mode('PERMISSIVE')}, portLevelMtls: { "8080": { mode: DISABLE } }`), reason())],
  ['workloads of a namespace that is let off', MESH + policy('bank/default', mode('PERMISSIVE'), reason()) + policy('bank/billing', billing(mode('PERMISSIVE')))],
  ['as strict as the mesh', MESH + policy('bank/default', mode('STRICT')) + policy('bank/billing', billing(mode('STRICT')))],
  ['says nothing', MESH + policy('bank/default', 'mtls: { mode: UNSET }') + policy('bank/billing', billing('portLevelMtls: { "8080": { mode: UNSET } }'))],
  ['a selector in the root namespace is for nobody', MESH + policy('istio-system/billing', billing(mode('DISABLE')))],
  ['a second policy of the mesh: another rule says it', MESH + policy('istio-system/mesh', mode('PERMISSIVE'))],
  ['a namespace that is strict alone does not bind others', BANK + policy('shop/default', mode('PERMISSIVE'))],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  [
    'a namespace',
    MESH + policy('bank/default', mode('PERMISSIVE')),
    ['error PeerAuthentication bank/default spec.mtls.mode: PeerAuthentication bank/default makes namespace bank PERMISSIVE where PeerAuthentication istio-system/default says STRICT, and is no declared exception.'],
  ],
  [
    'a workload, below a namespace that is strict alone',
    BANK + policy('bank/billing', billing(mode('DISABLE'))),
    ['error PeerAuthentication bank/billing spec.mtls.mode: PeerAuthentication bank/billing makes workloads with app=billing DISABLE where PeerAuthentication bank/default says STRICT, and is no declared exception.'],
  ],
  [
    'a port beside a declared one, of a workload that is STRICT itself',
    MESH + policy('bank/billing', billing(`${mode('STRICT')}, portLevelMtls: { "8080": { mode: PERMISSIVE }, "9090": { mode: DISABLE } }`), reason('-8080')),
    [
      'error PeerAuthentication bank/billing spec.portLevelMtls["9090"].mode: PeerAuthentication bank/billing makes port 9090 of workloads with app=billing DISABLE where PeerAuthentication istio-system/default says STRICT, and is no declared exception.',
    ],
  ],
  [
    'a blank reason is none',
    MESH + policy('bank/default', mode('PERMISSIVE'), 'annotations: { cdk8s-istio.dev/mtls-exception: " " }'),
    ['error PeerAuthentication bank/default spec.mtls.mode: PeerAuthentication bank/default makes namespace bank PERMISSIVE where PeerAuthentication istio-system/default says STRICT, and is no declared exception.'],
  ],
  [
    'a policy that asks for reasons and was patched',
    policy('istio-system/default', mode('PERMISSIVE'), DECLARED),
    ['error PeerAuthentication istio-system/default spec.mtls.mode: PeerAuthentication istio-system/default asks that exceptions to STRICT be declared, and is PERMISSIVE itself.'],
  ],
])('found: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test('in another root namespace', () => {
  const yaml = policy('mesh/default', mode('STRICT'), DECLARED) + policy('istio-system/default', mode('DISABLE'));
  expect(reported(RULE, yaml, { settings: { rootNamespace: 'mesh' } })).toEqual([expect.stringContaining('makes namespace istio-system DISABLE')]);
});
