import { isGatewayKey } from '../model/gateways';
import { labelProblem } from '../model/names';
import { formatPath, type Path } from '../model/path';
import type { IstioVersion } from '../model/settings';
import { isFields } from '../model/values';

/** What is wrong with an option, in one sentence that names it, and where it stands among the options. */
export interface OptionProblem {
  readonly path: Path;
  readonly message: string;
}

type Check = (value: unknown, path: Path) => OptionProblem | undefined;

const ISTIO_VERSIONS: Readonly<Record<IstioVersion, true>> = { '1.29': true, '1.30': true, '1.31': true };
const LONGEST_DOMAIN = 253;
/** Reference: https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md#21-trust-domain */
const TRUST_DOMAIN = /^[a-z0-9._-]{1,255}$/;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['istio', oneOf(Object.keys(ISTIO_VERSIONS))],
  ['rootNamespace', namespace],
  ['clusterDomain', domain],
  ['trustDomain', trustDomain],
  ['autoMtls', flag],
  ['defaultExportTo', defaultExportTo],
  ['dataPlane', oneOf(['sidecar', 'ambient'])],
  ['defaultNamespace', namespace],
  ['complete', flag],
  ['baseline', folder],
  ['declared', declared],
]);

const EXPORT_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['services', listOf(viewer)],
  ['virtualServices', listOf(viewer)],
  ['destinationRules', listOf(viewer)],
]);

const DECLARED_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['hosts', listOf(declaredHost)],
  ['gateways', listOf(declaredGateway)],
  ['subsets', listOf(declaredSubsets)],
  ['workloads', listOf(declaredWorkload)],
]);

/** What is wrong with options of `Mesh.configure`, in one sentence; undefined when nothing is. JavaScript programs need it too. */
export function optionProblem(options: unknown): string | undefined {
  return firstProblem(options, CHECKS, [])?.message;
}

/** The same with its place, for one option. */
export function problemOfOption(name: string, value: unknown): OptionProblem | undefined {
  return firstProblem({ [name]: value }, CHECKS, []);
}

function firstProblem(value: unknown, checks: ReadonlyMap<string, Check>, path: Path): OptionProblem | undefined {
  if (!isFields(value)) return must(path, 'be an object', value);
  for (const [key, field] of Object.entries(value)) {
    const check = checks.get(key);
    const at = [...path, key];
    if (check === undefined) return { path: at, message: `there is no option "${formatPath(at)}"; known are ${[...checks.keys()].join(', ')}` };
    const problem = field === undefined ? undefined : check(field, at);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function must(path: Path, be: string, value: unknown): OptionProblem {
  return { path, message: `${path.length === 0 ? 'options' : formatPath(path)} must ${be}, not ${show(value)}` };
}

function oneOf(choices: readonly string[]): Check {
  return (value, path) => (typeof value === 'string' && choices.includes(value) ? undefined : must(path, `be one of ${choices.map(show).join(', ')}`, value));
}

function flag(value: unknown, path: Path): OptionProblem | undefined {
  return typeof value === 'boolean' ? undefined : must(path, 'be true or false', value);
}

function namespace(value: unknown, path: Path): OptionProblem | undefined {
  return typeof value === 'string' && labelProblem(value) === undefined ? undefined : must(path, 'be the name of a namespace (lower-case letters, digits and "-", at most 63)', value);
}

function folder(value: unknown, path: Path): OptionProblem | undefined {
  return typeof value === 'string' && value !== '' ? undefined : must(path, 'be the path of a folder', value);
}

function domain(value: unknown, path: Path): OptionProblem | undefined {
  return isDomain(value) ? undefined : must(path, 'be a domain like "cluster.local" (lower-case labels joined by dots, none at the ends)', value);
}

function isDomain(value: unknown): boolean {
  return typeof value === 'string' && value.length <= LONGEST_DOMAIN && value.split('.').every((label) => labelProblem(label) === undefined);
}

function trustDomain(value: unknown, path: Path): OptionProblem | undefined {
  return typeof value === 'string' && TRUST_DOMAIN.test(value) ? undefined : must(path, 'be a trust domain like "cluster.local" (lower-case letters, digits, ".", "-", "_")', value);
}

function defaultExportTo(value: unknown, path: Path): OptionProblem | undefined {
  return firstProblem(value, EXPORT_CHECKS, path);
}

function viewer(value: unknown, path: Path): OptionProblem | undefined {
  const fits = value === '.' || value === '*' || value === '~' || namespace(value, path) === undefined;
  return fits ? undefined : must(path, 'be the name of a namespace, or ".", "*" or "~"', value);
}

function declared(value: unknown, path: Path): OptionProblem | undefined {
  return firstProblem(value, DECLARED_CHECKS, path);
}

/** A short name is completed by the namespace of whoever writes it, so here it would be no host of anyone. */
function declaredHost(value: unknown, path: Path): OptionProblem | undefined {
  const fits = typeof value === 'string' && value.includes('.') && isDomain(value.replace(/^\*\./, '').toLowerCase());
  return fits ? undefined : must(path, 'be a full host like "reviews.bookinfo.svc.cluster.local" or "*.example.com"', value);
}

function declaredGateway(value: unknown, path: Path): OptionProblem | undefined {
  return typeof value === 'string' && isGatewayKey(value) ? undefined : must(path, 'be a gateway as "namespace/name"', value);
}

function declaredSubsets(value: unknown, path: Path): OptionProblem | undefined {
  const names: unknown = isFields(value) ? value['subsets'] : undefined;
  const fits =
    isFields(value) &&
    Object.keys(value).every((key) => key === 'host' || key === 'subsets') &&
    declaredHost(value['host'], path) === undefined &&
    Array.isArray(names) &&
    names.every((name) => typeof name === 'string' && name !== '');
  return fits ? undefined : must(path, 'be { host, subsets } with a full host and the names of its subsets', value);
}

function declaredWorkload(value: unknown, path: Path): OptionProblem | undefined {
  const fits = isFields(value) && namespace(value['namespace'], path) === undefined && isLabels(value['labels']);
  return fits ? undefined : must(path, 'be { namespace, labels } with texts as labels', value);
}

function listOf(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return must(path, 'be a list', value);
    for (const [index, item] of value.entries()) {
      const problem = check(item, [...path, index]);
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
