import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { HTTPRoute } from '../../imports/gateway-api';
import type { DestinationRule, VirtualService } from '../../imports/networking';
import type { RequestAuthentication } from '../../imports/security';
import { captureCallSite, setCallSite } from '../l1/call-site';
import { reportLateDataPlane } from '../constructs/data-plane-choice';
import { given, givenService } from '../constructs/given';
import { readHost } from '../constructs/host-reading';
import { meshLanes } from '../constructs/lanes';
import { misuse } from '../constructs/usage-error';
import { checkRelease, type CheckedRelease } from './canary/check';
import { flaggerService, type FlaggerService } from './canary/flagger';
import { makeObjects, type ReleaseObjects } from './canary/objects';
import type { CanaryReleaseProps } from './canary/props';
import { refusals } from './canary/refusal';
import { handOverServices, handOverSubsets, type RolloutsHandover } from './canary/rollouts';
import { routeName } from './canary/routes';

/**
 * Splits a service's HTTP requests over versions of it, and sends those of testers always to theirs.
 *
 * For sidecars it writes the service's DestinationRule, with every version as a subset, and its mesh VirtualService:
 * first the routes of testers, then those of callers that have a version already, then one that splits the rest by
 * weight. For ambient it writes the same as an HTTPRoute over one Service for each version. A gateway routes by the
 * VirtualServices that are bound to it, so `entry` writes one more. All are shared with the other patterns on the
 * service. All weights are always written, 0 and 100 too, so going on with a release changes numbers only.
 * https://istio.io/latest/docs/concepts/traffic-management/#routing-rules
 */
export class CanaryRelease<S extends string = string> extends Construct {
  private readonly release: CheckedRelease;
  private readonly objects: ReleaseObjects;

  /**
   * @throws RangeError when an argument is certainly wrong: a percent of 101, weights that do not add up to 100, a
   * version that the service does not have, testers of two versions that one request can meet
   */
  constructor(scope: Construct, id: string, props: CanaryReleaseProps<S>) {
    givenService(given(props, 'object', 'CanaryRelease: give { service, stable, canary, percent }', new.target).service, 'CanaryRelease: give in "service" the service', new.target);
    const refuse = refusals(new.target);
    const release = checkRelease(scope, props, refuse);
    super(scope, id);
    setCallSite(this, captureCallSite(new.target));
    this.release = release;
    this.objects = makeObjects(this, release, refuse);
    if (release.controller !== 'flagger') reportLateDataPlane(this, release.told, release.dataPlane);
  }

  /**
   * The service's VirtualService for callers with sidecars.
   *
   * @throws RangeError when it has none: in ambient there are `httpRoutes`, and Flagger writes its own
   */
  get virtualService(): VirtualService {
    return this.objects.virtualService ?? this.missing('VirtualService for the mesh', 'virtualService');
  }

  /**
   * The service's DestinationRule, with its versions as subsets.
   *
   * @throws RangeError when it has none: in ambient there are `versionServices`, and Flagger writes its own
   */
  get destinationRule(): DestinationRule {
    return this.objects.destinationRule ?? this.missing('DestinationRule', 'destinationRule');
  }

  /**
   * In ambient: the service's HTTPRoute; that of the first port, where it has several for HTTP.
   *
   * @throws RangeError when it has none
   */
  get httpRoute(): HTTPRoute {
    return this.objects.httpRoutes[0] ?? this.missing('HTTPRoute', 'httpRoute');
  }

  /** In ambient: the HTTPRoutes of the service, one for each port that speaks HTTP. Otherwise empty. */
  get httpRoutes(): readonly HTTPRoute[] {
    return this.objects.httpRoutes;
  }

  /** In ambient: the Services of single versions, by version. Otherwise empty. */
  get versionServices(): { readonly [key: string]: ApiObject } {
    return this.objects.versionServices;
  }

  /**
   * The VirtualService that lets requests in through the gateways of `entry`.
   *
   * @throws RangeError when the release has no `entry`
   */
  get entryVirtualService(): VirtualService {
    return this.objects.entry ?? this.missing('VirtualService for gateways', 'entryVirtualService');
  }

  /**
   * The RequestAuthentication that reads tokens at the gateways of `entry`.
   *
   * @throws RangeError when the release has no `entry.tokens`
   */
  get requestAuthentication(): RequestAuthentication {
    return this.objects.tokens ?? this.missing('RequestAuthentication', 'requestAuthentication');
  }

  /**
   * What Argo Rollouts and Argo CD need to be told: parts of the Rollout and of the Application.
   *
   * @throws RangeError when the controller is another one
   */
  get rollouts(): RolloutsHandover {
    const { controller, stable, canary, service } = this.release;
    const { virtualService, destinationRule, entry, httpRoutes, versionServices } = this.objects;
    if (controller !== 'argo-rollouts' || stable === undefined || canary === undefined) return this.missing('part for Argo Rollouts', 'rollouts');
    if (virtualService !== undefined && destinationRule !== undefined) {
      const routes = meshLanes(readHost([service], this).ports).map(({ port }) => routeName('weights', port));
      const atGateways = entry === undefined ? [] : [{ object: entry, routes: [routeName('weights', undefined)] }];
      return handOverSubsets({ virtualServices: [{ object: virtualService, routes }, ...atGateways], destinationRule, stable, canary });
    }
    const [stableService, canaryService] = [versionServices[stable], versionServices[canary]];
    if (stableService === undefined || canaryService === undefined) return this.missing('Services of both versions', 'rollouts');
    return handOverServices({ httpRoutes, stable: stableService, canary: canaryService, namespace: readHost([service], this).namespace });
  }

  /**
   * What Flagger is to be told: `spec.service` of a Canary.
   *
   * @throws RangeError when the controller is another one, or no HTTP port of the service is known
   */
  get flaggerService(): FlaggerService {
    const { controller, service, traffic, entry } = this.release;
    if (controller !== 'flagger') return this.missing('part for Flagger', 'flaggerService');
    const said = entry === undefined ? undefined : { gateways: entry.gateways, hosts: entry.hosts, only: entry.split.only, port: entry.port };
    return flaggerService(service, readHost([service], this).ports, traffic, said, refusals(getterOf('flaggerService')));
  }

  private missing(what: string, getter: string): never {
    misuse(`CanaryRelease ${this.node.path} has no ${what}: ${this.instead()}`, getterOf(getter));
  }

  private instead(): string {
    const { controller, dataPlane } = this.release;
    if (controller === 'flagger') return 'Flagger writes the routes, and is told by flaggerService';
    const has = [
      ...(dataPlane === 'ambient' ? ['httpRoute', 'versionServices'] : ['virtualService', 'destinationRule']),
      ...(this.objects.entry === undefined ? [] : ['entryVirtualService']),
      ...(this.objects.tokens === undefined ? [] : ['requestAuthentication']),
      ...(controller === undefined ? [] : ['rollouts']),
    ];
    return `it is for the data plane "${dataPlane}" and has ${has.join(', ')}`;
  }
}

/** The function behind a property: stacks begin at who read it. */
function getterOf(name: string): unknown {
  return Object.getOwnPropertyDescriptor(CanaryRelease.prototype, name)?.get;
}
