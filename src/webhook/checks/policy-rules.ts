import type { Operation, Rule, RuleFrom, RuleTo, Source } from '../../../imports/security';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { isAnyFilled, validateFilled } from './lists';
import { validateCondition } from './policy-conditions';
import { validateIpBlock, validatePaths, validatePortTexts, validateServiceAccounts, validateTrustDomains } from './policy-values';

type SourceList = Exclude<keyof Source, never>;
type ValueCheck = (values: readonly string[] | undefined, at: Place) => void;

const filledIpBlocks: ValueCheck = (values, at) => {
  validateFilled(values, at);
  each(values, at, (value, place) => {
    if (value !== '') validateIpBlock(value, place);
  });
};

const filledPorts: ValueCheck = (values, at) => {
  validatePortTexts(values, at);
};

const SOURCE: { readonly [Field in keyof Required<Source>]: ValueCheck } = {
  ipBlocks: filledIpBlocks,
  notIpBlocks: filledIpBlocks,
  remoteIpBlocks: filledIpBlocks,
  notRemoteIpBlocks: filledIpBlocks,
  principals: validateFilled,
  notPrincipals: validateFilled,
  requestPrincipals: validateFilled,
  notRequestPrincipals: validateFilled,
  namespaces: validateFilled,
  notNamespaces: validateFilled,
  serviceAccounts: validateServiceAccounts,
  notServiceAccounts: validateServiceAccounts,
  trustDomains: validateTrustDomains,
  notTrustDomains: validateTrustDomains,
};

const OPERATION: { readonly [Field in keyof Required<Operation>]: ValueCheck } = {
  hosts: validateFilled,
  notHosts: validateFilled,
  methods: validateFilled,
  notMethods: validateFilled,
  paths: validatePaths,
  notPaths: validatePaths,
  ports: filledPorts,
  notPorts: filledPorts,
};

/** What a connection without HTTP says of its caller; trust domains are not counted among it. */
const KNOWN_WITHOUT_HTTP: readonly SourceList[] = [
  'principals', 'notPrincipals', 'ipBlocks', 'notIpBlocks', 'namespaces', 'notNamespaces', 'remoteIpBlocks', 'notRemoteIpBlocks', 'serviceAccounts', 'notServiceAccounts',
];

/** One rule of an AuthorizationPolicy. */
export function validateRule(rule: Wire<Rule>, at: Place, denies: boolean): void {
  each(rule.from, at.at('from'), validateFrom);
  each(rule.to, at.at('to'), validateTo);
  each(rule.when, at.at('when'), validateCondition);
  if (denies && deniesAllTcp(rule)) {
    at.warn(
      'ineffective-field',
      'The rule denies by what only HTTP knows, so it denies all connections to ports that do not speak HTTP.',
      'Name the ports it is for in each operation: ports: ["8080"].',
    );
  }
}

function validateFrom({ source }: Wire<RuleFrom>, at: Place): void {
  if (source === undefined) {
    at.error('missing-setting', 'The entry of from has no source.', 'Say who is meant in source, or remove the entry.');
    return;
  }
  const place = at.at('source');
  if (isAnyFilled(source.serviceAccounts, source.notServiceAccounts) && isAnyFilled(source.principals, source.notPrincipals, source.namespaces, source.notNamespaces)) {
    place.error('contradicting-fields', 'Service accounts stand beside principals or namespaces, which say the same in another way.', 'Use one of them.');
  }
  validateLists(source, SOURCE, place, 'The source names nobody.');
}

function validateTo({ operation }: Wire<RuleTo>, at: Place): void {
  if (operation === undefined) {
    at.error('missing-setting', 'The entry of to has no operation.', 'Say what is meant in operation, or remove the entry.');
    return;
  }
  validateLists(operation, OPERATION, at.at('operation'), 'The operation names nothing.');
}

function validateLists<Lists extends { readonly [field: string]: readonly string[] | undefined }>(
  lists: Lists,
  checks: { readonly [Field in keyof Lists]-?: ValueCheck },
  at: Place,
  empty: string,
): void {
  const fields: (keyof Lists & string)[] = Object.keys(checks);
  if (!fields.some((field) => isAnyFilled(lists[field]))) at.error('missing-setting', empty, 'Fill one of its lists, or remove the entry.');
  for (const field of fields) checks[field](lists[field], at.at(field));
}

function deniesAllTcp({ from = [], to = [] }: Wire<Rule>): boolean {
  const operations = to.flatMap(({ operation }) => (operation === undefined ? [] : [operation]));
  if (operations.length > 0) return !operations.some(({ ports, notPorts }) => isAnyFilled(ports, notPorts));
  const sources = from.flatMap(({ source }) => (source === undefined ? [] : [source]));
  return sources.length > 0 && !sources.some((source) => KNOWN_WITHOUT_HTTP.some((field) => isAnyFilled(source[field])));
}
