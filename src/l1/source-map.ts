import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line of the user's program. */
export interface CallSite {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

interface LoadedMap {
  readonly map: SourceMap;
  /** Folder that the map's source names are relative to. */
  readonly folder: string;
}

const COMPILED = /\.[cm]?js$/;
const MAP_COMMENT = /^\/\/[#@] sourceMappingURL=(\S+)\s*$/gm;

const loaded = new Map<string, LoadedMap | undefined>();

/** The line of the source that a line of compiled JavaScript was made from; the same line when there is no source map. */
export function toSource(site: CallSite): CallSite {
  if (!COMPILED.test(site.file)) return site;
  if (!loaded.has(site.file)) loaded.set(site.file, load(site.file));
  const found = loaded.get(site.file);
  if (found === undefined) return site;
  const entry = found.map.findEntry(site.line - 1, site.column - 1);
  if (!('originalSource' in entry)) return site;
  return { file: resolveSource(entry.originalSource, found.folder), line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** A map that is missing or broken is no error: the compiled line is still a line of the user's. */
function load(file: string): LoadedMap | undefined {
  try {
    const url = [...readFileSync(file, 'utf8').matchAll(MAP_COMMENT)].at(-1)?.[1];
    if (url === undefined) return undefined;
    const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(url);
    if (inline !== null) {
      const [, base64, text = ''] = inline;
      const json = base64 === undefined ? decodeURIComponent(text) : Buffer.from(text, 'base64').toString('utf8');
      return parse(json, path.dirname(file));
    }
    if (/^[a-z]+:/i.test(url)) return undefined;
    const mapFile = path.resolve(path.dirname(file), decodeURIComponent(url));
    return parse(readFileSync(mapFile, 'utf8'), path.dirname(mapFile));
  } catch {
    return undefined;
  }
}

function parse(json: string, folder: string): LoadedMap {
  const payload = JSON.parse(json) as ConstructorParameters<typeof SourceMap>[0];
  return { map: new SourceMap(payload), folder: path.resolve(folder, payload.sourceRoot ?? '') };
}

function resolveSource(source: string, folder: string): string {
  return source.startsWith('file:') ? fileURLToPath(source) : path.resolve(folder, source);
}
