import { load } from 'js-yaml';
import { formatPath } from '../model/path';
import { isFields } from '../model/values';
import { meshConfigRemarks } from '../webhook/mesh-config/mesh-config';

/** More than an annotation can hold. */
const LONGEST = 262_144;

/**
 * What is wrong with the value of `proxy.istio.io/config`, a ProxyConfig as YAML; undefined where nothing is.
 * Reference: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
 */
export function proxyConfigProblem(text: string): string | undefined {
  if (text.trim() === '' || text.length > LONGEST) return undefined;
  const config = readYaml(text);
  if (config === undefined) return 'it is no YAML';
  if (config.value === null) return undefined;
  if (!isFields(config.value)) return 'it is not a map of the fields of a ProxyConfig';
  const remark = meshConfigRemarks({ defaultConfig: config.value }).find(({ severity }) => severity === 'error');
  return remark === undefined ? undefined : `${formatPath(remark.path.slice(1))}: ${remark.message.replace(/\.$/, '')}`;
}

function readYaml(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: load(text) };
  } catch {
    return undefined;
  }
}
