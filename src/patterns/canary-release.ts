import { Construct } from 'constructs';
import type { DestinationRule, Subset, VirtualService } from '../../imports/networking';
import { captureCallSite, setCallSite } from '../l1/call-site';
import { HostOwner } from '../constructs/host-owner';
import type { Lane, RouteParts } from '../constructs/host-contribution';
import type { HttpMatch } from '../constructs/http-match';
import { meshSettings } from '../constructs/mesh-settings';
import type { MeshService } from '../constructs/mesh-service';
import { reportProblems, type Problem } from '../constructs/problems';
import { usageError } from '../constructs/usage-error';

/** What a canary release is. Versions other than those of the service do not compile. */
export interface CanaryReleaseProps<S extends string> {
  /** The service, with its versions. */
  readonly service: MeshService<S>;
  /** The version that everybody gets. */
  readonly stable: NoInfer<S>;
  /** The version that is tried out. */
  readonly canary: NoInfer<S>;
  /** How many of a hundred requests go to the canary: a whole number from 0 to 100. */
  readonly percent: number;
  /** Requests that go to the canary whatever `percent` says: those for which any of these is true. */
  readonly testers?: readonly HttpMatch[];
}

/**
 * Sends a share of a service's HTTP requests to a new version of it, and those of testers always.
 *
 * Writes the service's DestinationRule, with every version as a subset, and its mesh VirtualService: first a route of
 * testers to the canary, then one that splits the rest by weight. Both objects are shared with the other patterns on
 * the service. Both weights are always written, 0 and 100 too, so going on with a release changes two numbers.
 *
 * It is obeyed by callers with sidecars; a gateway routes by the VirtualServices that are bound to it.
 * https://istio.io/latest/docs/concepts/traffic-management/#routing-rules
 */
export class CanaryRelease<S extends string = string> extends Construct {
  /** The service's VirtualService for callers in the mesh. */
  readonly virtualService: VirtualService;
  /** The service's DestinationRule, with its versions as subsets. */
  readonly destinationRule: DestinationRule;

  /** @throws RangeError when `percent` is not a whole number from 0 to 100, or both versions are the same */
  constructor(scope: Construct, id: string, props: CanaryReleaseProps<S>) {
    const { service, stable, canary, percent, testers = [] } = props;
    checkPercent(percent, new.target);
    if (stable === canary) throw invalid(`stable and canary are both "${stable}": a canary is another version than the stable one`, new.target);
    super(scope, id);
    setCallSite(this, captureCallSite(new.target));

    const owner = HostOwner.of(this, service);
    this.destinationRule = owner.contributePolicy(this, () => ({ subsets: subsetsOf(service) }));
    this.virtualService = owner.contributeRoutes(this, (lane) => splitRoutes({ stable, canary, percent, testers }, lane));
    reportProblems(this, () => this.dataPlaneProblems());
  }

  private dataPlaneProblems(): readonly Problem[] {
    if (meshSettings(this).dataPlane !== 'ambient') return [];
    const { apiVersion, kind, name, metadata } = this.virtualService;
    return [
      {
        rule: 'sidecar-only-pattern',
        severity: 'warning',
        object: { apiVersion, kind, namespace: metadata.namespace, name },
        path: ['spec', 'http'],
        message: `CanaryRelease ${this.node.path} writes a VirtualService, in a mesh whose data plane is ambient.`,
        why: 'ztunnel does not read VirtualServices: without a sidecar at the caller the release splits nothing.',
        fix: 'Use it for namespaces whose callers have sidecars, or write an HTTPRoute over per-version Services.',
      },
    ];
  }
}

function subsetsOf(service: MeshService): Record<string, Omit<Subset, 'name'>> {
  return Object.fromEntries(Object.entries(service.versions).map(([name, labels]) => [name, { labels: { ...labels } }]));
}

interface Split {
  readonly stable: string;
  readonly canary: string;
  readonly percent: number;
  readonly testers: readonly HttpMatch[];
}

function splitRoutes({ stable, canary, percent, testers }: Split, lane: Lane): RouteParts {
  const toCanary = { match: testers.map((tester) => tester.toRequest()), route: [{ destination: lane.destination(canary) }] };
  return {
    chosen: testers.length === 0 ? [] : [toCanary],
    rest: {
      route: [
        { destination: lane.destination(stable), weight: 100 - percent },
        { destination: lane.destination(canary), weight: percent },
      ],
    },
  };
}

function checkPercent(percent: number, entry: unknown): void {
  if (Number.isInteger(percent) && percent >= 0 && percent <= 100) return;
  throw invalid(`percent is ${percent}: give a whole number from 0 to 100`, entry);
}

function invalid(message: string, entry: unknown): RangeError {
  return usageError(`CanaryRelease: ${message}`, entry);
}
