import { formatPath, type Path } from '../model/path';
import type { Finding, ObjectRef } from '../model/finding';
import { settingsOfMeshConfig } from '../model/mesh-config';
import type { MeshConfigSettings } from '../model/mesh-config';
import { asText, fieldAt, isFields } from '../model/values';
import { oneLine } from '../report/safe-text';
import { ALIAS_BUDGET, construct } from './input/construct';
import { parseChunk, splitDocuments, type Chunk } from './input/documents';
import { LineMap } from './input/line-map';
import { findPlaces } from './input/places';
import { TextProblem } from './input/problem';
import { InputError } from './io';

interface Document {
  readonly value: Readonly<Record<string, unknown>>;
  readonly chunk: Chunk;
  /** Where its root node begins in the text. */
  readonly root: number;
}

/**
 * Reads a MeshConfig document, the ConfigMap that holds one (`data.mesh`) or an IstioOperator (`spec.meshConfig`). In a file with several
 * documents (`helm template`) it is looked for among them.
 * Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 * @throws InputError that names file, line and cause.
 */
export function readMeshConfig(file: string, text: string): MeshConfigSettings {
  const holder = holderOf(file, text);
  const inner = meshText(holder.value);
  if (inner !== undefined) return readMeshConfig(`${file} (data.mesh)`, inner);
  return settingsOf(file, text, holder);
}

/** What istiod says of the mesh config in a file that {@link readMeshConfig} takes, with the places in that file. */
export function checkMeshConfig(file: string, text: string): Finding[] {
  const { problemsOf, problemsOfMeshConfig, invalidMeshConfig } = require('../validation/rules/object/invalid-mesh-config') as typeof import('../validation/rules/object/invalid-mesh-config');
  const { textsOf } = require('../validation/mesh-documents') as typeof import('../validation/mesh-documents');
  const { value, root, chunk } = holderOf(file, text);
  const operator = fieldAt(value, 'spec', 'meshConfig');
  const problems =
    meshText(value) !== undefined ? textsOf(value).flatMap(problemsOf)
      : isFields(operator) && value['kind'] === 'IstioOperator' ? problemsOf({ what: 'mesh config', path: ['spec', 'meshConfig'], isText: false, value: operator })
        : problemsOfMeshConfig(value);
  const offsets = findPlaces(text.slice(chunk.start, chunk.end), problems.map(({ path }) => ({ root: root - chunk.start, path })));
  const lines = new LineMap(text);
  return problems.map(({ path, ...told }, index) => ({
    rule: invalidMeshConfig.id,
    upstream: invalidMeshConfig.upstream,
    object: refOf(value, file),
    path: formatPath(path),
    ...told,
    source: { file, ...lines.place(chunk.start + (offsets[index] ?? 0)) },
  }));
}

/** A MeshConfig is no object of a cluster: it goes by the name of its file. */
function refOf(value: Document['value'], file: string): ObjectRef {
  if (value['kind'] === undefined) return { apiVersion: '', kind: 'MeshConfig', name: file };
  const namespace = asText(fieldAt(value, 'metadata', 'namespace'));
  return { apiVersion: asText(value['apiVersion']) ?? '', kind: asText(value['kind']) ?? '', ...(namespace === undefined ? {} : { namespace }), name: asText(fieldAt(value, 'metadata', 'name')) ?? '' };
}

function holderOf(file: string, text: string): Document {
  const documents = readDocuments(file, text);
  const wrapped = documents.filter(({ value }) => meshText(value) !== undefined);
  const plain = documents.filter(({ value }) => value.kind === undefined || operatorConfig(value) !== undefined);
  const [holder = documents[0], second] = wrapped.length > 0 ? wrapped : plain;
  if (holder === undefined) throw new InputError(`${oneLine(file)}: holds no document; a MeshConfig is wanted`);
  if (second !== undefined) throw new InputError(`${at(file, text, second.root)}: a second MeshConfig; one is wanted`);
  return holder;
}

function meshText(value: Readonly<Record<string, unknown>>): string | undefined {
  if (value.kind !== 'ConfigMap' || !isFields(value.data)) return undefined;
  return typeof value.data.mesh === 'string' ? value.data.mesh : undefined;
}

function operatorConfig(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  return value.kind === 'IstioOperator' && isFields(value.spec) && isFields(value.spec.meshConfig) ? value.spec.meshConfig : undefined;
}

function settingsOf(file: string, text: string, holder: Document): MeshConfigSettings {
  const { value } = holder;
  const operator = operatorConfig(value);
  if (value.kind !== undefined && operator === undefined) {
    const kind = oneLine(String(value.kind));
    throw new InputError(`${at(file, text, holder.root)}: kind ${kind} holds no mesh configuration; give a MeshConfig, a ConfigMap with data.mesh or an IstioOperator with spec.meshConfig`);
  }
  const prefix: Path = operator === undefined ? [] : ['spec', 'meshConfig'];
  const fail = (path: Path, cause: string): never => {
    const [offset = 0] = findPlaces(text.slice(holder.chunk.start, holder.chunk.end), [{ root: holder.root - holder.chunk.start, path: [...prefix, ...path] }]);
    throw new InputError(`${at(file, text, holder.chunk.start + offset)}: ${cause}`);
  };
  return fieldsOf(operator ?? value, fail);
}

function fieldsOf(config: Readonly<Record<string, unknown>>, fail: (path: Path, cause: string) => never): MeshConfigSettings {
  for (const field of ['rootNamespace', 'trustDomain']) {
    if (typeof (config[field] ?? '') !== 'string') fail([field], `${field} must be a text`);
  }
  if (typeof (config.enableAutoMtls ?? true) !== 'boolean') fail(['enableAutoMtls'], 'enableAutoMtls must be true or false');
  return settingsOfMeshConfig(config);
}

function readDocuments(file: string, text: string): Document[] {
  const documents: Document[] = [];
  for (const chunk of splitDocuments(text)) {
    const source = text.slice(chunk.start, chunk.end);
    try {
      const read = construct(source, parseChunk(source), { nodes: ALIAS_BUDGET });
      const [duplicate] = read.problems;
      if (duplicate !== undefined) throw duplicate;
      for (const { value, at: offset } of read.documents) {
        if (!isFields(value)) throw new TextProblem(offset, 'a MeshConfig is a mapping');
        documents.push({ value, chunk, root: chunk.start + offset });
      }
    } catch (error) {
      if (!(error instanceof TextProblem)) throw error;
      throw new InputError(`${at(file, text, chunk.start + error.offset)}: ${oneLine(error.message)}`);
    }
  }
  return documents;
}

function at(file: string, text: string, offset: number): string {
  const { line, column } = new LineMap(text).place(offset);
  return `${oneLine(file)}:${line}:${column}`;
}
