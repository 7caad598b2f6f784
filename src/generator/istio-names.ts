import type { Crd, DescribedSchema } from './crd';
import type { ProtoIndex, ProtoMessage } from './proto';
import { children, ITEM, joinPath, VALUE } from './schema-path';

/** What the .proto files say of the schemas of one API group. */
export interface MessageNames {
  readonly paths: Readonly<Record<string, string>>;
  readonly durations: readonly string[];
  readonly pages: Readonly<Record<string, string>>;
}

const DURATION = 'google.protobuf.Duration';
const STATUS = 'istio.meta.v1alpha1.IstioStatus';
const SITE = 'https://istio.io/';

/**
 * Walks the CRDs of one Istio group beside the messages they were made from. A CRD inlines every message; this finds
 * the names again.
 */
export function namesFromMessages(crds: readonly Crd[], protos: ProtoIndex, all: readonly ProtoMessage[]): MessageNames {
  const paths: Record<string, string> = {};
  const durations: string[] = [];
  const pages: Record<string, string> = {};

  const visit = (schema: DescribedSchema, path: string, message: ProtoMessage, root: ProtoMessage): void => {
    if (schema.properties === undefined) return;
    const name = shapeName(message, root, crds, all);
    paths[path] = name;
    const page = pageOf(message);
    if (page !== undefined) pages[name] = page;
    for (const [key, property] of Object.entries(schema.properties)) {
      const type = message.fields.get(key)?.type;
      if (type === undefined) throw new Error(`${path}.${key}: ${message.fullName} has no such field`);
      const [inner, innerPath] = elementOf(property, joinPath(path, key));
      if (type === DURATION) durations.push(innerPath);
      const next = protos.resolve(type, message);
      if (next !== undefined) visit(inner, innerPath, next, root);
    }
  };

  for (const crd of crds) {
    const root = rootMessage(crd, all);
    const schema = crd.versions[0]?.schema.properties ?? {};
    if (schema['spec'] !== undefined) visit(schema['spec'], `${crd.kind}.spec`, root, root);
    const status = protos.get(`${root.fullName}Status`) ?? protos.get(STATUS);
    if (schema['status'] !== undefined && status !== undefined) visit(schema['status'], `${crd.kind}.status`, status, root);
  }
  return { paths, durations, pages };
}

function elementOf(schema: DescribedSchema, path: string): readonly [DescribedSchema, string] {
  const child = children(schema).find(([step]) => step === ITEM || step === VALUE);
  return child === undefined ? [schema, path] : elementOf(child[1], joinPath(path, child[0]));
}

function rootMessage(crd: Crd, all: readonly ProtoMessage[]): ProtoMessage {
  const area = `istio.${crd.group.split('.', 1)[0] ?? ''}.`;
  const found = all.find((message) => message.fullName.startsWith(area) && message.localName === crd.kind);
  if (found === undefined) throw new Error(`no message for ${crd.kind} under ${area}`);
  return found;
}

/**
 * The message of a kind becomes `<Kind>Spec`, since the construct has the kind's name; a nested message carries its outer
 * ones in front; a shared message whose name the group's own files use too is told apart by its package.
 */
function shapeName(message: ProtoMessage, root: ProtoMessage, crds: readonly Crd[], all: readonly ProtoMessage[]): string {
  const area = areaOf(root);
  const name = message.localName.replaceAll('.', '');
  if (areaOf(message) === area) return crds.some((crd) => crd.kind === message.localName) ? `${name}Spec` : name;
  const taken = all.some((other) => areaOf(other) === area && other.localName === message.localName);
  return taken ? capitalize(areaOf(message)) + name : name;
}

function areaOf(message: ProtoMessage): string {
  return message.fullName.split('.')[1] ?? '';
}

/** Upper case for the first letter. */
export function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function pageOf(message: ProtoMessage): string | undefined {
  if (message.page === undefined || !message.page.startsWith(`${SITE}docs/`)) return undefined;
  const page = message.page.slice(SITE.length).replace(/\.html$/, '/');
  return `${SITE}latest/${page}#${message.localName.replaceAll('.', '-')}`;
}
