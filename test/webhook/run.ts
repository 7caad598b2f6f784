import { formatPath } from '../../src/model/path';
import { WEBHOOK_RULES } from '../../src/validation/webhook-rules';
import { findingsOf } from '../validation/run';

/** What the webhook says of one place. */
export type Said = readonly [rule: string, path: string, severity: string];

/** What a check says of one document in the name of istiod's webhook: where the schema says it first, that is nothing. */
export function said(yaml: string): readonly Said[] {
  return findingsOf(yaml)
    .filter(({ rule }) => Object.hasOwn(WEBHOOK_RULES, rule))
    .map(({ rule, path, severity }) => [rule, formatPath(path), severity]);
}

const GROUPS = {
  networking: ['DestinationRule', 'EnvoyFilter', 'Gateway', 'ProxyConfig', 'ServiceEntry', 'Sidecar', 'VirtualService', 'WorkloadEntry', 'WorkloadGroup'],
  security: ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  telemetry: ['Telemetry'],
  extensions: ['TrafficExtension', 'WasmPlugin'],
};

/** A document of an Istio kind in the namespace `shop`, its spec in flow style: `{ hosts: [reviews] }`. */
export function document(kind: string, spec: string, metadata = '{ name: reviews, namespace: shop }'): string {
  const group = Object.entries(GROUPS).find(([, kinds]) => kinds.includes(kind))?.[0];
  if (group === undefined) throw new Error(`no group has the kind ${kind}`);
  const version = { networking: 'v1', security: 'v1', telemetry: 'v1', extensions: 'v1alpha1' }[group];
  return JSON.stringify({ apiVersion: `${group}.istio.io/${kind === 'EnvoyFilter' ? 'v1alpha3' : kind === 'ProxyConfig' ? 'v1beta1' : version}`, kind })
    .replace(/}$/, `,"metadata": ${metadata},"spec": ${spec}}`);
}

/** The same as lines `severity code path`. */
export function remarksOn(yaml: string): readonly string[] {
  return said(yaml).map(([rule, path, severity]) => `${severity} ${rule} ${path}`);
}

/** Everything for which istiod rejects an object, as lines `rule path`, where the schema says it first as well. */
export function rejectedFor(yaml: string): readonly string[] {
  return findingsOf(yaml)
    .filter(({ upstream }) => upstream.includes('IST0106'))
    .map(({ rule, path, upstream }) => `${upstream.includes('API') ? 'API ' : ''}${rule} ${formatPath(path)}`);
}
