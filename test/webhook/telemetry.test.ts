import { remarksOn } from './run';

const telemetry = (spec: string): string => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: a, namespace: shop }
spec: { ${spec} }
`;

const tags = (overrides: string): string => `metrics: [{ overrides: [{ tagOverrides: { ${overrides} } }] }]`;
const filter = (expression: string): string => `accessLogging: [{ filter: { expression: ${JSON.stringify(expression)} } }]`;
const TAGS = 'spec.metrics[0].overrides[0].tagOverrides';

test.each([
  ['nothing', '', []],
  ['a target', 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: a }]', []],
  ['a tag that is set', tags('a: { value: "1" }'), []],
  ['a tag that is removed', tags('a: { operation: REMOVE }'), []],
  ['an expression', filter('response.code >= 400 || !has(request.headers["x-a"].b)'), []],
  ['no labels in the selector', 'selector: {}', ['warning ineffective-field spec.selector']],
  ['a target that has no proxy', 'targetRef: { group: apps, kind: Deployment, name: a }', ['error invalid-target spec.targetRef']],
  ['one of several targets', 'targetRefs: [{ kind: Service, name: a }, { group: networking.istio.io, kind: Gateway, name: a }]', ['error invalid-target spec.targetRefs[1]']],
  ['a tag without value', tags('a: {}'), [`error missing-setting ${TAGS}.a.value`]],
  ['a tag without name', tags('"": { value: "1" }'), [`warning ineffective-field ${TAGS}[""]`]],
  ['two entries for tracing', 'tracing: [{}, {}]', ['warning ineffective-field spec.tracing']],
  ['two providers for tracing', 'tracing: [{ providers: [{ name: a }, { name: b }] }]', ['warning ineffective-field spec.tracing[0].providers']],
  ['a custom tag without name', 'tracing: [{ customTags: { "": { literal: { value: a } } } }]', ['error missing-setting spec.tracing[0].customTags[""]']],
  ['no expression', 'accessLogging: [{ filter: {} }]', ['error invalid-value spec.accessLogging[0].filter.expression']],
  ['half an expression', filter('response.code >='), ['error invalid-value spec.accessLogging[0].filter.expression']],
])('%s', (_name, spec, said) => {
  expect(remarksOn(telemetry(spec))).toEqual(said);
});
