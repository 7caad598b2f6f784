import type { EngineFinding, Finding, ObjectRef, Severity } from '../model/finding';
import { groupOf } from '../model/kinds';
import { formatPath } from '../model/path';
import { scopeOf } from '../model/scopes';
import { DEFAULT_SETTINGS, type IstioVersion, type MeshSettings } from '../model/settings';
import { isAtLeast, type Report } from '../report/result';
import { oneLine } from '../report/safe-text';
import type { CheckOptions } from '../validation/validate';
import { readConfig, type Config } from './config';
import { declaredWith } from './declare-flag';
import { formatResult, type Format } from './formats';
import { readNamedFile, readSources } from './input/files';
import { Sources } from './input/sources';
import { InputError, internalError, type Io } from './io';
import { checkMeshConfig, readMeshConfig } from './mesh-config';
import { Progress } from './progress';
import type { RuleFlags } from './rule-flags';

/** The flags of `cdk8s-istio check`, after the command line was read. What is not there is as the configuration file says, else the default. */
export interface CheckFlags extends RuleFlags {
  readonly format?: Format;
  readonly failOn?: Severity;
  readonly istioVersion?: IstioVersion;
  readonly meshConfig?: string;
  readonly complete?: boolean;
  readonly namespace?: string;
  /** A folder, or a file, of what was written last. */
  readonly baseline?: string;
  /** `kind=name`, each: what lives elsewhere. */
  readonly declare?: readonly string[];
  /** A configuration file, or none at all. */
  readonly config?: string | false;
}

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Checks the Kubernetes objects of all paths as one mesh and prints what it found.
 * @returns the exit code: 0 nothing at or above the failing severity, 1 findings, 2 a part of the input cannot be used (the rest is checked).
 * @throws InputError when the command line itself cannot be followed.
 */
export async function runCheck(paths: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  const config = await readConfig(flags.config, io);
  const mesh = await readMeshFile(flags.meshConfig ?? config?.meshConfig, io);
  const given = settingsOf(flags, config, mesh === undefined ? {} : readMeshConfig(mesh.file, mesh.text));
  const failOn = flags.failOn ?? config?.failOn ?? 'error';
  // The rules bring the schema facts and the CEL engine along: they load when the command line is known to be right so far.
  const { ignoresOf, ruleSettingsOf, staleIgnoreAt } = require('./rule-flags') as typeof import('./rule-flags');
  const rules = await ruleSettingsOf(flags, config, io);
  const ignores = ignoresOf(flags, config, rules);

  const progress = new Progress(io);
  const { files, problems, leftOut } = await readSources(paths, io, (done, total) => progress.show(`reading ${done} of ${total} files`));
  const sources = new Sources(files, problems, (done) => progress.show(`parsing ${done} of ${files.length} files`));
  progress.announce(`checking ${sources.objects.length} objects`, sources.objects.length);
  const baseline = flags.baseline ?? config?.baseline;
  const before = baseline === undefined ? undefined : await readBaseline(baseline, io);
  const broken: string[] = [];
  const onRuleError = (rule: string, error: unknown): void => void broken.push(internalError(`rule ${rule}: ${error instanceof Error ? error.message : String(error)}`, error, io));
  // Where no file is named, the mesh config among the objects is that of the mesh.
  const settings = mesh === undefined ? settingsOf(flags, config, ofInput(sources.objects, given)) : given;
  const located = locate(engine(sources.objects, { settings, rules, onRuleError, baseline: before?.objects }), sources, settings.defaultNamespace);
  const { withSettings } = require('../validation/rule-settings') as typeof import('../validation/rule-settings');
  const found = distinct([...located, ...(mesh === undefined ? [] : withSettings(checkMeshConfig(mesh.file, mesh.text), rules))]);
  const { withoutIgnored } = require('../validation/ignore') as typeof import('../validation/ignore');
  const { findings: open, stale } = withoutIgnored(found, ignores);
  const findings = sorted([...open, ...stale.map(staleIgnoreAt)]);
  progress.clear();

  for (const { what, files: { size }, command } of leftOut) io.stderr.write(`cdk8s-istio: ${what} are left out (${size}); to check what they make: ${command} | cdk8s-istio check -\n`);
  const unusable = [...sources.problems, ...(before?.problems ?? [])];
  for (const problem of unusable) io.stderr.write(`${problem}\n`);
  if (sources.objects.length === 0 && sources.problems.length === 0) {
    // A pipe that broke or a path that moved must not look like a clean bill.
    const cause = sources.foreign > 0 ? `${sources.foreign} files or documents lack apiVersion or kind` : 'the input is empty';
    throw new InputError(`${paths.map(oneLine).join(', ')}: no Kubernetes object found (${cause})`);
  }
  const result = { objects: sources.objects.length, findings, unread: unusable.length, ignored: found.length - open.length };
  const line = (file: string, number: number): string | undefined => sources.line(file, number);
  print(formatResult(flags.format ?? config?.format ?? 'text', result, { io, failOn, line, own: rules.own }), io);
  // A bug of ours hides no finding of another rule, and is no clean bill either.
  for (const line of broken) io.stderr.write(line);
  if (unusable.length > 0 || broken.length > 0) return 2;
  return findings.some(({ severity }) => isAtLeast(severity, failOn)) ? 1 : 0;
}

