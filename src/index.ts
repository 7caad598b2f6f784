import { setTreeValidator } from './l1/tree';

export * as extensions from '../imports/extensions';
export * as gatewayApi from '../imports/gateway-api';
export * as networking from '../imports/networking';
export * as security from '../imports/security';
export * as telemetry from '../imports/telemetry';
export { AccessGrant, type Caller } from './constructs/access-edges';
export type { AccessOptions, TokenRequirement } from './constructs/access-request';
export { Destination } from './constructs/destination';
export { ClaimMatch, HttpMatch, type HeaderMatcher } from './constructs/http-match';
export { Identity, type IdentityProps } from './constructs/identity';
export { MeshService, type GrantAccessOptions, type IdentifiedMeshService, type MeshServiceOptions, type VersionLabels } from './constructs/mesh-service';
export type { MeshOptions } from './constructs/mesh-settings';
export type { AppProtocol, ServiceAccountRef, ServiceConstruct, ServiceDescription, ServiceManifest, ServiceObject, ServicePort, ServiceSource } from './constructs/service-source';
export type { StringMatcher } from './constructs/string-matcher';
export {
  duration,
  TypedApiObject,
  type DurationText,
  type DurationUnit,
  type DurationValue,
  type GroupVersionKind,
  type JsonValue,
  type Manifest,
  type NamedMetadata,
  type TypedApiObjectProps,
} from './l1/generated';
export type { Finding, ObjectRef, Severity, SourcePlace } from './model/finding';
export type { Declared, DefaultExportTo, IstioVersion, MeshSettings } from './model/settings';
export { CanaryRelease } from './patterns/canary-release';
export type { CanaryAffinity } from './patterns/canary/affinity';
export type { CanaryClaimEntry, CanaryEntry, CanaryEntryProps, CanaryOpenEntry } from './patterns/canary/entry';
export type { FlaggerService } from './patterns/canary/flagger';
export type {
  CanaryCommonProps,
  CanaryFlaggerProps,
  CanaryMirror,
  CanaryPercentProps,
  CanaryReleaseProps,
  CanaryRolloutsProps,
  CanaryRoutedProps,
  CanaryTraffic,
  CanaryWeightsProps,
} from './patterns/canary/props';
export type { ArgoCdSpec, IgnoredDifference, RolloutsHandover } from './patterns/canary/rollouts';
export type { CanaryTokens, WrittenTokens } from './patterns/canary/tokens';
export type { VersionTesters } from './patterns/canary/version-testers';
export { StrictMtlsMesh, type StrictMtlsMeshProps } from './patterns/strict-mtls-mesh';
export { MtlsException, type MtlsExceptionMode, type MtlsExceptionOptions, type MtlsWorkload, type WorkloadLabels } from './patterns/strict-mtls/exception';
export type { MtlsExceptionRow } from './patterns/strict-mtls/exception-table';
export { MtlsStage } from './patterns/strict-mtls/stage';
export {
  ZeroTrustNamespace,
  type AllowGatewayOptions,
  type AllowOptions,
  type AllowPlaintextOptions,
  type AllowScraperOptions,
  type NamespaceObject,
  type ZeroTrustNamespaceProps,
} from './patterns/zero-trust-namespace';
export type { AccessRow } from './patterns/zero-trust/access-table';
export type { External } from './patterns/zero-trust/sidecar-scope';
export type { WaypointOptions } from './patterns/zero-trust/waypoint';
export type { Acknowledgement } from './synth/acknowledgement';
export { CheckError } from './synth/check-error';
export { checkManifests, type CheckManifestsOptions, type ManifestFinding } from './synth/check-manifests';
export { IstioApp, type IstioAppProps } from './synth/istio-app';
export { Mesh } from './synth/mesh';
export type { MeshConfiguration } from './synth/mesh-rules';
export { OutputError } from './synth/output-error';
export {
  IstioValidation,
  type ValidationPluginContext,
  type ValidationPluginReport,
  type ValidationPluginViolation,
} from './synth/plugin';
export type { Ignore } from './validation/ignore';
export type { OwnRuleContext, OwnRuleDetails, RuleKind, RuleObject } from './validation/own-rule-context';
export { defineRule, type OwnRule } from './validation/rule';
export type { RuleEntry, RuleSetting } from './validation/rule-settings';

// The one place that knows both sides: a tree asks to be checked, the engine is loaded when it is.
setTreeValidator((root) => (require('./synth/validate-tree') as typeof import('./synth/validate-tree')).validateTree(root));
