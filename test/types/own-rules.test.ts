import { compile } from './compile';

const HEAD = `
import { defineRule, networking, gatewayApi, type OwnRule } from '../../src/index';
import { KubeService } from 'cdk8s-plus-28/lib/imports/k8s';
`;
const rule = (body: string): string => `${HEAD}\nexport const rule: OwnRule = defineRule({ id: 'ours', severity: 'error', check(context) {\n${body}\n} });`;

const TYPES = compile({
  known: rule(`for (const { manifest, namespace } of context.all(networking.VirtualService)) manifest.spec.http?.[0]?.match?.[0]?.uri?.prefix?.startsWith(namespace);
    for (const { manifest } of context.all(gatewayApi.HTTPRoute)) manifest.spec.hostnames?.at(0)?.length;
    for (const { manifest } of context.all(KubeService)) manifest.spec?.selector;
    for (const object of context.objects) context.report(object, ['metadata', 0], String(object.manifest['spec']), { severity: 'info', fix: 'f' });`),
  unknownField: rule(`context.all(networking.VirtualService).map(({ manifest }) => manifest.spec.htpp);`),
  unknownSeverity: rule(`context.objects.map((object) => context.report(object, [], 'x', { severity: 'off' }));`),
  changed: rule(`for (const object of context.objects) object.name = 'x';`),
  noKind: rule(`context.all('VirtualService');`),
  noSeverity: `${HEAD}\nexport const rule: OwnRule = { id: 'ours', check() {} };`,
});

test('the fields of a kind have its types', () => {
  expect(TYPES.known).toEqual([]);
});

test.each([
  ['unknownField', /Property 'htpp' does not exist on type 'VirtualServiceSpec'/],
  ['unknownSeverity', /Type '"off"' is not assignable to type 'Severity \| undefined'/],
  ['changed', /Cannot assign to 'name' because it is a read-only property/],
  ['noKind', /Argument of type 'string' is not assignable/],
  ['noSeverity', /Property 'severity' is missing/],
] as const)('%s does not compile', (name, message) => {
  expect(TYPES[name].map((error) => error.message)).toEqual([expect.stringMatching(message)]);
});
