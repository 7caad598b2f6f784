import type { AuthorizationPolicySpec, Rule, Source } from '../../../imports/security';
import { isAnyFilled } from '../checks/lists';
import { validateRule } from '../checks/policy-rules';
import { validateAttachment } from '../checks/target-refs';
import { each, type Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** What an external authorizer is not told, so that nothing can be asked of it. */
const NOT_FOR_CUSTOM: readonly (keyof Source)[] = [
  'namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts', 'trustDomains', 'notTrustDomains', 'principals', 'notPrincipals', 'requestPrincipals', 'notRequestPrincipals',
];
const KEYS_NOT_FOR_CUSTOM = new Set(['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal']);

/** https://istio.io/latest/docs/reference/config/security/authorization-policy/ */
export const validateAuthorizationPolicy: SpecValidator<Wire<AuthorizationPolicySpec>> = (spec, at) => {
  const { action = 'ALLOW', provider, rules = [] } = spec;
  validateAttachment(spec, at);
  if ((action === 'CUSTOM' || action === 'DENY') && rules.length === 0) {
    at.at('rules').error('missing-setting', `A policy of action ${action} without rules is never used.`, 'Give it a rule; "- {}" is one that every request meets.');
  }
  if (action === 'CUSTOM' && rules.length > 0 && (provider?.name ?? '') === '') {
    at.at('provider', 'name').error('missing-setting', 'A policy of action CUSTOM does not say who decides.', 'Name an extension provider of the mesh config.');
  }
  if (action !== 'CUSTOM' && provider !== undefined) {
    at.at('provider').error('contradicting-fields', `A provider is asked by policies of action CUSTOM, and this one has ${action}.`, 'Remove the provider, or set action: CUSTOM.');
  }
  each(rules, at.at('rules'), (rule, place) => {
    validateRule(rule, place, action === 'DENY');
    if (action === 'CUSTOM') validateCustomRule(rule, place);
  });
};

function validateCustomRule({ from, when }: Wire<Rule>, at: Place): void {
  each(from, at.at('from'), ({ source }, place) => {
    for (const field of NOT_FOR_CUSTOM) if (isAnyFilled(source?.[field])) unsupported(field, place.at('source', field));
  });
  each(when, at.at('when'), ({ key = '' }, place) => {
    if (KEYS_NOT_FOR_CUSTOM.has(key) || key.startsWith('request.auth.')) unsupported(key, place.at('key'));
  });
}

function unsupported(what: string, at: Place): void {
  at.error('contradicting-fields', `A policy of action CUSTOM cannot use ${what}.`, 'Leave it out here, and say it in an ALLOW or DENY policy beside this one.');
}
