/** A CEL rule of a schema (`x-kubernetes-validations`). Upstream's messages are prose and are not kept in our facts. */
export interface CelRule {
  readonly rule: string;
  readonly fieldPath?: string;
  readonly reason?: string;
  readonly optionalOldSelf?: boolean;
  /** What the author of a CRD says when the rule is broken. */
  readonly message?: string;
  /** A CEL expression that gives the message. */
  readonly messageExpression?: string;
}

/**
 * A structural schema as a CRD holds it, without descriptions; a repeated shape is a `$ref`.
 * Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export interface Schema {
  /** `#/shapes/<name>` in the same facts file. A schema with `$ref` has no other key. */
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
}

/** One version of a kind. Versions that are not served are not kept. */
export interface VersionFacts {
  readonly schema: Schema;
  /** Fields newer than the oldest known Istio minor: schema path (`spec.http[].retries.backoff`, `{}` for a map value), or `path=VALUE` for a new value of an enum, to that minor. */
  readonly since?: Readonly<Record<string, string>>;
}

export interface KindFacts {
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** The version that constructs write. */
  readonly best: string;
  /** Istio minor in which the kind appeared, when newer than the oldest known one. */
  readonly since?: string;
  readonly versions: Readonly<Record<string, VersionFacts>>;
}

/** The schema facts of one API group: one JSON file of `imports/facts/`, named after the group. */
export interface GroupFacts {
  readonly group: string;
  /** Where the facts come from, for example `istio.io/api v1.31.1`. */
  readonly source: string;
  readonly kinds: Readonly<Record<string, KindFacts>>;
  readonly shapes: Readonly<Record<string, Schema>>;
}
