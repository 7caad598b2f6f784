import type { SourcePlace } from '../../model/finding';
import type { Path } from '../../model/path';
import { oneLine } from '../../report/safe-text';
import { ALIAS_BUDGET, type AliasBudget } from './construct';
import type { FileProblem } from './files';
import { LineMap } from './line-map';
import { readManifests, type Manifest } from './manifests';
import { findPlaces } from './places';
import { TextProblem } from './problem';
import type { SourceFile } from './source-file';

/** Problems that are printed of one file: the first few tell what kind of text it is. */
const MAX_PROBLEMS = 20;

/** A part of the input that cannot be used, as one line: `file:line:column: cause`. */
export type ProblemLine = string;

interface Origin {
  readonly file: number;
  readonly manifest: Manifest;
}

/** A path inside the object that stands at `input` in {@link Sources.objects}. */
export interface Wanted {
  readonly input: number;
  readonly path: Path;
}

/** Everything that is wanted in one chunk: it is parsed once for all of it. */
interface ChunkGroup {
  readonly origin: Origin;
  readonly members: { readonly position: number; readonly path: Path; readonly origin: Origin }[];
}

/** The Kubernetes objects of all files, and where everything in them is written. */
export class Sources {
  readonly objects: Record<string, unknown>[] = [];
  readonly problems: ProblemLine[] = [];
  /** Documents of files found in a folder that are no Kubernetes objects (values of a chart, settings of other tools). */
  foreign = 0;
  private readonly files: readonly SourceFile[];
  private readonly fileNumbers: ReadonlyMap<string, number>;
  private readonly origins: Origin[] = [];
  private readonly lineMaps = new Map<number, LineMap>();

  /** @param onParsed called with the number of files that are parsed */
  constructor(files: readonly SourceFile[], unreadable: readonly FileProblem[], onParsed: (done: number) => void = () => undefined) {
    this.files = files;
    this.fileNumbers = new Map(files.map((file, index) => [file.name, index]));
    for (const problem of unreadable) this.problems.push(`${oneLine(problem.file)}: ${oneLine(problem.message)}`);
    const budget: AliasBudget = { nodes: ALIAS_BUDGET };
    files.forEach((file, index) => {
      this.read(file, index, budget);
      onParsed(index + 1);
    });
  }

  private read(file: SourceFile, index: number, budget: AliasBudget): void {
    // Most JSON and YAML of a program's folder is no manifest: such a file is not worth a parse, and none of it is wrong.
    if (file.found && !file.text.includes('apiVersion')) {
      this.foreign += 1;
      return;
    }
    const content = readManifests(file.text, budget);
    for (const manifest of content.manifests) {
      this.objects.push(manifest.object);
      this.origins.push({ file: index, manifest });
    }
    const problems = [...content.problems];
    if (file.found) this.foreign += content.foreign.length;
    else problems.push(...content.foreign.map((offset) => new TextProblem(offset, 'this document lacks apiVersion or kind, so it is no Kubernetes object')));
    problems.sort((a, b) => a.offset - b.offset);
    for (const problem of problems.slice(0, MAX_PROBLEMS)) this.problems.push(`${this.at(index, problem.offset)}: ${oneLine(problem.message)}`);
    if (problems.length > MAX_PROBLEMS) this.problems.push(`${oneLine(file.name)}: and ${problems.length - MAX_PROBLEMS} more problems like these`);
  }

  /** Where paths of objects are written, one place for each. */
  places(wanted: readonly Wanted[]): (SourcePlace | undefined)[] {
    const places: (SourcePlace | undefined)[] = wanted.map(() => undefined);
    for (const group of this.byChunk(wanted)) {
      const { file, manifest: { chunk } } = group.origin;
      const source = this.files[file];
      if (source === undefined) continue;
      const requests = group.members.map((member) => ({ root: member.origin.manifest.root - chunk.start, path: [...member.origin.manifest.path, ...member.path] }));
      const offsets = findPlaces(source.text.slice(chunk.start, chunk.end), requests);
      group.members.forEach((member, index) => {
        places[member.position] = { file: source.name, ...this.lines(file).place(chunk.start + (offsets[index] ?? 0)) };
      });
    }
    return places;
  }

  /** A line of a file, by the file's name. */
  line(name: string, line: number): string | undefined {
    const file = this.fileNumbers.get(name);
    return file === undefined ? undefined : this.lines(file).line(line);
  }

  private byChunk(wanted: readonly Wanted[]): Iterable<ChunkGroup> {
    const groups = new Map<string, ChunkGroup>();
    wanted.forEach(({ input, path }, position) => {
      const origin = this.origins[input];
      if (origin === undefined) return;
      const key = `${origin.file}:${origin.manifest.chunk.start}`;
      const group = groups.get(key) ?? { origin, members: [] };
      group.members.push({ position, path, origin });
      groups.set(key, group);
    });
    return groups.values();
  }

  private lines(file: number): LineMap {
    const known = this.lineMaps.get(file);
    if (known !== undefined) return known;
    const map = new LineMap(this.files[file]?.text ?? '');
    this.lineMaps.set(file, map);
    return map;
  }

  private at(file: number, offset: number): string {
    const { line, column } = this.lines(file).place(offset);
    return `${oneLine(this.files[file]?.name ?? '')}:${line}:${column}`;
  }
}
