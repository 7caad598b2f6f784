import { API_RULES } from '../api-rules';
import { CRD_NOT_APPLIED, NOT_AN_OBJECT } from '../object-findings';
import type { Rule, RuleInfo } from '../rule';
import { WEBHOOK_RULES } from '../webhook-rules';
import { ambientL7WithoutWaypoint } from './ambient/ambient-l7-without-waypoint';
import { ambientMtlsDisable } from './ambient/ambient-mtls-disable';
import { policyNotOnEveryService } from './ambient/policy-not-on-every-service';
import { routeWithoutWaypoint } from './ambient/route-without-waypoint';
import { sidecarInAmbient } from './ambient/sidecar-in-ambient';
import { waypointByPassed } from './ambient/waypoint-by-passed';
import { waypointNotAdmitted } from './ambient/waypoint-not-admitted';
import { deprecatedAnnotation } from './annotations/deprecated-annotation';
import { invalidAnnotation } from './annotations/invalid-annotation';
import { misplacedAnnotation } from './annotations/misplaced-annotation';
import { unknownAnnotation } from './annotations/unknown-annotation';
import { destinationRuleHostNotFound } from './destination/destination-rule-host-not-found';
import { destinationRuleMtlsRefused } from './destination/destination-rule-mtls-refused';
import { destinationRuleTlsBreaksStrict } from './destination/destination-rule-tls-breaks-strict';
import { emptySubsetLabels } from './destination/empty-subset-labels';
import { localityWithoutOutlierDetection } from './destination/locality-without-outlier-detection';
import { portSettingsInheritNothing } from './destination/port-settings-inherit-nothing';
import { serverCertificateNotVerified } from './destination/server-certificate-not-verified';
import { severalDestinationRules } from './destination/several-destination-rules';
import { subsetPolicyUnused } from './destination/subset-policy-unused';
import { subsetRemovedWhileRouted } from './destination/subset-removed-while-routed';
import { subsetSelectsNothing } from './destination/subset-selects-nothing';
import { envoyFilterOperationWithoutEffect } from './envoy/envoy-filter-operation-without-effect';
import { envoyFilterRelativeOperation } from './envoy/envoy-filter-relative-operation';
import { conflictingGateways } from './gateways/conflicting-gateways';
import { gatewayCredentialInvalid } from './gateways/gateway-credential-invalid';
import { gatewayCredentialNotFound } from './gateways/gateway-credential-not-found';
import { gatewayPortNotOnService } from './gateways/gateway-port-not-on-service';
import { gatewaysShareCertificate } from './gateways/gateways-share-certificate';
import { generatedGatewayNamed } from './gateways/generated-gateway-named';
import { hostNotOnGateway } from './gateways/host-not-on-gateway';
import { imageAutoWithoutInjection } from './injection/image-auto-without-injection';
import { injectionWebhooks } from './injection/injection-webhooks';
import { namespaceLabelsContradict } from './injection/namespace-labels-contradict';
import { namespaceNotInjected } from './injection/namespace-not-injected';
import { proxyUserTaken } from './injection/proxy-user-taken';
import { controlPlaneAddress } from './installation/control-plane-address';
import { gatewayApiTooOld } from './installation/gateway-api-too-old';
import { jwksFetchUnrestricted } from './installation/jwks-fetch-unrestricted';
import { duplicateObject } from './object/duplicate-object';
import { fieldNewerThanMesh } from './object/field-newer-than-mesh';
import { invalidMeshConfig } from './object/invalid-mesh-config';
import { invalidMetadata } from './object/invalid-metadata';
import { invalidName } from './object/invalid-name';
import { missingName } from './object/missing-name';
import { missingNamespace } from './object/missing-namespace';
import { obsoleteField } from './object/obsolete-field';
import { wrongApiGroup } from './object/wrong-api-group';
import { affinitySplitByWeight } from './routing/affinity-split-by-weight';
import { conflictingVirtualServices } from './routing/conflicting-virtual-services';
import { destinationPortNeeded } from './routing/destination-port-needed';
import { gatewayNotFound } from './routing/gateway-not-found';
import { hostNotFound } from './routing/host-not-found';
import { hostWithPort } from './routing/host-with-port';
import { httpRuleOnTcpPort } from './routing/http-rule-on-tcp-port';
import { jwtClaimRouteWithoutAuthentication } from './routing/jwt-claim-route-without-authentication';
import { matchNeverHolds } from './routing/match-never-holds';
import { portNotFound } from './routing/port-not-found';
import { regexForWholeValue } from './routing/regex-for-whole-value';
import { retriesRepeatWrites } from './routing/retries-repeat-writes';
import { routeWeights } from './routing/route-weights';
import { subsetHiddenFromCaller } from './routing/subset-hidden-from-caller';
import { subsetNotFound } from './routing/subset-not-found';
import { subsetRulesSkipped } from './routing/subset-rules-skipped';
import { timeoutBeforeRetry } from './routing/timeout-before-retry';
import { unreachableRoute } from './routing/unreachable-route';
import { wildcardTakenLiterally } from './routing/wildcard-taken-literally';
import { jwtKeysNotFound } from './security/jwt-keys-not-found';
import { jwtNotRequired } from './security/jwt-not-required';
import { jwtRuleWithoutIssuer } from './security/jwt-rule-without-issuer';
import { policyDeniesEverything } from './security/policy-denies-everything';
import { policyNamespaceNotFound } from './security/policy-namespace-not-found';
import { policyNeverMatches } from './security/policy-never-matches';
import { portLevelMtlsOnServicePort } from './security/port-level-mtls-on-service-port';
import { selectorOfGatewayApiPods } from './security/selector-of-gateway-api-pods';
import { severalPeerAuthentications } from './security/several-peer-authentications';
import { undeclaredMtlsException } from './security/undeclared-mtls-exception';
import { unneededMtlsException } from './security/unneeded-mtls-exception';
import { portProtocolUnknown } from './services/port-protocol-unknown';
import { serviceEntryProtocolsConflict } from './services/service-entry-protocols-conflict';
import { serviceEntryWithoutAddress } from './services/service-entry-without-address';
import { servicesDisagreeOnPort } from './services/services-disagree-on-port';
import { accessLogWithoutProvider } from './telemetry/access-log-without-provider';
import { severalTelemetries } from './telemetry/several-telemetries';
import { selectorMatchesNothing } from './workloads/selector-matches-nothing';
import { severalSidecars } from './workloads/several-sidecars';

