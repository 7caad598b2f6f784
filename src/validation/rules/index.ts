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
import { waypointNotFound } from './ambient/waypoint-not-found';
import { waypointRuleElsewhere } from './ambient/waypoint-rule-elsewhere';
import { deprecatedAnnotation } from './annotations/deprecated-annotation';
import { invalidAnnotation } from './annotations/invalid-annotation';
import { misplacedAnnotation } from './annotations/misplaced-annotation';
import { unknownAnnotation } from './annotations/unknown-annotation';
import { destinationRuleDropsMtls } from './destination/destination-rule-drops-mtls';
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
import { tlsInsideTls } from './destination/tls-inside-tls';
import { envoyFilterForNoVersion } from './envoy/envoy-filter-for-no-version';
import { envoyFilterOperationWithoutEffect } from './envoy/envoy-filter-operation-without-effect';
import { envoyFilterRelativeOperation } from './envoy/envoy-filter-relative-operation';
import { backendWithoutGrant } from './gateway-api/backend-without-grant';
import { gatewayClassNotFound } from './gateway-api/gateway-class-not-found';
import { gatewaysShareAddress } from './gateway-api/gateways-share-address';
import { gatewaysShareListener } from './gateway-api/gateways-share-listener';
import { referenceGrantNamespaceNotFound } from './gateway-api/reference-grant-namespace-not-found';
import { routeNotAttached } from './gateway-api/route-not-attached';
import { routePortNotFound } from './gateway-api/route-port-not-found';
import { routeRedirectLoop } from './gateway-api/route-redirect-loop';
import { routeRuleWithoutBackend } from './gateway-api/route-rule-without-backend';
import { routeServiceNotFound } from './gateway-api/route-service-not-found';
import { unreachableRouteRule } from './gateway-api/unreachable-route-rule';
import { conflictingGateways } from './gateways/conflicting-gateways';
import { gatewayCredentialInvalid } from './gateways/gateway-credential-invalid';
import { gatewayCredentialNotFound } from './gateways/gateway-credential-not-found';
import { gatewayPortNotOnService } from './gateways/gateway-port-not-on-service';
import { gatewaysShareCertificate } from './gateways/gateways-share-certificate';
import { generatedGatewayNamed } from './gateways/generated-gateway-named';
import { hostNotOnGateway } from './gateways/host-not-on-gateway';
import { routeUnusedByGateway } from './gateways/route-unused-by-gateway';
import { sniHostRepeated } from './gateways/sni-host-repeated';
import { virtualServiceHiddenFromGateway } from './gateways/virtual-service-hidden-from-gateway';
import { imageAutoWithoutInjection } from './injection/image-auto-without-injection';
import { injectionWebhooks } from './injection/injection-webhooks';
import { namespaceLabelsContradict } from './injection/namespace-labels-contradict';
import { namespaceNotInjected } from './injection/namespace-not-injected';
import { proxyUserTaken } from './injection/proxy-user-taken';
import { workloadLabelsContradict } from './injection/workload-labels-contradict';
import { controlPlaneAddress } from './installation/control-plane-address';
import { gatewayApiTooOld } from './installation/gateway-api-too-old';
import { gatewayApiVersionNotServed } from './installation/gateway-api-version-not-served';
import { jwksFetchUnrestricted } from './installation/jwks-fetch-unrestricted';
import { networkRegistryNotFound } from './installation/network-registry-not-found';
import { duplicateObject } from './object/duplicate-object';
import { exportToNamespaceNotFound } from './object/export-to-namespace-not-found';
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
import { delegateNotFound } from './routing/delegate-not-found';
import { delegateRouteLeftOut } from './routing/delegate-route-left-out';
import { destinationPortNeeded } from './routing/destination-port-needed';
import { gatewayNotFound } from './routing/gateway-not-found';
import { hostNotFound } from './routing/host-not-found';
import { hostWithPort } from './routing/host-with-port';
import { httpRuleOnTcpPort } from './routing/http-rule-on-tcp-port';
import { jwtClaimRouteWithoutAuthentication } from './routing/jwt-claim-route-without-authentication';
import { matchNeverHolds } from './routing/match-never-holds';
import { portNotFound } from './routing/port-not-found';
import { redirectLoop } from './routing/redirect-loop';
import { repeatedDestination } from './routing/repeated-destination';
import { routeUnderWildcard } from './routing/route-under-wildcard';
import { regexForWholeValue } from './routing/regex-for-whole-value';
import { retriesRepeatWrites } from './routing/retries-repeat-writes';
import { routeWeights } from './routing/route-weights';
import { subsetHiddenFromCaller } from './routing/subset-hidden-from-caller';
import { subsetNotFound } from './routing/subset-not-found';
import { subsetRulesSkipped } from './routing/subset-rules-skipped';
import { timeoutBeforeRetry } from './routing/timeout-before-retry';
import { unreachableRoute } from './routing/unreachable-route';
import { deniedPathByPassed } from './security/denied-path-by-passed';
import { httpPolicyOnTcpPort } from './security/http-policy-on-tcp-port';
import { virtualServiceHiddenBySidecar } from './routing/virtual-service-hidden-by-sidecar';
import { wildcardTakenLiterally } from './routing/wildcard-taken-literally';
import { jwtKeysNotFound } from './security/jwt-keys-not-found';
import { jwtNotRequired } from './security/jwt-not-required';
import { jwtRuleWithoutIssuer } from './security/jwt-rule-without-issuer';
import { meshPolicyLocksGateways } from './security/mesh-policy-locks-gateways';
import { policyByPassedByPlaintext } from './security/policy-by-passed-by-plaintext';
import { policyDeniesEverything } from './security/policy-denies-everything';
import { policyHostNotFound } from './security/policy-host-not-found';
import { policyIdentityNotFound } from './security/policy-identity-not-found';
import { policyEmptyList } from './security/policy-empty-list';
import { policyItemsMeantAsOne } from './security/policy-items-meant-as-one';
import { policyNamespaceNotFound } from './security/policy-namespace-not-found';
import { policyNeedsMtls } from './security/policy-needs-mtls';
import { policyNeverMatches } from './security/policy-never-matches';
import { policyPortOnServicePort } from './security/policy-port-on-service-port';
import { portLevelMtlsOnServicePort } from './security/port-level-mtls-on-service-port';
import { selectorOfGatewayApiPods } from './security/selector-of-gateway-api-pods';
import { severalPeerAuthentications } from './security/several-peer-authentications';
import { strictWithoutClientMtls } from './security/strict-without-client-mtls';
import { undeclaredMtlsException } from './security/undeclared-mtls-exception';
import { unneededMtlsException } from './security/unneeded-mtls-exception';
import { workloadWithoutPolicy } from './security/workload-without-policy';
import { plainTextToTlsPort } from './services/plain-text-to-tls-port';
import { portNameContradicted } from './services/port-name-contradicted';
import { portProtocolUnknown } from './services/port-protocol-unknown';
import { serviceEntriesShareAddress } from './services/service-entries-share-address';
import { serviceEntryProtocolsConflict } from './services/service-entry-protocols-conflict';
import { serviceEntryRepeated } from './services/service-entry-repeated';
import { serviceEntryWithoutAddress } from './services/service-entry-without-address';
import { servicesDisagreeOnPort } from './services/services-disagree-on-port';
import { targetPortNotInContainer } from './services/target-port-not-in-container';
import { accessLogWithoutProvider } from './telemetry/access-log-without-provider';
import { severalTelemetries } from './telemetry/several-telemetries';
import { rootSidecarWithSelector } from './workloads/root-sidecar-with-selector';
import { selectorMatchesNothing } from './workloads/selector-matches-nothing';
import { severalSidecars } from './workloads/several-sidecars';
import { sidecarEgressHostNotFound } from './workloads/sidecar-egress-host-not-found';
import { sidecarOutboundModeUnsaid } from './workloads/sidecar-outbound-mode-unsaid';
import { workloadGroupAccountNotFound } from './workloads/workload-group-account-not-found';
import { workloadGroupsAlike } from './workloads/workload-groups-alike';

