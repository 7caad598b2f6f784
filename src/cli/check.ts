import type { EngineFinding, Finding, ObjectRef, Severity } from '../model/finding';
import { groupOf } from '../model/kinds';
import { formatPath } from '../model/path';
import { scopeOf } from '../model/scopes';
import { DEFAULT_SETTINGS, type IstioVersion, type MeshSettings } from '../model/settings';
import { formatJson } from '../report/json';
import { oneLine } from '../report/safe-text';
import { formatText } from '../report/text';
import type { CheckOptions } from '../validation/validate';
import { useColours } from './colours';
import { readNamedFile, readSources } from './input/files';
import { Sources } from './input/sources';
import { InputError, type Io } from './io';
import { checkMeshConfig, readMeshConfig } from './mesh-config';
import { Progress } from './progress';

/** The flags of `cdk8s-istio check`, after the command line was read. */
export interface CheckFlags {
  readonly format: 'text' | 'json';
  readonly failOn: Severity;
  readonly istioVersion?: IstioVersion;
  readonly meshConfig?: string;
  readonly complete?: boolean;
  readonly namespace?: string;
  /** A folder, or a file, of what was written last. */
  readonly baseline?: string;
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Checks the Kubernetes objects of all paths as one mesh and prints what it found.
 * @returns the exit code: 0 nothing at or above the failing severity, 1 findings, 2 a part of the input cannot be used (the rest is checked).
 * @throws InputError when the command line itself cannot be followed.
 */
export async function runCheck(paths: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  const mesh = flags.meshConfig === undefined ? undefined : { file: flags.meshConfig, text: await readNamedFile(flags.meshConfig, io) };
  const given = settingsOf(flags, mesh);
  const progress = new Progress(io);
  const { files, problems } = await readSources(paths, io, (done, total) => progress.show(`reading ${done} of ${total} files`));
  const sources = new Sources(files, problems);
  progress.show(`checking ${sources.objects.length} objects`);
  const before = flags.baseline === undefined ? undefined : await readBaseline(flags.baseline, io);
  const settings = mesh === undefined ? withInput(given, sources.objects) : given;
  const located = locate(engine(sources.objects, settings, before?.objects), sources, settings.defaultNamespace);
  const findings = sorted(distinct([...located, ...(mesh === undefined ? [] : checkMeshConfig(mesh.file, mesh.text))]));
  progress.clear();

  const unusable = [...sources.problems, ...(before?.problems ?? [])];
  for (const problem of unusable) io.stderr.write(`${problem}\n`);
  if (sources.objects.length === 0 && sources.problems.length === 0) {
    // A pipe that broke or a path that moved must not look like a clean bill.
    const cause = sources.foreign > 0 ? `${sources.foreign} files or documents lack apiVersion or kind` : 'the input is empty';
    throw new InputError(`${paths.map(oneLine).join(', ')}: no Kubernetes object found (${cause})`);
  }
  const result = { objects: sources.objects.length, findings, unread: unusable.length };
  const report = flags.format === 'json' ? formatJson(result) : formatText(result, { colours: useColours(io), line: (file, line) => sources.line(file, line) });
  print(report, io);
  if (unusable.length > 0) return 2;
  return findings.some((finding) => RANK[finding.severity] >= RANK[flags.failOn]) ? 1 : 0;
}

function settingsOf(flags: CheckFlags, mesh: { readonly file: string; readonly text: string } | undefined): MeshSettings {
  const defaultNamespace = flags.namespace ?? 'default';
  if (!DNS_LABEL.test(defaultNamespace)) throw new InputError(`--namespace ${oneLine(defaultNamespace)}: not a namespace name (lower-case letters, digits and "-", at most 63)`);
  const ofMesh = mesh === undefined ? {} : readMeshConfig(mesh.file, mesh.text);
  return { ...DEFAULT_SETTINGS, ...ofMesh, istio: flags.istioVersion ?? DEFAULT_SETTINGS.istio, defaultNamespace, complete: flags.complete === true };
}

/** Without a flag the mesh config among the objects is that of the mesh. */
function withInput(settings: MeshSettings, objects: readonly unknown[]): MeshSettings {
  const { settingsOfInput } = require('../validation/mesh-documents') as typeof import('../validation/mesh-documents');
  return { ...settings, ...settingsOfInput(objects, settings.rootNamespace, settings.defaultNamespace ?? 'default') };
}

/** The file of the mesh config may be among those that are checked. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, path, message, source }) => {
    if (rule !== 'invalid-mesh-config') return true;
    const key = JSON.stringify([path, message, source]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

async function readBaseline(path: string, io: Io): Promise<Sources> {
  const { files, problems } = await readSources([path], io, () => undefined);
  return new Sources(files, problems);
}

function engine(objects: readonly unknown[], settings: MeshSettings, baseline: readonly unknown[] | undefined): readonly EngineFinding[] {
  const { check } = require('../validation/validate') as typeof import('../validation/validate');
  const options: CheckOptions = { settings, assumeIngressGateway: true, requireNamespace: false, ...(baseline === undefined ? {} : { baseline }) };
  return check(objects, options);
}

function locate(found: readonly EngineFinding[], sources: Sources, namespace: string | undefined): Finding[] {
  const places = sources.places(found);
  return found.map((finding, index) => {
    const { rule, upstream, severity, message, why, fix } = finding;
    const object = inNamespace(finding.object, namespace);
    const source = places[index];
    return { rule, upstream, severity, object, path: formatPath(finding.path), message, why, fix, ...(source === undefined ? {} : { source }) };
  });
}

/** An object that names no namespace is in the default one: findings name it as the cluster would. */
function inNamespace(object: ObjectRef, namespace: string | undefined): ObjectRef {
  const given = object.namespace !== undefined || namespace === undefined;
  return given || scopeOf(groupOf(object.apiVersion), object.kind) !== 'Namespaced' ? object : { ...object, namespace };
}

/** The order of the contract (file, object, path, rule), which does not depend on the order of the input. */
function sorted(findings: Finding[]): Finding[] {
  const keys = new Map(findings.map((finding) => [finding, sortKey(finding)]));
  return findings.sort((a, b) => compare(keys.get(a) ?? [], keys.get(b) ?? []));
}

function sortKey({ source, object, path, rule, message }: Finding): readonly string[] {
  return [source?.file ?? '', object.kind, object.namespace ?? '', object.name, object.apiVersion, path, rule, message];
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Writes a report in pieces of some size: one system call a finding would be slow, one for all may be longer than a string can be. */
function print(pieces: Iterable<string>, io: Io): void {
  let buffer = '';
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < 65_536) continue;
    io.stdout.write(buffer);
    buffer = '';
  }
  if (buffer !== '') io.stdout.write(buffer);
}