/** The one registry: every rule that runs. A test holds that it and the folder have the same rules. */
export const RULES: readonly Rule[] = [
  ambientL7WithoutWaypoint,
  ambientMtlsDisable,
  policyNotOnEveryService,
  routeWithoutWaypoint,
  sidecarInAmbient,
  waypointByPassed,
  waypointNotAdmitted,
  deprecatedAnnotation,
  invalidAnnotation,
  misplacedAnnotation,
  unknownAnnotation,
  destinationRuleHostNotFound,
  destinationRuleMtlsRefused,
  destinationRuleTlsBreaksStrict,
  emptySubsetLabels,
  localityWithoutOutlierDetection,
  portSettingsInheritNothing,
  serverCertificateNotVerified,
  severalDestinationRules,
  subsetPolicyUnused,
  subsetRemovedWhileRouted,
  subsetSelectsNothing,
  envoyFilterOperationWithoutEffect,
  envoyFilterRelativeOperation,
  conflictingGateways,
  gatewayCredentialInvalid,
  gatewayCredentialNotFound,
  gatewayPortNotOnService,
  gatewaysShareCertificate,
  generatedGatewayNamed,
  hostNotOnGateway,
  imageAutoWithoutInjection,
  injectionWebhooks,
  namespaceLabelsContradict,
  namespaceNotInjected,
  proxyUserTaken,
  controlPlaneAddress,
  gatewayApiTooOld,
  jwksFetchUnrestricted,
  duplicateObject,
  fieldNewerThanMesh,
  invalidMeshConfig,
  invalidMetadata,
  invalidName,
  missingName,
  missingNamespace,
  obsoleteField,
  wrongApiGroup,
  affinitySplitByWeight,
  conflictingVirtualServices,
  destinationPortNeeded,
  gatewayNotFound,
  hostNotFound,
  hostWithPort,
  httpRuleOnTcpPort,
  jwtClaimRouteWithoutAuthentication,
  matchNeverHolds,
  portNotFound,
  regexForWholeValue,
  retriesRepeatWrites,
  routeWeights,
  subsetHiddenFromCaller,
  subsetNotFound,
  subsetRulesSkipped,
  timeoutBeforeRetry,
  unreachableRoute,
  wildcardTakenLiterally,
  jwtKeysNotFound,
  jwtNotRequired,
  jwtRuleWithoutIssuer,
  policyDeniesEverything,
  policyNamespaceNotFound,
  policyNeverMatches,
  portLevelMtlsOnServicePort,
  selectorOfGatewayApiPods,
  severalPeerAuthentications,
  undeclaredMtlsException,
  unneededMtlsException,
  portProtocolUnknown,
  serviceEntryProtocolsConflict,
  serviceEntryWithoutAddress,
  servicesDisagreeOnPort,
  accessLogWithoutProvider,
  severalTelemetries,
  selectorMatchesNothing,
  severalSidecars,
];

/** Everything that a finding can be: the rules, and what is found before they run. */
export const CATALOGUE: readonly RuleInfo[] = [NOT_AN_OBJECT, CRD_NOT_APPLIED, ...Object.values(API_RULES), ...Object.values(WEBHOOK_RULES), ...RULES];

/** Ids of rules that are no more. They are never used again. */
export const RETIRED_RULES: readonly string[] = [];
