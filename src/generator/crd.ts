import { loadAll } from 'js-yaml';
import { isFields } from '../model/values';
import { type Crd, readCrd } from '../schema/crd';
import { CrdError } from '../schema/crd-error';
import type { ReadBudget } from '../schema/read-schema';

/** A YAML or JSON text with the name that messages call it by. */
export interface SourceDocument {
  readonly name: string;
  readonly text: string;
}

const MAX_DEPTH = 300;

/**
 * Reads the CustomResourceDefinitions of YAML or JSON texts; other objects in them are passed over.
 * What ends up in names (group, kind, version) is checked against Kubernetes' own rules here, once.
 *
 * @param strict take schema keys that we do not know for errors: for CRDs whose facts must be complete
 * @throws CrdError when a text is not YAML or holds a CRD that Kubernetes would refuse
 */
export function readCrds(documents: readonly SourceDocument[], strict = false): readonly Crd[] {
  const budget: ReadBudget = { schemas: 0, strict };
  return documents.flatMap((document) => objectsOf(document).flatMap((object) => crdsIn(object, document.name, budget)));
}

function objectsOf({ name, text }: SourceDocument): readonly unknown[] {
  if (/^\s*$/.test(text)) return [];
  try {
    return loadAll(text, { maxDepth: MAX_DEPTH, maxAliases: 0 });
  } catch (error) {
    throw new CrdError(name, `not readable as YAML: ${error instanceof Error ? firstLine(error.message) : 'unknown reason'}`);
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function crdsIn(object: unknown, source: string, budget: ReadBudget): readonly Crd[] {
  if (!isFields(object)) return [];
  if (object['kind'] === 'List' || object['kind'] === 'CustomResourceDefinitionList') {
    return Array.isArray(object['items']) ? object['items'].flatMap((item) => crdsIn(item, source, budget)) : [];
  }
  if (object['kind'] !== 'CustomResourceDefinition') return [];
  return [readCrd(object, source, budget)];
}

/** Upper case for the first letter. */
export function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
