import type { Metrics, TelemetrySpec, Tracing } from '../../../imports/telemetry';
import { isCelSyntax } from '../../schema/cel-syntax';
import { validatePercent } from '../checks/numbers';
import { validateAttachment } from '../checks/target-refs';
import { each, eachPair, type Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/telemetry/ */
export const validateTelemetry: SpecValidator<Wire<TelemetrySpec>> = (spec, at) => {
  const { metrics, tracing = [], accessLogging } = spec;
  validateAttachment(spec, at);
  each(metrics, at.at('metrics'), validateMetrics);
  if (tracing.length > 1) at.at('tracing').warn('ineffective-field', 'There are several entries for tracing, and Istio uses one.', 'Say everything in one entry.');
  each(tracing, at.at('tracing'), validateTracing);
  each(accessLogging, at.at('accessLogging'), ({ filter, providers }, place) => {
    validateProviders(providers, place.at('providers'));
    if (filter !== undefined) validateFilter(filter.expression ?? '', place.at('filter', 'expression'));
  });
};

function validateProviders(providers: Wire<Metrics>['providers'], at: Place): void {
  each(providers, at, ({ name = '' }, place) => {
    if (name === '') place.at('name').error('missing-setting', 'The provider has no name.', 'Name an extension provider of the mesh config.');
  });
}

function validateMetrics({ overrides, providers }: Wire<Metrics>, at: Place): void {
  validateProviders(providers, at.at('providers'));
  each(overrides, at.at('overrides'), ({ match, tagOverrides }, place) => {
    if (match?.customMetric === '') place.at('match', 'customMetric').error('missing-setting', 'The metric has no name.', 'Name it, or match one of Istio\'s by metric.');
    eachPair(tagOverrides, place.at('tagOverrides'), (tag, { operation = 'UPSERT', value = '' }, pair) => {
      if (tag === '') pair.warn('ineffective-field', 'The tag has no name.', 'Name it, or remove it.');
      if (operation === 'UPSERT' && value === '') pair.at('value').error('missing-setting', `The tag "${tag}" is set, and it is not said to what.`, 'Write an expression for its value, or operation: REMOVE.');
      if (operation === 'REMOVE' && value !== '') pair.at('value').error('contradicting-fields', `The tag "${tag}" is removed, and has a value.`, 'Remove the value, or operation: REMOVE.');
    });
  });
}

/** What a tag takes its value from, and the field that says which. */
const TAGS = [['literal', 'value'], ['header', 'name'], ['environment', 'name']] as const;

function validateTracing({ providers = [], customTags, randomSamplingPercentage: share }: Wire<Tracing>, at: Place): void {
  validateProviders(providers, at.at('providers'));
  validatePercent(share, at.at('randomSamplingPercentage'));
  if (providers.length > 1) at.at('providers').warn('ineffective-field', 'There are several providers for tracing, and Istio uses one.', 'Name one.');
  eachPair(customTags, at.at('customTags'), (tag, value, pair) => {
    for (const [source, field] of TAGS) {
      const given: { readonly value?: string; readonly name?: string } | undefined = value[source];
      if (given !== undefined && (given[field] ?? '') === '') pair.at(source, field).error('missing-setting', `The tag "${tag}" has no ${source}.`, `Give it ${source}: { ${field} }.`);
    }
    if (tag === '') pair.error('missing-setting', 'The tag has no name.', 'Name it, or remove it.');
  });
}

function validateFilter(expression: string, at: Place): void {
  if (!isCelSyntax(expression)) {
    at.error('invalid-value', expression === '' ? 'The filter has no expression.' : 'The filter is not an expression of CEL.', 'Write one such as "response.code >= 400"; what it can use is at https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/advanced/attributes.');
  }
}
