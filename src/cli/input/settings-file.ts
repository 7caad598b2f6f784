import { isFields } from '../../model/values';
import type { Path } from '../../model/path';
import { oneLine } from '../../report/safe-text';
import { InputError } from '../io';
import { ALIAS_BUDGET, construct } from './construct';
import { parseChunk, splitDocuments } from './documents';
import { LineMap } from './line-map';
import { findPlaces } from './places';
import { TextProblem } from './problem';

/** A file that holds one mapping, read as manifests are, whose errors name file and line. */
export interface SettingsFile {
  readonly value: Readonly<Record<string, unknown>>;
  /** Where a path is written; a list or mapping that lacks it, where the path is missing. */
  place(path: Path): { readonly line: number; readonly column: number };
  /** @throws InputError that names file, line, column and cause */
  fail(path: Path, cause: string): never;
}

/** @throws InputError for a text that is no YAML, that sets a key twice, or that is not one mapping; an empty one is an empty mapping */
export function readSettingsFile(file: string, text: string): SettingsFile {
  const lines = new LineMap(text);
  const failAt = (offset: number, cause: string): never => {
    const { line, column } = lines.place(offset);
    throw new InputError(`${oneLine(file)}:${line}:${column}: ${oneLine(cause)}`);
  };
  const found: { value: Readonly<Record<string, unknown>>; start: number; end: number; root: number }[] = [];
  for (const { start, end } of splitDocuments(text)) {
    const source = text.slice(start, end);
    try {
      const { documents, problems } = construct(source, parseChunk(source), { nodes: ALIAS_BUDGET });
      const [duplicate] = problems;
      if (duplicate !== undefined) throw duplicate;
      for (const { value, at } of documents) {
        if (!isFields(value)) throw new TextProblem(at, 'the settings must be a mapping of names to values');
        if (found.length > 0) throw new TextProblem(at, 'a second document; one is wanted');
        found.push({ value, start, end, root: at });
      }
    } catch (error) {
      if (!(error instanceof TextProblem)) throw error;
      failAt(start + error.offset, error.message);
    }
  }
  const [document] = found;
  const offsetOf = (path: Path): number => {
    if (document === undefined) return 0;
    const [offset = 0] = findPlaces(text.slice(document.start, document.end), [{ root: document.root, path }]);
    return document.start + offset;
  };
  return {
    value: document?.value ?? {},
    place: (path) => lines.place(offsetOf(path)),
    fail: (path, cause) => failAt(offsetOf(path), cause),
  };
}
