import type { IstioVersion } from '../model/settings';
import { isFields } from '../model/values';

type Check = (value: unknown, option: string) => string | undefined;

const ISTIO_VERSIONS: Readonly<Record<IstioVersion, true>> = { '1.29': true, '1.30': true, '1.31': true };
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LONGEST_DOMAIN = 253;
/** Reference: https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md#21-trust-domain */
const TRUST_DOMAIN = /^[a-z0-9._-]{1,255}$/;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['istio', oneOf(Object.keys(ISTIO_VERSIONS))],
  ['rootNamespace', namespace],
  ['clusterDomain', domain],
  ['trustDomain', trustDomain],
  ['autoMtls', flag],
  ['dataPlane', oneOf(['sidecar', 'ambient'])],
  ['defaultNamespace', namespace],
  ['complete', flag],
  ['baseline', folder],
  ['declared', declared],
]);

const DECLARED_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['hosts', listOf(declaredHost)],
  ['gateways', listOf(declaredGateway)],
  ['subsets', listOf(declaredSubsets)],
  ['workloads', listOf(declaredWorkload)],
]);

/** What is wrong with options of `Mesh.configure`, in one sentence; undefined when nothing is. JavaScript programs need it too. */
export function optionProblem(options: unknown): string | undefined {
  return firstProblem(options, CHECKS, 'options', '');
}

function firstProblem(value: unknown, checks: ReadonlyMap<string, Check>, what: string, prefix: string): string | undefined {
  if (!isFields(value)) return `${what} must be an object, not ${show(value)}`;
  for (const [key, field] of Object.entries(value)) {
    const check = checks.get(key);
    if (check === undefined) return `there is no option "${prefix}${key}"; known are ${[...checks.keys()].join(', ')}`;
    const problem = field === undefined ? undefined : check(field, prefix + key);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function oneOf(choices: readonly string[]): Check {
  return (value, option) =>
    typeof value === 'string' && choices.includes(value) ? undefined : `${option} must be one of ${choices.map(show).join(', ')}, not ${show(value)}`;
}

function flag(value: unknown, option: string): string | undefined {
  return typeof value === 'boolean' ? undefined : `${option} must be true or false, not ${show(value)}`;
}

function namespace(value: unknown, option: string): string | undefined {
  return typeof value === 'string' && DNS_LABEL.test(value)
    ? undefined
    : `${option} must be the name of a namespace (lower-case letters, digits and "-", at most 63), not ${show(value)}`;
}

function folder(value: unknown, option: string): string | undefined {
  return typeof value === 'string' && value !== '' ? undefined : `${option} must be the path of a folder, not ${show(value)}`;
}

function domain(value: unknown, option: string): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST_DOMAIN && value.split('.').every((label) => DNS_LABEL.test(label))
    ? undefined
    : `${option} must be a domain like "cluster.local" (lower-case labels joined by dots, none at the ends), not ${show(value)}`;
}

function trustDomain(value: unknown, option: string): string | undefined {
  return typeof value === 'string' && TRUST_DOMAIN.test(value)
    ? undefined
    : `${option} must be a trust domain like "cluster.local" (lower-case letters, digits, ".", "-", "_"), not ${show(value)}`;
}

function declared(value: unknown, option: string): string | undefined {
  return firstProblem(value, DECLARED_CHECKS, option, `${option}.`);
}

/** A short name is completed by the namespace of whoever writes it, so here it would be no host of anyone. */
function declaredHost(value: unknown, option: string): string | undefined {
  return typeof value === 'string' && value.includes('.') && domain(value.replace(/^\*\./, '').toLowerCase(), option) === undefined
    ? undefined
    : `${option} must be a full host like "reviews.bookinfo.svc.cluster.local" or "*.example.com", not ${show(value)}`;
}

function declaredGateway(value: unknown, option: string): string | undefined {
  return typeof value === 'string' && /^[a-z0-9-]+\/[a-z0-9.-]+$/.test(value)
    ? undefined
    : `${option} must be a gateway as "namespace/name", not ${show(value)}`;
}

function declaredSubsets(value: unknown, option: string): string | undefined {
  const names: unknown = isFields(value) ? value['subsets'] : undefined;
  const fits =
    isFields(value) &&
    Object.keys(value).every((key) => key === 'host' || key === 'subsets') &&
    declaredHost(value['host'], option) === undefined &&
    Array.isArray(names) &&
    names.every((name) => typeof name === 'string' && name !== '');
  return fits ? undefined : `${option} must be { host, subsets } with a full host and the names of its subsets, not ${show(value)}`;
}

function declaredWorkload(value: unknown, option: string): string | undefined {
  const fits = isFields(value) && namespace(value['namespace'], option) === undefined && isLabels(value['labels']);
  return fits ? undefined : `${option} must be { namespace, labels } with texts as labels, not ${show(value)}`;
}

function listOf(check: Check): Check {
  return (value, option) => {
    if (!Array.isArray(value)) return `${option} must be a list, not ${show(value)}`;
    for (const [index, item] of value.entries()) {
      const problem = check(item, `${option}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function isLabels(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((label) => typeof label === 'string');
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
