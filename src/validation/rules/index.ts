import { API_RULES } from '../api-rules';
import { CRD_NOT_APPLIED, NOT_AN_OBJECT } from '../object-findings';
import type { Rule, RuleInfo } from '../rule';
import { WEBHOOK_RULES } from '../webhook-rules';
import { ambientL7WithoutWaypoint } from './ambient/ambient-l7-without-waypoint';
import { ambientMtlsDisable } from './ambient/ambient-mtls-disable';
import { policyNotOnEveryService } from './ambient/policy-not-on-every-service';
import { routeWithoutWaypoint } from './ambient/route-without-waypoint';
import { waypointByPassed } from './ambient/waypoint-by-passed';
import { waypointNotAdmitted } from './ambient/waypoint-not-admitted';
import { destinationRuleHostNotFound } from './destination/destination-rule-host-not-found';
import { destinationRuleMtlsRefused } from './destination/destination-rule-mtls-refused';
import { destinationRuleTlsBreaksStrict } from './destination/destination-rule-tls-breaks-strict';
import { emptySubsetLabels } from './destination/empty-subset-labels';
import { severalDestinationRules } from './destination/several-destination-rules';
import { subsetRemovedWhileRouted } from './destination/subset-removed-while-routed';
import { duplicateObject } from './object/duplicate-object';
import { fieldNewerThanMesh } from './object/field-newer-than-mesh';
import { invalidMeshConfig } from './object/invalid-mesh-config';
import { invalidMetadata } from './object/invalid-metadata';
import { invalidName } from './object/invalid-name';
import { missingName } from './object/missing-name';
import { missingNamespace } from './object/missing-namespace';
import { wrongApiGroup } from './object/wrong-api-group';
import { conflictingVirtualServices } from './routing/conflicting-virtual-services';
import { gatewayNotFound } from './routing/gateway-not-found';
import { hostNotFound } from './routing/host-not-found';
import { hostWithPort } from './routing/host-with-port';
import { portNotFound } from './routing/port-not-found';
import { routeWeights } from './routing/route-weights';
import { subsetNotFound } from './routing/subset-not-found';
import { unreachableRoute } from './routing/unreachable-route';
import { jwtKeysNotFound } from './security/jwt-keys-not-found';
import { jwtNotRequired } from './security/jwt-not-required';
import { jwtRuleWithoutIssuer } from './security/jwt-rule-without-issuer';
import { policyDeniesEverything } from './security/policy-denies-everything';
import { policyNeverMatches } from './security/policy-never-matches';
import { portLevelMtlsOnServicePort } from './security/port-level-mtls-on-service-port';
import { severalPeerAuthentications } from './security/several-peer-authentications';
import { undeclaredMtlsException } from './security/undeclared-mtls-exception';
import { unneededMtlsException } from './security/unneeded-mtls-exception';
import { selectorMatchesNothing } from './workloads/selector-matches-nothing';

/** The one registry: every rule that runs. A test holds that it and the folder have the same rules. */
export const RULES: readonly Rule[] = [
  ambientL7WithoutWaypoint,
  ambientMtlsDisable,
  policyNotOnEveryService,
  routeWithoutWaypoint,
  waypointByPassed,
  waypointNotAdmitted,
  destinationRuleHostNotFound,
  destinationRuleMtlsRefused,
  destinationRuleTlsBreaksStrict,
  emptySubsetLabels,
  severalDestinationRules,
  subsetRemovedWhileRouted,
  duplicateObject,
  fieldNewerThanMesh,
  invalidMeshConfig,
  invalidMetadata,
  invalidName,
  missingName,
  missingNamespace,
  wrongApiGroup,
  conflictingVirtualServices,
  gatewayNotFound,
  hostNotFound,
  hostWithPort,
  portNotFound,
  routeWeights,
  subsetNotFound,
  unreachableRoute,
  jwtKeysNotFound,
  jwtNotRequired,
  jwtRuleWithoutIssuer,
  policyDeniesEverything,
  policyNeverMatches,
  portLevelMtlsOnServicePort,
  severalPeerAuthentications,
  undeclaredMtlsException,
  unneededMtlsException,
  selectorMatchesNothing,
];

/** Everything that a finding can be: the rules, and what is found before they run. */
export const CATALOGUE: readonly RuleInfo[] = [NOT_AN_OBJECT, CRD_NOT_APPLIED, ...Object.values(API_RULES), ...Object.values(WEBHOOK_RULES), ...RULES];

/** Ids of rules that are no more. They are never used again. */
export const RETIRED_RULES: readonly string[] = [];