/** The one registry: every rule that runs. A test holds that it and the folder have the same rules. */
export const RULES: readonly Rule[] = [
  ambientL7WithoutWaypoint,
  ambientMtlsDisable,
  policyNotOnEveryService,
  routeWithoutWaypoint,
  sidecarInAmbient,
  waypointByPassed,
  waypointNotAdmitted,
  waypointNotFound,
  waypointRuleElsewhere,
  deprecatedAnnotation,
  invalidAnnotation,
  misplacedAnnotation,
  unknownAnnotation,
  destinationRuleDropsMtls,
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
  tlsInsideTls,
  envoyFilterForNoVersion,
  envoyFilterOperationWithoutEffect,
  envoyFilterRelativeOperation,
  backendWithoutGrant,
  gatewayClassNotFound,
  gatewaysShareAddress,
  gatewaysShareListener,
  referenceGrantNamespaceNotFound,
  routeNotAttached,
  routePortNotFound,
  routeRedirectLoop,
  routeRuleWithoutBackend,
  routeServiceNotFound,
  unreachableRouteRule,
  conflictingGateways,
  gatewayCredentialInvalid,
  gatewayCredentialNotFound,
  gatewayPortNotOnService,
  gatewaysShareCertificate,
  generatedGatewayNamed,
  hostNotOnGateway,
  routeUnusedByGateway,
  sniHostRepeated,
  virtualServiceHiddenFromGateway,
  imageAutoWithoutInjection,
  injectionWebhooks,
  namespaceLabelsContradict,
  namespaceNotInjected,
  proxyUserTaken,
  workloadLabelsContradict,
  controlPlaneAddress,
  gatewayApiTooOld,
  gatewayApiVersionNotServed,
  jwksFetchUnrestricted,
  networkRegistryNotFound,
  duplicateObject,
  exportToNamespaceNotFound,
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
  delegateNotFound,
  delegateRouteLeftOut,
  destinationPortNeeded,
  gatewayNotFound,
  hostNotFound,
  hostWithPort,
  httpRuleOnTcpPort,
  jwtClaimRouteWithoutAuthentication,
  matchNeverHolds,
  portNotFound,
  redirectLoop,
  repeatedDestination,
  routeUnderWildcard,
  regexForWholeValue,
  retriesRepeatWrites,
  routeWeights,
  subsetHiddenFromCaller,
  subsetNotFound,
  subsetRulesSkipped,
  timeoutBeforeRetry,
  unreachableRoute,
  deniedPathByPassed,
  httpPolicyOnTcpPort,
  virtualServiceHiddenBySidecar,
  wildcardTakenLiterally,
  jwtKeysNotFound,
  jwtNotRequired,
  jwtRuleWithoutIssuer,
  meshPolicyLocksGateways,
  policyByPassedByPlaintext,
  policyDeniesEverything,
  policyHostNotFound,
  policyIdentityNotFound,
  policyEmptyList,
  policyItemsMeantAsOne,
  policyNamespaceNotFound,
  policyNeedsMtls,
  policyNeverMatches,
  policyPortOnServicePort,
  portLevelMtlsOnServicePort,
  selectorOfGatewayApiPods,
  severalPeerAuthentications,
  strictWithoutClientMtls,
  undeclaredMtlsException,
  unneededMtlsException,
  workloadWithoutPolicy,
  plainTextToTlsPort,
  portNameContradicted,
  portProtocolUnknown,
  serviceEntriesShareAddress,
  serviceEntryProtocolsConflict,
  serviceEntryRepeated,
  serviceEntryWithoutAddress,
  servicesDisagreeOnPort,
  targetPortNotInContainer,
  accessLogWithoutProvider,
  severalTelemetries,
  rootSidecarWithSelector,
  selectorMatchesNothing,
  severalSidecars,
  sidecarEgressHostNotFound,
  sidecarOutboundModeUnsaid,
  workloadGroupAccountNotFound,
  workloadGroupsAlike,
];

/** Everything that a finding can be: the rules, and what is found before they run. */
export const CATALOGUE: readonly RuleInfo[] = [NOT_AN_OBJECT, CRD_NOT_APPLIED, ...Object.values(API_RULES), ...Object.values(WEBHOOK_RULES), ...RULES];

/** Ids of rules that are no more. They are never used again. */
export const RETIRED_RULES: readonly string[] = [];
