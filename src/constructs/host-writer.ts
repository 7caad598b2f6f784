import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import * as gatewayApi from '../../imports/gateway-api';
import * as networking from '../../imports/networking';
import { captureCallSite, setCallSite } from '../l1/call-site';
import { isFields } from '../model/values';
import type { ReadHost } from './host-reading';

/** What the objects of a host are written with: the host as it is by then. */
export interface HostWriter {
  /** Below which the objects lie. */
  readonly scope: Construct;
  /** The host as of now. */
  read(): ReadHost;
  /** Makes something of the host, once for each object that is written. */
  once<T>(key: string, make: () => T): T;
  /** Runs `use` with a host that is read once. */
  hold<T>(use: () => T): T;
}

/** Where an object of a host comes from: its first name, and the name it has by the time it is written. */
export interface ObjectName {
  readonly writer: HostWriter;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  nameNow(host: ReadHost): string;
}

export class OwnedDestinationRule extends networking.DestinationRule {
  private readonly origin: ObjectName;

  constructor(id: string, origin: ObjectName, spec: networking.DestinationRuleSpec) {
    super(origin.writer.scope, id, { metadata: { ...origin.metadata }, spec });
    this.origin = origin;
  }

  override toJson(): unknown {
    return written(this, this.origin, () => super.toJson());
  }
}

export class OwnedVirtualService extends networking.VirtualService {
  private readonly origin: ObjectName;

  constructor(id: string, origin: ObjectName, spec: networking.VirtualServiceSpec) {
    super(origin.writer.scope, id, { metadata: { ...origin.metadata }, spec });
    this.origin = origin;
  }

  override toJson(): unknown {
    return written(this, this.origin, () => super.toJson());
  }
}

export class OwnedHttpRoute extends gatewayApi.HTTPRoute {
  private readonly origin: ObjectName;

  constructor(id: string, origin: ObjectName, spec: gatewayApi.HTTPRouteSpec) {
    super(origin.writer.scope, id, { metadata: { ...origin.metadata }, spec });
    this.origin = origin;
  }

  override toJson(): unknown {
    return written(this, this.origin, () => super.toJson());
  }
}

/** A Kubernetes Service, whose labels and spec are told when it is written. */
export class OwnedService extends ApiObject {
  private readonly origin: ObjectName;
  private readonly labels: () => Readonly<Record<string, string>>;

  constructor(id: string, origin: ObjectName, content: { readonly labels: () => Readonly<Record<string, string>>; readonly spec: () => unknown }) {
    super(origin.writer.scope, id, { apiVersion: 'v1', kind: 'Service', metadata: { ...origin.metadata }, spec: Lazy.any({ produce: content.spec }) });
    setCallSite(this, captureCallSite(new.target));
    this.origin = origin;
    this.labels = content.labels;
  }

  override toJson(): unknown {
    return written(this, this.origin, () => labelled(super.toJson(), this.labels()));
  }
}

/** Writes an object with a host that is read once, under the name and namespace that the host has by now; what a patch of the object says stays. */
function written(object: ApiObject, { writer, nameNow }: ObjectName, write: () => unknown): unknown {
  return writer.hold(() => {
    const manifest = write();
    if (!isFields(manifest) || !isFields(manifest['metadata'])) return manifest;
    const host = writer.read();
    const metadata = { ...manifest['metadata'] };
    if (metadata['name'] === object.metadata.name) metadata['name'] = nameNow(host);
    if (host.namespace !== undefined && metadata['namespace'] === object.metadata.namespace) metadata['namespace'] = host.namespace;
    return { ...manifest, metadata };
  });
}

function labelled(manifest: unknown, labels: Readonly<Record<string, string>>): unknown {
  if (!isFields(manifest) || !isFields(manifest['metadata']) || Object.keys(labels).length === 0) return manifest;
  const own = manifest['metadata']['labels'];
  const all = Object.entries({ ...labels, ...(isFields(own) ? own : {}) }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...manifest, metadata: { ...manifest['metadata'], labels: Object.fromEntries(all) } };
}
