import type { LabelQuery } from '../label-query';
import { asList, asText, asTextMap, fieldAt, fieldOf, isFields } from '../values';

/** Kubernetes' kinds that an installation of Istio is made of, or that its objects name; read value by value. */

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/ */
export interface Secret {
  /** What it holds, decoded. */
  readonly data: Readonly<Record<string, string>>;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/config-map-v1/ */
export interface ConfigMap {
  readonly data: Readonly<Record<string, string>>;
}

export interface Webhook {
  readonly name?: string;
  readonly url?: string;
  readonly service?: { readonly namespace?: string; readonly name?: string };
  /** Absent: matches all. */
  readonly namespaceSelector?: LabelQuery;
  readonly objectSelector?: LabelQuery;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ */
export interface WebhookConfiguration {
  readonly webhooks: readonly Webhook[];
}

/** https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ */
export interface CustomResourceDefinition {
  readonly group?: string;
  readonly kind?: string;
  /** The versions that clients can ask for. */
  readonly served: readonly string[];
}

export function readSecret(object: unknown): Secret {
  const encoded = Object.entries(asTextMap(fieldOf(object, 'data'))).map(([key, text]) => [key, Buffer.from(text, 'base64').toString('utf8')]);
  return { data: asTextMap({ ...Object.fromEntries(encoded), ...asTextMap(fieldOf(object, 'stringData')) }) };
}

export function readConfigMap(object: unknown): ConfigMap {
  return { data: asTextMap(fieldOf(object, 'data')) };
}

export function readWebhooks(object: unknown): WebhookConfiguration {
  return {
    webhooks: asList(fieldOf(object, 'webhooks')).map((webhook) => {
      const service = fieldAt(webhook, 'clientConfig', 'service');
      return {
        name: asText(fieldOf(webhook, 'name')),
        url: asText(fieldAt(webhook, 'clientConfig', 'url')),
        service: isFields(service) ? { namespace: asText(service.namespace), name: asText(service.name) } : undefined,
        namespaceSelector: readQuery(fieldOf(webhook, 'namespaceSelector')),
        objectSelector: readQuery(fieldOf(webhook, 'objectSelector')),
      };
    }),
  };
}

export function readCustomResourceDefinition(object: unknown): CustomResourceDefinition {
  const versions = asList(fieldAt(object, 'spec', 'versions')).filter((version) => fieldOf(version, 'served') === true);
  return {
    group: asText(fieldAt(object, 'spec', 'group')),
    kind: asText(fieldAt(object, 'spec', 'names', 'kind')),
    served: versions.flatMap((version) => asText(fieldOf(version, 'name')) ?? []),
  };
}

function readQuery(value: unknown): LabelQuery | undefined {
  if (!isFields(value)) return undefined;
  return {
    matchLabels: asTextMap(value.matchLabels),
    matchExpressions: asList(value.matchExpressions).map((expression) => ({
      key: asText(fieldOf(expression, 'key')) ?? '',
      operator: asText(fieldOf(expression, 'operator')) ?? '',
      values: asList(fieldOf(expression, 'values')).flatMap((item) => asText(item) ?? []),
    })),
  };
}
