import { optionProblem } from '../constructs/mesh-options';
import { misuse } from '../constructs/usage-error';
import type { EngineFinding, Finding } from '../model/finding';
import { formatPath, type Path } from '../model/path';
import { DEFAULT_SETTINGS } from '../model/settings';
import { isFields } from '../model/values';
import type { Ignore } from '../validation/ignore';
import type { RuleSettings } from '../validation/rule-settings';
import { engine } from './engine';
import { rulesProblem, splitRules, type MeshConfiguration } from './mesh-rules';

/** How manifests are checked: what is true of their mesh, which rules run, what may stand. */
export interface CheckManifestsOptions extends Omit<MeshConfiguration, 'baseline'> {
  /** The objects that were written last: what may only be taken away in two steps is compared with them. Default: nothing is compared. */
  readonly baseline?: readonly unknown[];
  /** Namespace of namespaced objects that name none. Default: `default`, as for kubectl. */
  readonly defaultNamespace?: string;
  /** Findings that may stand, each with its reason. One that no finding needs is a warning (`stale-ignore`). */
  readonly ignore?: readonly Ignore[];
  /** Take the ingress gateway of an Istio installation (`istio: ingressgateway` in `istio-system`) as there, as istioctl does for files. Default: true. */
  readonly assumeIngressGateway?: boolean;
}

/** A finding in one of the objects that were given. */
export interface ManifestFinding extends Finding {
  /** Position of the object in the list that was given; absent where the finding is about no object (`stale-ignore`). */
  readonly index?: number;
}

interface Origin {
  readonly object: unknown;
  readonly index: number;
  /** Path of the object inside a List. */
  readonly path: Path;
}

/**
 * Checks Kubernetes objects as one mesh, as `cdk8s-istio check` does with files: for tools and tests that have manifests of any origin. Objects of
 * all kinds are welcome; a List is unpacked; null and undefined are passed over. The objects are not changed.
 *
 * @param objects Plain objects, as YAML or JSON gives them
 * @returns what was found, sorted; empty when nothing is wrong
 * @throws RangeError for options that do not exist or cannot be, and for a rule that does not exist
 */
export function checkManifests(objects: readonly unknown[], options: CheckManifestsOptions = {}): readonly ManifestFinding[] {
  if (!Array.isArray(objects)) misuse('checkManifests: give a list of objects', checkManifests);
  const { ignore = [], assumeIngressGateway = true, baseline, ...configuration } = options;
  const { rules, mesh } = splitRules(configuration);
  const wrong = optionProblem(mesh) ?? rulesProblem(rules) ?? flagsProblem(assumeIngressGateway, baseline);
  if (wrong !== undefined) misuse(`checkManifests: ${wrong}`, checkManifests);
  const settings = readRules(rules ?? []);
  checkIgnores(ignore, settings);

  const origins = [...unpack(objects)];
  const { check, staleIgnore, withoutIgnored } = engine();
  const said = Object.fromEntries(Object.entries(mesh).filter(([, value]) => value !== undefined));
  const found = check(
    origins.map(({ object }) => object),
    { settings: { ...DEFAULT_SETTINGS, defaultNamespace: 'default', ...said }, assumeIngressGateway, rules: settings, ...(baseline === undefined ? {} : { baseline: [...unpack(baseline)].map(({ object }) => object) }) },
  );
  const { findings, stale } = withoutIgnored(found.map((finding) => placed(finding, origins)), ignore);
  return [...findings, ...stale.map(staleIgnore)];
}

function flagsProblem(assumeIngressGateway: unknown, baseline: unknown): string | undefined {
  if (typeof assumeIngressGateway !== 'boolean') return 'assumeIngressGateway must be true or false';
  return baseline === undefined || Array.isArray(baseline) ? undefined : 'baseline must be a list of objects';
}

function readRules(entries: readonly unknown[]): RuleSettings {
  const { settings, problems } = engine().readRuleSettings(entries);
  const [problem] = problems;
  if (problem !== undefined) misuse(`checkManifests: rules[${problem.entry}]: ${problem.message}`, checkManifests);
  return settings;
}

const IGNORE_FIELDS = ['rule', 'reason', 'kind', 'namespace', 'name', 'path'];

function checkIgnores(ignores: unknown, { own }: RuleSettings): void {
  const { CATALOGUE, ruleIdProblem } = engine();
  const known = [...CATALOGUE, ...own].map(({ id }) => id);
  if (!Array.isArray(ignores)) misuse('checkManifests: ignore must be a list of { rule, reason }', checkManifests);
  for (const [index, ignore] of ignores.entries()) {
    const problem = ignoreProblem(ignore) ?? ruleIdProblem(ignore.rule, known);
    if (problem !== undefined) misuse(`checkManifests: ignore[${index}]: ${problem}`, checkManifests);
  }
}

function ignoreProblem(ignore: unknown): string | undefined {
  if (!isFields(ignore)) return 'say { rule, reason }';
  const wrong = Object.entries(ignore).find(([key, value]) => !IGNORE_FIELDS.includes(key) || (value !== undefined && typeof value !== 'string'));
  if (wrong !== undefined) return IGNORE_FIELDS.includes(wrong[0]) ? `${wrong[0]} must be a text` : `there is no field "${wrong[0]}"; known are ${IGNORE_FIELDS.join(', ')}`;
  if (typeof ignore['rule'] !== 'string') return 'rule is missing: the id of a rule';
  return typeof ignore['reason'] === 'string' && ignore['reason'].trim() !== '' ? undefined : `say in "reason" why ${ignore['rule']} may stand`;
}

/** Deepest nesting of Lists that is unpacked. */
const DEEPEST = 100;

function* unpack(objects: readonly unknown[]): Generator<Origin> {
  for (const [index, object] of objects.entries()) yield* unpackOne({ object, index, path: [] });
}

function* unpackOne(origin: Origin): Generator<Origin> {
  const { object, index, path } = origin;
  if (object === null || object === undefined) return;
  const items = isFields(object) && path.length < 2 * DEEPEST ? engine().listItems(object) : undefined;
  if (items === undefined) yield origin;
  else for (const [position, item] of items.entries()) yield* unpackOne({ object: item, index, path: [...path, 'items', position] });
}

function placed({ rule, upstream, severity, object, input, path, message, why, fix }: EngineFinding, origins: readonly Origin[]): ManifestFinding {
  const origin = origins[input];
  const place = formatPath([...(origin?.path ?? []), ...path]);
  return { rule, upstream, severity, object, path: place, message, why, fix, ...(origin === undefined ? {} : { index: origin.index }) };
}
