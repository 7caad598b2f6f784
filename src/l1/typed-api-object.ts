import { ApiObject, Lazy, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { captureCallSite, setCallSite } from './call-site';
import { registerTree } from './tree';
import { toWire } from './wire';

/** Group, version and kind of an object, as a manifest writes them. */
export interface GroupVersionKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A Kubernetes object as data. */
export interface Manifest extends GroupVersionKind {
  readonly [field: string]: unknown;
}

/** Metadata with a name: one that cdk8s makes up changes when the construct moves, and then the object is another one. */
export interface NamedMetadata extends ApiObjectMetadata {
  /** Name of the object. */
  readonly name: string;
}

/** What every generated construct takes; the generated props narrow the other fields. */
export interface TypedApiObjectProps {
  /** Name (required), namespace (default: that of the Chart), labels and annotations. */
  readonly metadata: NamedMetadata;
}

/**
 * Base of all generated constructs: an `ApiObject` that remembers the line it was made on, makes its tree a checked
 * one, and writes cdk8s `Duration`s as the text that Istio reads. Fields are read when the object is written.
 */
export abstract class TypedApiObject extends ApiObject {
  /** @param lives Whether objects of the kind live in a namespace or, like those of `GatewayClass`, in none. */
  protected constructor(scope: Construct, id: string, gvk: GroupVersionKind, props: TypedApiObjectProps, lives: 'Namespaced' | 'Cluster' = 'Namespaced') {
    super(scope, id, { ...lazyFields(props), apiVersion: gvk.apiVersion, kind: gvk.kind, metadata: props.metadata });
    // cdk8s gives every object the namespace of its Chart, and takes no word against it.
    if (lives === 'Cluster') Object.assign(this.metadata, { namespace: undefined });
    setCallSite(this, captureCallSite(new.target));
    registerTree(this);
  }

  /** The object that a construct with these props would write, before cdk8s fills in name and namespace. */
  protected static manifestOf(gvk: GroupVersionKind, props: TypedApiObjectProps): Manifest {
    const fields: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(props)) if (value !== undefined) fields[key] = toWire(value);
    return { apiVersion: gvk.apiVersion, kind: gvk.kind, ...fields };
  }
}

function lazyFields(props: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(props)) {
    if (key !== 'metadata' && value !== undefined) fields[key] = Lazy.any({ produce: () => toWire(value) });
  }
  return fields;
}
