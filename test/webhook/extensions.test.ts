import { remarksOn } from './run';

const extension = (kind: string, spec: string): string => `
apiVersion: extensions.istio.io/v1alpha1
kind: ${kind}
metadata: { name: a, namespace: shop }
spec: { ${spec} }
`;

/** Few enough characters for the schema, and too many bytes for istiod. */
const umlauts = (characters: number): string => 'ä'.repeat(characters);

describe('WasmPlugin', () => {
  test.each([
    ['a module', 'url: "oci://example.com/a:1", pluginName: a, imagePullSecret: b, vmConfig: { env: [{ name: A, value: b }] }', []],
    ['a target', 'url: example.com/a, targetRefs: [{ group: networking.istio.io, kind: ServiceEntry, name: a }]', []],
    ['names as long as they may be', `url: a.b/c, pluginName: ${umlauts(128)}, imagePullSecret: ${umlauts(126)}`, []],
    ['no labels in the selector', 'url: a.b/c, selector: {}', ['warning ineffective-field spec.selector']],
    ['another target', 'url: a.b/c, targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: a }]', ['error invalid-target spec.targetRefs[0]']],
    ['one target', 'url: a.b/c, targetRef: { kind: Deployment, name: a }', ['error invalid-target spec.targetRef']],
    ['a long name', `url: a.b/c, pluginName: ${umlauts(129)}`, ['error invalid-value spec.pluginName']],
    ['a long name of a Secret', `url: a.b/c, imagePullSecret: ${umlauts(127)}`, ['error invalid-value spec.imagePullSecret']],
    ['a long name of a variable', `url: a.b/c, vmConfig: { env: [{ name: A }, { name: ${umlauts(129)} }] }`, ['error invalid-value spec.vmConfig.env[1].name']],
  ])('%s', (_name, spec, said) => {
    expect(remarksOn(extension('WasmPlugin', spec))).toEqual(said);
  });
});

describe('TrafficExtension', () => {
  test.each([
    ['a script', 'lua: { inlineCode: a }', []],
    ['a module', 'wasm: { url: example.com/a, pluginName: a }', []],
    ['a script as long as it may be', `lua: { inlineCode: ${umlauts(32768)} }`, []],
    ['no labels in the selector', 'lua: { inlineCode: a }, selector: {}', ['warning ineffective-field spec.selector']],
    ['another target', 'lua: { inlineCode: a }, targetRefs: [{ kind: Pod, name: a }]', ['error invalid-target spec.targetRefs[0]']],
    ['a long script', `lua: { inlineCode: ${umlauts(32769)} }`, ['error invalid-value spec.lua.inlineCode']],
    ['a long name', `wasm: { url: a.b/c, pluginName: ${umlauts(129)} }`, ['error invalid-value spec.wasm.pluginName']],
    ['a long name of a Secret', `wasm: { url: a.b/c, imagePullSecret: ${umlauts(127)} }`, ['error invalid-value spec.wasm.imagePullSecret']],
    ['a long name of a variable', `wasm: { url: a.b/c, vmConfig: { env: [{ name: ${umlauts(129)} }] } }`, ['error invalid-value spec.wasm.vmConfig.env[0].name']],
  ])('%s', (_name, spec, said) => {
    expect(remarksOn(extension('TrafficExtension', spec))).toEqual(said);
  });
});
