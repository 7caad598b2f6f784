import { Yaml, type ApiObject } from 'cdk8s';

/** One line of `ignoreDifferences` of an Argo CD Application. */
export interface IgnoredDifference {
  /** Absent for the core group. */
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly jqPathExpressions: readonly string[];
}

/** The part of an Argo CD Application's `spec` that lets Rollouts move weights. */
export interface ArgoCdSpec {
  readonly ignoreDifferences: readonly IgnoredDifference[];
  readonly syncPolicy: { readonly syncOptions: readonly string[] };
}

/** What Argo Rollouts and Argo CD need to be told of a release. https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/ */
export interface RolloutsHandover {
  /** Goes into `spec.strategy.canary` of the Rollout. */
  readonly strategy: { readonly [key: string]: unknown };
  /** Goes into `spec` of the Application that deploys the written files. https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/ */
  readonly application: ArgoCdSpec;
  /** `application` as YAML text. */
  readonly applicationYaml: string;
}

/** The label that Rollouts puts on what it moves. */
const HASH = 'rollouts-pod-template-hash';
/** Only the fields that the controller owns: to ignore whole routes, or whatever one manager wrote, would hide later edits too. */
const SYNC_OPTIONS = ['ApplyOutOfSyncOnly=true', 'RespectIgnoreDifferences=true'];

/** Objects whose weights Rollouts moves, for callers with sidecars and at gateways. */
export interface SubsetObjects {
  readonly virtualServices: readonly { readonly object: ApiObject; readonly routes: readonly string[] }[];
  readonly destinationRule: ApiObject;
  readonly stable: string;
  readonly canary: string;
}

export function handOverSubsets({ virtualServices, destinationRule, stable, canary }: SubsetObjects): RolloutsHandover {
  const [first, ...others] = virtualServices.map(({ object: { name }, routes }) => ({ name, routes }));
  const istio = {
    ...(others.length === 0 ? { virtualService: first } : { virtualServices: [first, ...others] }),
    destinationRule: { name: destinationRule.name, canarySubsetName: canary, stableSubsetName: stable },
  };
  return handover({ trafficRouting: { istio } }, [
    ...virtualServices.map(({ object }) => ignored(object, '.spec.http[].route[].weight')),
    ignored(destinationRule, `.spec.subsets[].labels."${HASH}"`),
  ]);
}

/** Objects whose weights Rollouts moves with its plug-in for the Gateway API. */
export interface ServiceObjects {
  readonly httpRoutes: readonly ApiObject[];
  readonly stable: ApiObject;
  readonly canary: ApiObject;
  readonly namespace?: string;
}

/** https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/ */
export function handOverServices({ httpRoutes, stable, canary, namespace }: ServiceObjects): RolloutsHandover {
  const plugin = { httpRoutes: httpRoutes.map(({ name }) => ({ name })), ...(namespace === undefined ? {} : { namespace }) };
  return handover({ canaryService: canary.name, stableService: stable.name, trafficRouting: { plugins: { 'argoproj-labs/gatewayAPI': plugin } } }, [
    ...httpRoutes.map((object) => ignored(object, '.spec.rules[].backendRefs[].weight')),
    ...[stable, canary].map((object) => ignored(object, `.spec.selector."${HASH}"`)),
  ]);
}

function handover(strategy: Readonly<Record<string, unknown>>, ignoreDifferences: readonly IgnoredDifference[]): RolloutsHandover {
  const application: ArgoCdSpec = { ignoreDifferences, syncPolicy: { syncOptions: SYNC_OPTIONS } };
  return { strategy, application, applicationYaml: Yaml.stringify(application) };
}

function ignored({ apiVersion, kind, name, metadata }: ApiObject, path: string): IgnoredDifference {
  const [group, version] = apiVersion.split('/');
  return {
    ...(version === undefined ? {} : { group }),
    kind,
    name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    jqPathExpressions: [path],
  };
}