async function readMeshFile(file: string | undefined, io: Io): Promise<{ readonly file: string; readonly text: string } | undefined> {
  return file === undefined ? undefined : { file, text: await readNamedFile(file, io) };
}

function ofInput(objects: readonly unknown[], { rootNamespace, defaultNamespace = 'default' }: MeshSettings): Partial<MeshSettings> {
  const { settingsOfInput } = require('../validation/mesh-documents') as typeof import('../validation/mesh-documents');
  return settingsOfInput(objects, rootNamespace, defaultNamespace);
}

/** The file of the mesh config may be among those that are checked: what is said of it then is said once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, path, message, source }) => {
    const key = JSON.stringify([path, message, source]);
    return rule !== 'invalid-mesh-config' || (!seen.has(key) && seen.add(key) !== undefined);
  });
}

/** Flags win over the configuration file, and what that says itself over the MeshConfig that it names or that is among the objects. */
function settingsOf(flags: CheckFlags, config: Config | undefined, ofMesh: Partial<MeshSettings>): MeshSettings {
  const { namespace, istioVersion, meshConfig, complete, declare } = flags;
  if (namespace !== undefined && !DNS_LABEL.test(namespace)) throw new InputError(`--namespace ${oneLine(namespace)}: not a namespace name (lower-case letters, digits and "-", at most 63)`);
  return {
    ...DEFAULT_SETTINGS,
    defaultNamespace: 'default',
    ...(meshConfig === undefined ? ofMesh : {}),
    ...config?.settings,
    ...(meshConfig === undefined ? {} : ofMesh),
    ...(istioVersion === undefined ? {} : { istio: istioVersion }),
    ...(namespace === undefined ? {} : { defaultNamespace: namespace }),
    ...(complete === undefined ? {} : { complete }),
    ...(declare === undefined ? {} : { declared: declaredWith(config?.settings.declared, declare) }),
  };
}

async function readBaseline(path: string, io: Io): Promise<Sources> {
  const { files, problems } = await readSources([path], io, () => undefined);
  return new Sources(files, problems);
}

function engine(objects: readonly unknown[], options: Pick<CheckOptions, 'settings' | 'rules' | 'onRuleError' | 'baseline'>): readonly EngineFinding[] {
  const { check } = require('../validation/validate') as typeof import('../validation/validate');
  return check(objects, { ...options, assumeIngressGateway: true, requireNamespace: false });
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
function print(pieces: Report, io: Io): void {
  let buffer = '';
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < 65_536) continue;
    io.stdout.write(buffer);
    buffer = '';
  }
  if (buffer !== '') io.stdout.write(buffer);
}
