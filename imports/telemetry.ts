// Generated from istio.io/api v1.31.1 by "npm run generate". Do not edit.

import type { Construct } from 'constructs';
import { type DurationValue, type GroupVersionKind, type Manifest, TypedApiObject, type TypedApiObjectProps } from '../src/l1/generated';

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector */
export type MetricSelector = {
  readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';
} & (
  | {
      readonly metric:
        | 'ALL_METRICS'
        | 'REQUEST_COUNT'
        | 'REQUEST_DURATION'
        | 'REQUEST_SIZE'
        | 'RESPONSE_SIZE'
        | 'TCP_OPENED_CONNECTIONS'
        | 'TCP_CLOSED_CONNECTIONS'
        | 'TCP_SENT_BYTES'
        | 'TCP_RECEIVED_BYTES'
        | 'GRPC_REQUEST_MESSAGES'
        | 'GRPC_RESPONSE_MESSAGES';
      readonly customMetric?: never;
    }
  | {
      /** At least 1 character. */
      readonly customMetric: string;
      readonly metric?: never;
    }
  | {
      readonly metric?: never;
      readonly customMetric?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Telemetry */
export type TelemetrySpec = {
  readonly accessLogging?: readonly AccessLogging[];
  readonly metrics?: readonly Metrics[];
  readonly tracing?: readonly Tracing[];
} & (
  | {
      readonly selector: WorkloadSelector;
      readonly targetRef?: never;
      readonly targetRefs?: never;
    }
  | {
      readonly targetRef: PolicyTargetReference;
      readonly selector?: never;
      readonly targetRefs?: never;
    }
  | {
      /** At most 16 items. */
      readonly targetRefs: readonly PolicyTargetReference[];
      readonly selector?: never;
      readonly targetRef?: never;
    }
  | {
      readonly selector?: never;
      readonly targetRef?: never;
      readonly targetRefs?: never;
    }
);

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag */
export type TracingCustomTag =
  | {
      readonly literal: TracingLiteral;
      readonly environment?: never;
      readonly header?: never;
      readonly formatter?: never;
    }
  | {
      readonly environment: TracingEnvironment;
      readonly literal?: never;
      readonly header?: never;
      readonly formatter?: never;
    }
  | {
      readonly header: TracingRequestHeader;
      readonly literal?: never;
      readonly environment?: never;
      readonly formatter?: never;
    }
  | {
      readonly formatter: TracingFormatter;
      readonly literal?: never;
      readonly environment?: never;
      readonly header?: never;
    }
  | {
      readonly literal?: never;
      readonly environment?: never;
      readonly header?: never;
      readonly formatter?: never;
    };

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging */
export interface AccessLogging {
  readonly disabled?: boolean;
  readonly filter?: AccessLoggingFilter;
  readonly match?: AccessLoggingLogSelector;
  readonly providers?: readonly ProviderRef[];
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-Filter */
export interface AccessLoggingFilter {
  readonly expression?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-LogSelector */
export interface AccessLoggingLogSelector {
  readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#ProviderRef */
export interface ProviderRef {
  /** At least 1 character. */
  readonly name: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Metrics */
export interface Metrics {
  readonly overrides?: readonly MetricsOverrides[];
  readonly providers?: readonly ProviderRef[];
  readonly reportingInterval?: DurationValue;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides */
export interface MetricsOverrides {
  readonly disabled?: boolean;
  readonly match?: MetricSelector;
  readonly tagOverrides?: {
    readonly [k: string]: MetricsOverridesTagOverride;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride */
export interface MetricsOverridesTagOverride {
  readonly operation?: 'UPSERT' | 'REMOVE';
  readonly value?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference */
export interface PolicyTargetReference {
  /** At most 253 characters. */
  readonly group?: string;
  /** 1 to 63 characters. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  readonly namespace?: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Tracing */
export interface Tracing {
  readonly customTags?: {
    readonly [k: string]: TracingCustomTag;
  };
  /** @since Istio 1.30 */
  readonly disableContextPropagation?: boolean;
  readonly disableSpanReporting?: boolean;
  readonly enableIstioTags?: boolean;
  readonly match?: TracingTracingSelector;
  readonly providers?: readonly ProviderRef[];
  /** 0 to 100. */
  readonly randomSamplingPercentage?: number;
  readonly useRequestIdForTraceSampling?: boolean;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Literal */
export interface TracingLiteral {
  /** At least 1 character. */
  readonly value: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Environment */
export interface TracingEnvironment {
  readonly defaultValue?: string;
  /** At least 1 character. */
  readonly name: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Tracing-RequestHeader */
export interface TracingRequestHeader {
  readonly defaultValue?: string;
  /** At least 1 character. */
  readonly name: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Formatter */
export interface TracingFormatter {
  /** At least 1 character. */
  readonly value: string;
}

/** Reference: https://istio.io/latest/docs/reference/config/telemetry/#Tracing-TracingSelector */
export interface TracingTracingSelector {
  readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';
}

/** Reference: https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector */
export interface WorkloadSelector {
  readonly matchLabels?: {
    readonly [k: string]: string;
  };
}

/** Fields of `Telemetry`. */
export interface TelemetryProps extends TypedApiObjectProps {
  readonly spec: TelemetrySpec;
}

/**
 * Namespaced Istio object: `Telemetry` of `telemetry.istio.io/v1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/telemetry/
 */
export class Telemetry extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry' };

  /** The manifest alone, without a construct. */
  static manifest(props: TelemetryProps): Manifest {
    return TypedApiObject.manifestOf(Telemetry.GVK, props);
  }

  constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id, Telemetry.GVK, props);
  }
}
