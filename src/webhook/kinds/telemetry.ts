import type { Metrics, TelemetrySpec, Tracing } from '../../../imports/telemetry';
import { isCelSyntax } from '../../schema/cel-syntax';
import { validateSelector } from '../checks/selector';
import { validateTargetRefs } from '../checks/target-refs';
import { each, eachPair, type Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/telemetry/ */
export const validateTelemetry: SpecValidator<Wire<TelemetrySpec>> = (spec, at) => {
  const { metrics, tracing = [], accessLogging } = spec;
  validateSelector(spec.selector, at.at('selector'));
  validateTargetRefs(spec, at);
  each(metrics, at.at('metrics'), validateMetrics);
  if (tracing.length > 1) at.at('tracing').warn('ineffective-field', 'There are several entries for tracing, and Istio uses one.', 'Say everything in one entry.');
  each(tracing, at.at('tracing'), validateTracing);
  each(accessLogging, at.at('accessLogging'), ({ filter }, place) => {
    if (filter !== undefined) validateFilter(filter.expression ?? '', place.at('filter', 'expression'));
  });
};

function validateMetrics({ overrides }: Wire<Metrics>, at: Place): void {
  each(overrides, at.at('overrides'), ({ tagOverrides }, place) => {
    eachPair(tagOverrides, place.at('tagOverrides'), (tag, { operation = 'UPSERT', value = '' }, pair) => {
      if (tag === '') pair.warn('ineffective-field', 'The tag has no name.', 'Name it, or remove it.');
      if (operation === 'UPSERT' && value === '') pair.at('value').error('missing-setting', `The tag "${tag}" is set, and it is not said to what.`, 'Write an expression for its value, or operation: REMOVE.');
    });
  });
}

function validateTracing({ providers = [], customTags }: Wire<Tracing>, at: Place): void {
  if (providers.length > 1) at.at('providers').warn('ineffective-field', 'There are several providers for tracing, and Istio uses one.', 'Name one.');
  eachPair(customTags, at.at('customTags'), (tag, _value, pair) => {
    if (tag === '') pair.error('missing-setting', 'The tag has no name.', 'Name it, or remove it.');
  });
}

function validateFilter(expression: string, at: Place): void {
  if (!isCelSyntax(expression)) {
    at.error('invalid-value', expression === '' ? 'The filter has no expression.' : 'The filter is not an expression of CEL.', 'Write one such as "response.code >= 400"; what it can use is at https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/advanced/attributes.');
  }
}
