/**
 * All that the library asks of the checks, in one place: it is loaded when a first check runs, not with the package, because it brings
 * the rules, the schema facts and the CEL and RE2 engines along.
 */
export { STALE_IGNORE, staleIgnore, withoutIgnored } from './ignore';
export { listItems } from './lists';
export { readRuleSettings, ruleIdProblem, withSettings } from './rule-settings';
export { CATALOGUE } from './rules';
export { check } from './validate';
