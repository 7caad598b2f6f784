import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ObjectRef } from '../model/finding';
import type { Path } from '../model/path';
import type { MeshSettings } from '../model/settings';
import { isDescription, isManifest, isServiceConstruct, isServiceObject, type ServiceObject, type ServiceSource } from './service-source';
import type { ReadPort } from './service-port';

/** Something that cannot be read from a source, told so that a person can mend it. */
export interface Trouble {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** What a source says when it is read. Where there are troubles, the rest is what is known in spite of them. */
export interface ServiceReading {
  readonly object: ObjectRef;
  readonly name: string;
  readonly namespace?: string;
  /** FQDN of a Kubernetes Service; the host of a ServiceEntry as it stands there. */
  readonly host: string;
  readonly ports: readonly ReadPort[];
  readonly selector?: Readonly<Record<string, string>>;
  /** Its own labels; absent for a service told in words. */
  readonly labels?: Readonly<Record<string, string>>;
  /** It has no address of its own: callers go straight to its pods. */
  readonly headless?: true;
  readonly troubles: readonly Trouble[];
}

/** Which service is meant, as far as it can be told without writing the source: patches are not in it. */
export interface ServiceKey {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A service that can say which one it is. */
export interface KeyedService {
  key(): ServiceKey;
}

/** What the routing objects of a source are found and named by when they are made. */
export function keyOf(source: ServiceSource): ServiceKey {
  const object = objectOf(source);
  if (object !== undefined) return { kind: object.kind, name: object.name, namespace: object.metadata.namespace };
  if (isManifest(source)) return { kind: source.kind, name: source.metadata.name ?? '', namespace: source.metadata.namespace };
  return { kind: 'Service', name: source.name, ...(isDescription(source) ? { namespace: source.namespace } : {}) };
}

/** Reads a source as it is now. `host` chooses one of several hosts of a ServiceEntry. */
export function readService(source: ServiceSource, settings: MeshSettings, host?: string): ServiceReading {
  if (isDescription(source)) return finish({ apiVersion: 'v1', kind: 'Service', metadata: source, spec: source }, settings, [], host);
  if (isManifest(source)) return finish({ ...source, spec: source.spec ?? {} }, settings, [], host);
  const object = objectOf(source);
  if (object !== undefined) return readObject(object, settings, host);
  const trouble: Trouble = {
    path: [],
    message: `the construct ${JSON.stringify(source.name)} holds no Kubernetes object that could be read`,
    fix: 'Give MeshService.of the ApiObject of kind Service itself.',
  };
  return finish({ apiVersion: 'v1', kind: 'Service', metadata: keyOf(source), spec: {} }, settings, [trouble], host);
}

/** The tree that holds the source; undefined for words and manifests. */
export function rootOf(source: ServiceSource): IConstruct | undefined {
  return 'node' in source ? source.node.root : undefined;
}

/**
 * Writes a label on the object behind a source, where that is an object of the tree of `scope` without such a label.
 * Sources of other trees, manifests and words are left as they are.
 */
export function labelSource(source: ServiceSource, scope: IConstruct, key: string, value: string): void {
  const object = objectOf(source);
  if (object === undefined || object.node.root !== scope.node.root || !ApiObject.isApiObject(object)) return;
  if (object.metadata.getLabel(key) === undefined) object.metadata.addLabel(key, value);
}

function objectOf(source: ServiceSource): ServiceObject | undefined {
  if (isServiceObject(source)) return source;
  const child: unknown = isServiceConstruct(source) ? source.node.defaultChild : undefined;
  return ApiObject.isApiObject(child) ? child : undefined;
}

function readObject(object: ServiceObject, settings: MeshSettings, host?: string): ServiceReading {
  try {
    const json: unknown = object.toJson();
    const { apiVersion, kind } = object;
    return finish({ apiVersion, kind, metadata: record(record(json).metadata), spec: record(record(json).spec) }, settings, [], host);
  } catch (error) {
    const trouble: Trouble = { path: [], message: `the object cannot be written: ${rootCause(error)}`, fix: 'Mend the object; for a Service that mostly means to give it a port.' };
    return finish({ apiVersion: object.apiVersion, kind: object.kind, metadata: keyOf(object), spec: {} }, settings, [trouble], host);
  }
}

/** A source brought to one form. The fields are checked here: manifests come from YAML and say anything. */
interface RawService {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
  readonly spec: object;
}

function finish(raw: RawService, settings: MeshSettings, troubles: readonly Trouble[], chosenHost?: string): ServiceReading {
  const metadata = record(raw.metadata);
  const spec = record(raw.spec);
  const name = text(metadata.name) ?? '';
  const namespace = text(metadata.namespace) ?? settings.defaultNamespace;
  const found: Trouble[] = [...troubles];
  if (name === '') found.push({ path: ['metadata', 'name'], message: 'it has no name', fix: 'Give it metadata.name.' });
  if (namespace === undefined) {
    found.push({
      path: ['metadata', 'namespace'],
      message: 'it has no namespace, so its host name cannot be told',
      fix: 'Give it a namespace, or its Chart, or say Mesh.configure(app, { defaultNamespace }).',
    });
  }
  const service = `${name}.${namespace ?? ''}.svc.${settings.clusterDomain}`;
  const host = isService(raw) ? service : isServiceEntry(raw) ? entryHost(spec, found, chosenHost) : undefined;
  if (host === undefined && !isServiceEntry(raw)) {
    found.push({ path: ['kind'], message: `it is ${raw.kind} of ${raw.apiVersion}, and only a Service or a ServiceEntry is one`, fix: 'Give MeshService.of a Service or a ServiceEntry.' });
  }
  return {
    object: { apiVersion: raw.apiVersion, kind: raw.kind, ...(namespace === undefined ? {} : { namespace }), name },
    name,
    ...(namespace === undefined ? {} : { namespace }),
    host: host ?? name,
    ports: isServiceEntry(raw) ? entryPorts(spec) : servicePorts(spec),
    ...(isService(raw) && spec.selector !== undefined ? { selector: labels(spec.selector) } : {}),
    ...(isService(raw) && spec.clusterIP === 'None' ? { headless: true } : {}),
    ...(metadata.labels === undefined ? {} : { labels: labels(metadata.labels) }),
    troubles: found,
  };
}

function isService({ apiVersion, kind }: RawService): boolean {
  return kind === 'Service' && apiVersion === 'v1';
}

function isServiceEntry({ apiVersion, kind }: RawService): boolean {
  return kind === 'ServiceEntry' && apiVersion.startsWith('networking.istio.io/');
}

function entryHost(spec: Record<string, unknown>, troubles: Trouble[], chosen?: string): string | undefined {
  const hosts = list(spec.hosts).flatMap((host) => text(host) ?? []);
  if (chosen !== undefined && !hosts.includes(chosen)) {
    troubles.push({ path: ['spec', 'hosts'], message: `it does not have the host ${JSON.stringify(chosen)}, only ${hosts.join(', ')}`, fix: 'Name one of its hosts.' });
  } else if (chosen === undefined && hosts.length !== 1) {
    troubles.push({ path: ['spec', 'hosts'], message: `it has ${hosts.length} hosts, and which one is meant is not said`, fix: "Say which: MeshService.of(entry, { host: '...' })." });
  }
  return chosen ?? hosts[0];
}

function servicePorts(spec: Record<string, unknown>): ReadPort[] {
  return list(spec.ports).map(record).flatMap((port) =>
    typeof port.port === 'number' ? { number: port.port, transport: text(port.protocol) ?? 'TCP', ...portNames(port, port.appProtocol) } : [],
  );
}

function entryPorts(spec: Record<string, unknown>): ReadPort[] {
  return list(spec.ports).map(record).flatMap((port) =>
    typeof port.number === 'number' ? { number: port.number, transport: 'TCP', ...portNames(port, port.protocol) } : [],
  );
}

function portNames(port: Record<string, unknown>, appProtocol: unknown): Pick<ReadPort, 'name' | 'targetPort' | 'appProtocol'> {
  const { name, targetPort } = port;
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof targetPort === 'number' || typeof targetPort === 'string' ? { targetPort } : {}),
    ...(typeof appProtocol === 'string' ? { appProtocol } : {}),
  };
}

function labels(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).flatMap(([key, label]) => (typeof label === 'string' ? [[key, label]] : [])));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** cdk8s wraps what went wrong in `Failed serializing construct at path ...: Error: `; people need the end of it. */
function rootCause(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^Failed serializing construct .*?: Error: /, '');
}
