import { capitalize } from './crd';
import type { Crd } from '../schema/crd';
import type { Message, MessageIndex } from './messages';
import type { DescribedSchema } from '../schema/read-schema';
import { children, ITEM, joinPath, VALUE } from './schema-path';

/** What upstream's sources say of the schemas of one API group. */
export interface MessageNames {
  /** Schema path, kind and all, to the name of the shape there. */
  readonly paths: Readonly<Record<string, string>>;
  /** Schema paths of durations. */
  readonly durations: readonly string[];
  /** Shape name to its place in the reference. */
  readonly pages: Readonly<Record<string, string>>;
}

/** What differs between upstream projects. */
export interface NamingRules {
  readonly messages: MessageIndex;
  /** The messages of a kind's `spec` and `status`. */
  root(crd: Crd, field: string): Message | undefined;
  /** The name of the shape that a message becomes. */
  shapeName(message: Message): string;
}

const DURATION = 'google.protobuf.Duration';

/**
 * Walks the CRDs of one group beside the messages they were made from. A CRD inlines every message; this finds the names
 * again. Where the sources are silent (types of other projects) a shape is named after the shape around it and its field.
 */
export function namesFromMessages(crds: readonly Crd[], rules: NamingRules): MessageNames {
  const paths: Record<string, string> = {};
  const durations: string[] = [];
  const pages: Record<string, string> = {};

  const visit = (schema: DescribedSchema, path: string, name: string, message: Message | undefined): void => {
    if (schema.properties === undefined) return;
    paths[path] = name;
    if (message?.page !== undefined) pages[name] = message.page;
    for (const [key, property] of Object.entries(schema.properties)) {
      const type = message?.fields.get(key)?.type;
      if (message !== undefined && type === undefined) throw new Error(`${path}.${key}: ${message.fullName} has no such field`);
      const [inner, innerPath] = elementOf(property, joinPath(path, key));
      if (type === DURATION) durations.push(innerPath);
      const next = type === undefined ? undefined : rules.messages.resolve(type, message ?? NOWHERE);
      visit(inner, innerPath, next === undefined ? (foreignName(type) ?? name + capitalize(key)) : rules.shapeName(next), next);
    }
  };

  for (const crd of crds) {
    for (const [field, schema] of Object.entries(crd.versions[0]?.schema.properties ?? {})) {
      const root = rules.root(crd, field);
      if (root !== undefined) visit(schema, `${crd.kind}.${field}`, rules.shapeName(root), root);
    }
  }
  return { paths, durations, pages };
}

const NOWHERE: Message = { fullName: '', localName: '', fields: new Map() };

/** `Condition` of `metav1.Condition`: a type that upstream takes from another package. */
function foreignName(type: string | undefined): string | undefined {
  return /^[a-z]\w*\.([A-Z]\w*)$/.exec(type ?? '')?.[1];
}

function elementOf(schema: DescribedSchema, path: string): readonly [DescribedSchema, string] {
  const child = children(schema).find(([step]) => step === ITEM || step === VALUE);
  return child === undefined ? [schema, path] : elementOf(child[1], joinPath(path, child[0]));
}

const STATUS = 'istio.meta.v1alpha1.IstioStatus';

/**
 * Istio: the message of a kind becomes `<Kind>Spec`, since the construct has the kind's name; a nested message carries its
 * outer ones in front; a shared message whose name the group's own files use too is told apart by its package.
 */
export function istioNaming(crds: readonly Crd[], all: readonly Message[], messages: MessageIndex): NamingRules {
  const area = crds[0]?.group.split('.', 1)[0] ?? '';
  const kinds = new Set(crds.map((crd) => crd.kind));
  return {
    messages,
    root(crd, field) {
      const spec = all.find((message) => areaOf(message) === area && message.localName === crd.kind);
      if (spec === undefined) throw new Error(`no message for ${crd.kind} of ${crd.group}`);
      if (field === 'spec') return spec;
      return field === 'status' ? (messages.get(`${spec.fullName}Status`) ?? messages.get(STATUS)) : undefined;
    },
    shapeName(message) {
      const name = message.localName.replaceAll('.', '');
      if (areaOf(message) === area) return kinds.has(message.localName) ? `${name}Spec` : name;
      const taken = all.some((other) => areaOf(other) === area && other.localName === message.localName);
      return taken ? capitalize(areaOf(message)) + name : name;
    },
  };
}

function areaOf(message: Message): string {
  return message.fullName.split('.')[1] ?? '';
}

/** Gateway API: shapes have the names of the Go structs. */
export function gatewayApiNaming(messages: MessageIndex): NamingRules {
  return {
    messages,
    root: (crd, field) => {
      const kind = messages.get(`gateway.v1.${crd.kind}`);
      const type = kind?.fields.get(field)?.type;
      return kind === undefined || type === undefined ? undefined : messages.resolve(type, kind);
    },
    shapeName: (message) => message.localName,
  };
}
