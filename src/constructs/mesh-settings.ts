import type { IConstruct } from 'constructs';
import { captureCallSite, type CallSiteHolder } from '../l1/call-site';
import { registerTree } from '../l1/tree';
import { DEFAULT_SETTINGS, type Declared, type DefaultExportTo, type IstioVersion, type MeshSettings } from '../model/settings';
import { canonical } from '../model/values';
import { optionProblem } from './mesh-options';
import { PerTree } from './per-tree';
import { placesText } from './places';
import { misuse } from './usage-error';

/**
 * What a program says of the mesh that its objects go into. Everything is optional; what is not said is Istio's own default.
 * Reference: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshOptions {
  /** The oldest Istio minor that the output must work with: a field or kind newer than it is an error. Default: the newest known. */
  readonly istio?: IstioVersion;
  /** Namespace whose policies and settings hold for the whole mesh. Default: `istio-system`. */
  readonly rootNamespace?: string;
  /** DNS suffix of Services. Default: `cluster.local`. */
  readonly clusterDomain?: string;
  /** First part of workload identities. Default: `cluster.local`. */
  readonly trustDomain?: string;
  /** Whether sidecars use mutual TLS where no DestinationRule says otherwise. Default: true. */
  readonly autoMtls?: boolean;
  /**
   * Which namespaces see objects that do not say it with `exportTo`: `.` is the own one, `*` all (MeshConfig
   * `defaultServiceExportTo` and its like). Default: `*`.
   */
  readonly defaultExportTo?: DefaultExportTo;
  /** Data plane of namespaces that carry no label of their own. Default: `sidecar`. */
  readonly dataPlane?: 'sidecar' | 'ambient';
  /** Namespace of namespaced objects that name none. Without it such an object is an error. */
  readonly defaultNamespace?: string;
  /** The program holds the whole cluster: what is not in it does not exist. Default: false. */
  readonly complete?: boolean;
  /**
   * Folder of what was written last, the own output folder for instance: what may only be taken away in two steps is
   * compared with it, before anything is written. A folder that is not there yet has nothing in it. Read once a program.
   */
  readonly baseline?: string;
  /** Hosts, gateways, subsets and workloads that live elsewhere. */
  readonly declared?: Declared;
}

interface Configured {
  readonly settings: MeshSettings;
  readonly place: CallSiteHolder;
}

const SETTINGS = Symbol.for('cdk8s-istio.settings');

/**
 * Says what mesh the tree of `construct` belongs to, and makes it a checked tree. Works before and after children are
 * added, on the App or on any construct in it. Without options it only makes the tree a checked one.
 *
 * @param entry the function that the program called: the stack of an error starts at its caller
 * @throws RangeError for an option that does not exist or a value that no mesh can have, and when the tree was configured
 * before with other values; that message names both lines
 */
export function configureMesh(construct: IConstruct, options: MeshOptions = {}, entry: unknown = configureMesh): void {
  const problem = optionProblem(options);
  if (problem !== undefined) {
    misuse(`Mesh.configure: ${problem}`, entry);
  }
  registerTree(construct);
  const said = withoutUndefined(options);
  if (Object.keys(said).length === 0) return;

  const root = construct.node.root;
  const settings: MeshSettings = { ...DEFAULT_SETTINGS, ...said };
  const before = configuredOf(root);
  if (before === undefined) {
    Object.defineProperty(root, SETTINGS, { value: { settings, place: captureCallSite(configureMesh) } });
    for (const react of WAITING.of(root).splice(0)) react(settings);
    return;
  }
  const differing = differences(before.settings, settings);
  if (differing.length > 0) {
    misuse(conflictText(before.place, captureCallSite(configureMesh), differing), entry);
  }
}

/** What was said of the mesh that `construct` is in; Istio's defaults where nothing was said. */
export function meshSettings(construct: IConstruct): MeshSettings {
  return configuredOf(construct.node.root)?.settings ?? DEFAULT_SETTINGS;
}

/**
 * Calls `react` once something is said of the mesh: at once where it was said already, else when `Mesh.configure` says
 * it, else never. For constructs that hold other objects in another mesh.
 */
export function whenMeshConfigured(construct: IConstruct, react: (settings: MeshSettings) => void): void {
  const configured = configuredOf(construct.node.root);
  if (configured === undefined) WAITING.of(construct).push(react);
  else react(configured.settings);
}

type Reaction = (settings: MeshSettings) => void;

const WAITING = new PerTree('settings-awaited', (held): held is Reaction[] => Array.isArray(held), () => []);

function configuredOf(root: IConstruct): Configured | undefined {
  const value: unknown = Reflect.get(root, SETTINGS);
  return isConfigured(value) ? value : undefined;
}

function isConfigured(value: unknown): value is Configured {
  return typeof value === 'object' && value !== null && 'settings' in value && 'place' in value;
}

function withoutUndefined(options: MeshOptions): MeshOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function differences(first: MeshSettings, second: MeshSettings): string[] {
  const one = new Map<string, unknown>(Object.entries(first));
  const two = new Map<string, unknown>(Object.entries(second));
  return [...new Set([...one.keys(), ...two.keys()])]
    .filter((key) => stableText(one.get(key)) !== stableText(two.get(key)))
    .map((key) => `${key} was ${stableText(one.get(key))}, now ${stableText(two.get(key))}`);
}

/** `unset` for what is not there. */
function stableText(value: unknown): string {
  return value === undefined ? 'unset' : canonical(value);
}

function conflictText(first: CallSiteHolder, second: CallSiteHolder, differing: readonly string[]): string {
  const lines = differing.map((line) => `\n  ${line}`).join('');
  return `Mesh.configure was called twice for one App, with different values:${lines}${placesText([first, second])}\nAn App describes one mesh: configure it in one place, or give the second mesh an App of its own.`;
}
