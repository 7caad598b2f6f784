import { mergesSlashes } from './settings';
import type { DefaultExportTo, MeshSettings } from './settings';
import { trustDomainsOf } from './trust-domains';
import { asList, asText, fieldAt, fieldOf } from './values';
import type { Fields } from './values';

/** The settings that a mesh config decides. What it does not set keeps Istio's default. */
export type MeshConfigSettings = Partial<
  Pick<
    MeshSettings,
    'rootNamespace' | 'trustDomain' | 'trustDomains' | 'autoMtls' | 'accessLogProviders' | 'lightstepProviders' | 'dnsAllocatesAddresses' | 'mergesSlashes' | 'defaultExportTo'
  >
>;

/**
 * Reads the settings of a mesh config. Values of another type than theirs say nothing.
 * Reference: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig
 */
export function settingsOfMeshConfig(config: Fields): MeshConfigSettings {
  const { rootNamespace, trustDomain, enableAutoMtls } = config;
  const [trustDomains, defaultExportTo] = [trustDomainsOf(config), defaultExportToOf(config)];
  return {
    ...(typeof rootNamespace === 'string' && rootNamespace !== '' ? { rootNamespace } : {}),
    ...(typeof trustDomain === 'string' && trustDomain !== '' ? { trustDomain } : {}),
    ...(trustDomains === undefined ? {} : { trustDomains }),
    ...(typeof enableAutoMtls === 'boolean' ? { autoMtls: enableAutoMtls } : {}),
    ...providersOf(config),
    ...(allocatesAddresses(config) ? { dnsAllocatesAddresses: true } : {}),
    ...(mergesSlashes(fieldAt(config, 'pathNormalization', 'normalization')) ? { mergesSlashes: true } : {}),
    ...(Object.keys(defaultExportTo).length === 0 ? {} : { defaultExportTo }),
  };
}

function defaultExportToOf(config: Fields): DefaultExportTo {
  const [services, virtualServices, destinationRules] = ['Service', 'VirtualService', 'DestinationRule'].map((kind) => textsOf(config[`default${kind}ExportTo`]));
  return {
    ...(services === undefined ? {} : { services }),
    ...(virtualServices === undefined ? {} : { virtualServices }),
    ...(destinationRules === undefined ? {} : { destinationRules }),
  };
}

/** The providers that rules about Telemetry ask for. */
function providersOf(config: Fields): MeshConfigSettings {
  const accessLogProviders = textsOf(fieldAt(config, 'defaultProviders', 'accessLogging'));
  const lightstepProviders = textsOf(
    asList(config['extensionProviders'])
      .filter((provider) => fieldOf(provider, 'lightstep') !== undefined)
      .map((provider) => fieldOf(provider, 'name')),
  );
  return {
    ...(accessLogProviders === undefined ? {} : { accessLogProviders }),
    ...(lightstepProviders === undefined ? {} : { lightstepProviders }),
  };
}

/** Whether the proxies answer DNS, and give addresses to ServiceEntries that have none. */
function allocatesAddresses(config: Fields): boolean {
  const on = (name: string): boolean => fieldAt(config, 'defaultConfig', 'proxyMetadata', name) === 'true';
  return on('ISTIO_META_DNS_CAPTURE') && (on('ISTIO_META_DNS_AUTO_ALLOCATE') || on('PILOT_ENABLE_IP_AUTOALLOCATE'));
}

/** The texts of a list; undefined where there are none. */
function textsOf(list: unknown): readonly string[] | undefined {
  const texts = asList(list).flatMap((item) => asText(item) ?? []);
  return texts.length === 0 ? undefined : texts;
}
