import { reported } from '../../run';

const RULE = 'unneeded-mtls-exception';

const policy = (where: string, spec: string, metadata = '') => {
  const [namespace, name] = where.split('/');
  return `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace}${metadata === '' ? '' : `, ${metadata}`} }
spec: { ${spec} }
---`;
};
const deployment = (labels: string, namespace = 'bank', template = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: a, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { ${template} containers: [{ name: a, image: a }] } } }
---`;
const mode = (text: string) => `mtls: { mode: ${text} }`;
const billing = (spec: string) => `selector: { matchLabels: { app: billing } }, ${spec}`;
const port = (number: number, text: string) => `portLevelMtls: { "${number}": { mode: ${text} } }`;
const reason = (suffix = '') => `annotations: { cdk8s-istio.dev/mtls-exception${suffix}: old clients }`;
const mesh = (text: string) => policy('istio-system/default', mode(text));

test.each([
  ['no exception', mesh('STRICT') + policy('bank/default', mode('STRICT'))],
  ['one that opens a namespace', mesh('STRICT') + policy('bank/default', mode('PERMISSIVE'), reason())],
  ['one that closes a permissive workload to mutual TLS', mesh('PERMISSIVE') + policy('bank/billing', billing(mode('DISABLE')), reason())],
  ['one that opens a port', mesh('STRICT') + policy('bank/billing', billing(port(8080, 'PERMISSIVE')), reason('-8080'))],
  ['what holds is decided elsewhere', policy('bank/billing', billing(mode('PERMISSIVE')), reason())],
  ['its workload is not there: another rule says it', mesh('STRICT') + deployment('app: other') + policy('bank/billing', billing(mode('PERMISSIVE')), reason())],
  ['a workload whose sidecar is only probable', mesh('STRICT') + deployment('app: billing') + policy('bank/billing', billing(mode('PERMISSIVE')), reason())],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  [
    'a permissive mesh',
    mesh('PERMISSIVE') + policy('bank/default', mode('PERMISSIVE'), reason()),
    ['warning PeerAuthentication bank/default spec.mtls.mode: PeerAuthentication bank/default is an exception with mode PERMISSIVE, and PERMISSIVE holds there (PeerAuthentication istio-system/default) anyway.'],
  ],
  [
    'a workload of a namespace that is let off',
    mesh('STRICT') + policy('bank/default', mode('PERMISSIVE')) + policy('bank/billing', billing(mode('PERMISSIVE')), reason()),
    ['warning PeerAuthentication bank/billing spec.mtls.mode: PeerAuthentication bank/billing is an exception with mode PERMISSIVE, and PERMISSIVE holds there (PeerAuthentication bank/default) anyway.'],
  ],
  [
    'an exception without a mode',
    mesh('STRICT') + policy('bank/billing', billing('mtls: {}'), reason()),
    ['warning PeerAuthentication bank/billing spec.mtls.mode: PeerAuthentication bank/billing is an exception with mode UNSET, and STRICT holds there (PeerAuthentication istio-system/default) anyway.'],
  ],
  [
    'a port of a workload that is let off',
    mesh('STRICT') + policy('bank/billing', billing(`${mode('PERMISSIVE')}, ${port(8080, 'PERMISSIVE')}`), 'annotations: { cdk8s-istio.dev/mtls-exception: a, cdk8s-istio.dev/mtls-exception-8080: b }'),
    ['warning PeerAuthentication bank/billing spec.portLevelMtls["8080"].mode: PeerAuthentication bank/billing is an exception with mode PERMISSIVE for port 8080, and that is the mode of all ports anyway.'],
  ],
  [
    'a port in a permissive mesh',
    mesh('PERMISSIVE') + policy('bank/billing', billing(port(8080, 'PERMISSIVE')), reason('-8080')),
    ['warning PeerAuthentication bank/billing spec.portLevelMtls["8080"].mode: PeerAuthentication bank/billing is an exception with mode PERMISSIVE for port 8080, and PERMISSIVE holds there (PeerAuthentication istio-system/default) anyway.'],
  ],
  [
    'workloads that are not in the mesh',
    mesh('STRICT') + deployment('app: billing, sidecar.istio.io/inject: "false"') + policy('bank/billing', billing(mode('PERMISSIVE')), reason()),
    ['warning PeerAuthentication bank/billing spec.selector.matchLabels: PeerAuthentication bank/billing is an exception for workloads that have no sidecar and are not in ambient: nothing obeys it.'],
  ],
  [
    'a namespace of such workloads',
    mesh('STRICT') + deployment('app: billing', 'bank', 'hostNetwork: true,') + policy('bank/default', mode('PERMISSIVE'), reason()),
    ['warning PeerAuthentication bank/default metadata.namespace: PeerAuthentication bank/default is an exception for workloads that have no sidecar and are not in ambient: nothing obeys it.'],
  ],
])('found: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test('without auto mTLS, clients of workloads without a sidecar must know of DISABLE', () => {
  const yaml = (text: string) => mesh('STRICT') + deployment('app: billing, sidecar.istio.io/inject: "false"') + policy('bank/default', mode(text), reason());
  expect(reported(RULE, yaml('DISABLE'), { settings: { autoMtls: false } })).toEqual([]);
  expect(reported(RULE, yaml('PERMISSIVE'), { settings: { autoMtls: false } })).toHaveLength(1);
  expect(reported(RULE, yaml('DISABLE'))).toHaveLength(1);
});

describe('with the whole cluster in sight', () => {
  const complete = { settings: { complete: true } };

  test('no policy at all is PERMISSIVE', () => {
    const yaml = deployment('app: billing') + policy('bank/billing', billing(mode('PERMISSIVE')), reason());
    expect(reported(RULE, yaml, complete)).toEqual([
      'warning PeerAuthentication bank/billing spec.mtls.mode: PeerAuthentication bank/billing is an exception with mode PERMISSIVE, and PERMISSIVE holds there (no policy says otherwise) anyway.',
    ]);
  });

  test('a namespace without workloads is an error, unless they are declared', () => {
    const yaml = mesh('STRICT') + policy('bank/default', mode('PERMISSIVE'), reason());
    expect(reported(RULE, yaml, complete)).toEqual([
      'error PeerAuthentication bank/default metadata.namespace: PeerAuthentication bank/default is an exception for namespace bank, in which there is no workload.',
    ]);
    const declared = { workloads: [{ namespace: 'bank', labels: { app: 'elsewhere' } }] };
    expect(reported(RULE, yaml, { settings: { complete: true, declared } })).toEqual([]);
  });
});

test('an exception for a workload that does not exist is an error of selector-matches-nothing', () => {
  const yaml = mesh('STRICT') + deployment('app: other') + policy('bank/billing', billing(port(8080, 'PERMISSIVE')), reason('-8080'));
  expect(reported('selector-matches-nothing', yaml)).toEqual([
    'error PeerAuthentication bank/billing spec.selector.matchLabels: PeerAuthentication bank/billing selects app=billing, and no workload in namespace bank has these labels.',
  ]);
});
