import type { ConnectionPoolSettings, HTTPRetry, HTTPRoute, OutlierDetection } from '../../../imports/networking';
import type { HttpMatch } from '../../constructs/http-match';
import type { MeshService } from '../../constructs/mesh-service';
import type { CanaryAffinity } from './affinity';
import type { CanaryEntry } from './entry';
import type { VersionTesters } from './version-testers';

/** A copy of requests, whose answers nobody waits for. */
export interface CanaryMirror<S extends string> {
  /** The version that gets the copies. */
  readonly to: NoInfer<S>;
  /** How many of a hundred requests are copied, above 0 to 100. Default: 100. */
  readonly percent?: number;
}

/** How callers treat the pods of a service. Every field is Istio's own. */
export interface CanaryTraffic {
  /** Limits on connections and requests. https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
  readonly connectionPool?: ConnectionPoolSettings;
  /** When a pod that fails is left out for a while. https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection */
  readonly outlierDetection?: OutlierDetection;
  /** Whether HTTP/1.1 requests are sent on as HTTP/2. Default: as the mesh says. */
  readonly upgradeToHttp2?: boolean;
  /** `attempts` is the number of retries after the first try. https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry */
  readonly retries?: HTTPRetry;
  /** For a whole request, retries included. Default: none. */
  readonly timeout?: HTTPRoute['timeout'];
}

/** What releases of every form have. */
export interface CanaryCommonProps<S extends string> {
  /** The service, with its versions. */
  readonly service: MeshService<S>;
  /** Limits, retries and timeouts. */
  readonly traffic?: CanaryTraffic;
  /** Lets requests in through gateways, split as those in the mesh. */
  readonly entry?: CanaryEntry<S>;
  /** Who obeys. Default: that of `Mesh.configure` when the release is made. */
  readonly dataPlane?: 'sidecar' | 'ambient';
}

/** What releases have that write routes. */
export interface CanaryRoutedProps<S extends string> extends CanaryCommonProps<S> {
  /** Copies of requests to one version. */
  readonly mirror?: CanaryMirror<S>;
  /** Name of the waypoint that the Services of single versions are bound to, in ambient. Default: that of the service or of its namespace. */
  readonly waypoint?: string;
}

/** Two versions of which one gets a share. */
export interface CanaryPercentProps<S extends string> extends CanaryRoutedProps<S> {
  /** The version that everybody gets. */
  readonly stable: NoInfer<S>;
  /** The version that is tried out. */
  readonly canary: NoInfer<S>;
  /** How many of a hundred requests go to the canary: a whole number from 0 to 100. */
  readonly percent: number;
  /** Requests that go to the canary whatever `percent` says: those for which any of these is true. Or those of each version. */
  readonly testers?: readonly HttpMatch[] | VersionTesters<S>;
  /** Keeps who got a version with it. */
  readonly affinity?: CanaryAffinity;
  readonly controller?: undefined;
  readonly weights?: undefined;
}

/** Any number of versions, each with its share. */
export interface CanaryWeightsProps<S extends string> extends CanaryRoutedProps<S> {
  /** How many of a hundred requests each version gets: whole numbers that add up to 100. A version that is not named gets none. */
  readonly weights: Readonly<Partial<Record<NoInfer<S>, number>>>;
  /** Requests that go to a version whatever `weights` say. */
  readonly testers?: VersionTesters<S>;
  /** Keeps who got a version with it. */
  readonly affinity?: CanaryAffinity;
  readonly controller?: undefined;
  readonly stable?: undefined;
  readonly canary?: undefined;
}

/** Argo Rollouts moves the weights in the cluster; `percent` is where they begin. */
export interface CanaryRolloutsProps<S extends string> extends CanaryRoutedProps<S> {
  readonly controller: 'argo-rollouts';
  /** The version that Rollouts takes for the stable one. */
  readonly stable: NoInfer<S>;
  /** The version that Rollouts takes for the canary. */
  readonly canary: NoInfer<S>;
  /** The weight of the canary to begin with: a whole number from 0 to 100. */
  readonly percent: number;
  /** Requests that go to the canary whatever the weights are, or those of each version. */
  readonly testers?: readonly HttpMatch[] | VersionTesters<S>;
  readonly affinity?: undefined;
  readonly weights?: undefined;
}

/** Flagger writes the routes itself, so nothing is said of versions. */
export interface CanaryFlaggerProps<S extends string> extends CanaryCommonProps<S> {
  readonly controller: 'flagger';
  readonly percent?: undefined;
  readonly weights?: undefined;
  readonly testers?: undefined;
  readonly mirror?: undefined;
  readonly affinity?: undefined;
}

/**
 * What a canary release is. Versions other than those of the service do not compile.
 *
 * Forms exclude each other by fields that are `undefined`. None of these is in all other forms: compilers would add
 * `undefined` to the versions that they say are meant.
 */
export type CanaryReleaseProps<S extends string> = CanaryPercentProps<S> | CanaryWeightsProps<S> | CanaryRolloutsProps<S> | CanaryFlaggerProps<S>;
