// Generated from istio.io/api v1.31.1 by "npm run generate". Do not edit.

import type { Construct } from 'constructs';
import { type GroupVersionKind, type JsonValue, type Manifest, TypedApiObject, type TypedApiObjectProps } from '../src/l1/generated';

/** Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension */
export type TrafficExtensionSpec = {
  readonly match?: readonly TrafficSelector[];
  readonly phase?: 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';
  readonly priority?: number;
} & (
  | {
      readonly wasm: WasmConfig;
      readonly lua?: never;
    }
  | {
      readonly lua: LuaConfig;
      readonly wasm?: never;
    }
) &
  (
    | {
        readonly selector: WorkloadSelector;
        readonly targetRefs?: never;
      }
    | {
        /** At most 16 items. */
        readonly targetRefs: readonly PolicyTargetReference[];
        readonly selector?: never;
      }
    | {
        readonly selector?: never;
        readonly targetRefs?: never;
      }
  );

/** Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin */
export type WasmPluginSpec = {
  readonly failStrategy?: 'FAIL_CLOSE' | 'FAIL_OPEN' | 'FAIL_RELOAD';
  readonly imagePullPolicy?: 'UNSPECIFIED_POLICY' | 'IfNotPresent' | 'Always';
  /** 1 to 253 characters. */
  readonly imagePullSecret?: string;
  readonly match?: readonly WasmPluginTrafficSelector[];
  readonly phase?: 'UNSPECIFIED_PHASE' | 'AUTHN' | 'AUTHZ' | 'STATS';
  readonly pluginConfig?: {
    readonly [k: string]: JsonValue | undefined;
  };
  /** 1 to 256 characters. */
  readonly pluginName?: string;
  readonly priority?: number;
  readonly sha256?: string;
  readonly type?: 'UNSPECIFIED_PLUGIN_TYPE' | 'HTTP' | 'NETWORK';
  /** At least 1 character. */
  readonly url: string;
  readonly verificationKey?: string;
  readonly vmConfig?: VmConfig;
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

/** Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar */
export interface EnvVar {
  /** 1 to 256 characters. */
  readonly name: string;
  /** At most 2048 characters. */
  readonly value?: string;
  readonly valueFrom?: 'INLINE' | 'HOST';
}

/** Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#LuaConfig */
export interface LuaConfig {
  /** 1 to 65536 characters. */
  readonly inlineCode: string;
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

/** Reference: https://istio.io/latest/docs/reference/config/type/workload-selector/#PortSelector */
export interface PortSelector {
  /** 1 to 65535. */
  readonly number: number;
}

/** Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficSelector */
export interface TrafficSelector {
  readonly mode?: 'UNDEFINED' | 'CLIENT' | 'SERVER' | 'CLIENT_AND_SERVER';
  readonly ports?: readonly PortSelector[];
}

/** Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig */
export interface WasmConfig {
  readonly failStrategy?: 'FAIL_CLOSE' | 'FAIL_OPEN' | 'FAIL_RELOAD';
  readonly imagePullPolicy?: 'UNSPECIFIED_POLICY' | 'IfNotPresent' | 'Always';
  /** 1 to 253 characters. */
  readonly imagePullSecret?: string;
  readonly pluginConfig?: {
    readonly [k: string]: JsonValue | undefined;
  };
  /** 1 to 256 characters. */
  readonly pluginName?: string;
  readonly sha256?: string;
  readonly type?: 'UNSPECIFIED_PLUGIN_TYPE' | 'HTTP' | 'NETWORK';
  /** At least 1 character. */
  readonly url: string;
  readonly verificationKey?: string;
  readonly vmConfig?: VmConfig;
}

/** Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#VmConfig */
export interface VmConfig {
  /** At most 256 items. */
  readonly env?: readonly EnvVar[];
}

/** Reference: https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector */
export interface WorkloadSelector {
  readonly matchLabels?: {
    readonly [k: string]: string;
  };
}

/** Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector */
export interface WasmPluginTrafficSelector {
  readonly mode?: 'UNDEFINED' | 'CLIENT' | 'SERVER' | 'CLIENT_AND_SERVER';
  readonly ports?: readonly PortSelector[];
}

/** Fields of `TrafficExtension`. */
export interface TrafficExtensionProps extends TypedApiObjectProps {
  readonly spec: TrafficExtensionSpec;
}

/**
 * Namespaced Istio object: `TrafficExtension` of `extensions.istio.io/v1alpha1`.
 *
 * @since Istio 1.30
 *
 * Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/
 */
export class TrafficExtension extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'extensions.istio.io/v1alpha1', kind: 'TrafficExtension' };

  /** The manifest alone, without a construct. */
  static manifest(props: TrafficExtensionProps): Manifest {
    return TypedApiObject.manifestOf(TrafficExtension.GVK, props);
  }

  constructor(scope: Construct, id: string, props: TrafficExtensionProps) {
    super(scope, id, TrafficExtension.GVK, props);
  }
}

/** Fields of `WasmPlugin`. */
export interface WasmPluginProps extends TypedApiObjectProps {
  readonly spec: WasmPluginSpec;
}

/**
 * Namespaced Istio object: `WasmPlugin` of `extensions.istio.io/v1alpha1`.
 *
 * Reference: https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
 */
export class WasmPlugin extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'extensions.istio.io/v1alpha1', kind: 'WasmPlugin' };

  /** The manifest alone, without a construct. */
  static manifest(props: WasmPluginProps): Manifest {
    return TypedApiObject.manifestOf(WasmPlugin.GVK, props);
  }

  constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, id, WasmPlugin.GVK, props);
  }
}
