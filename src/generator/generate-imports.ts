import { parseCel } from '../schema/cel-parse';
import type { CelTree } from '../schema/cel-tree';
import type { CelRule, GroupFacts } from '../schema/facts';
import type { Names } from './names';
import { readCrds, type SourceDocument } from './crd';
import { parseGoTypes } from './go-types';
import { gatewayApiGroup, istioGroups, type OwnGroup } from './own-facts';
import { emitOwnGroup, OWN_GROUPS } from './own-groups';
import { parseProto } from './proto';
import { stableJson } from './stable-json';

/** Istio releases, newest first: the first one's CRDs are the facts. */
const ISTIO_API = ['v1.31.1', 'v1.30.3', 'v1.29.0'] as const;

const GATEWAY_API = 'v1.6.0';
/** Istio does not read UDPRoute. */
const SKIPPED_KINDS: ReadonlySet<string> = new Set(['UDPRoute']);

/** Where upstream's files come from. */
export interface Upstream {
  /** Folder of a Go module, given as `name@version`. */
  moduleFolder(name: string): string;
  /** The files under a folder whose names end so, sorted. */
  filesUnder(folder: string, suffix: string): readonly SourceDocument[];
}

/** A file of `imports/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Makes all of `imports/` from the released CRDs. */
export async function generateImports(upstream: Upstream): Promise<readonly GeneratedFile[]> {
  const groups = [...istio(upstream), gatewayApi(upstream)].sort((a, b) => (a.facts.group < b.facts.group ? -1 : 1));
  const names: Names = Object.fromEntries(groups.map(({ facts, names: own }) => [facts.group, own]));
  const files: GeneratedFile[] = [{ path: 'names.json', text: stableJson(names) }];
  for (const { facts, names: own } of groups) {
    files.push({ path: `facts/${facts.group}.json`, text: stableJson(facts) });
    files.push({ path: `${OWN_GROUPS[facts.group]?.file ?? facts.group}.ts`, text: await emitOwnGroup(facts, own) });
  }
  files.push({ path: 'cel-rules.json', text: stableJson(celTrees(groups.map(({ facts }) => facts))) });
  return files;
}

/** Each CEL rule of the facts, parsed. */
function celTrees(facts: readonly GroupFacts[]): Readonly<Record<string, CelTree>> {
  const rules = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'x-kubernetes-validations' && isRuleList(inner)) for (const { rule } of inner) rules.add(rule);
      else collect(inner);
    }
  };
  collect(facts);
  return Object.fromEntries([...rules].map((rule) => [rule, parseCel(rule)]));
}

function isRuleList(value: unknown): value is readonly CelRule[] {
  return Array.isArray(value);
}

function istio(upstream: Upstream): readonly OwnGroup[] {
  const folders = ISTIO_API.map((version) => ({ version, folder: upstream.moduleFolder(`istio.io/api@${version}`) }));
  const releases = folders.map(({ version, folder }) => ({
    minor: version.split('.').slice(0, 2).join('.').slice(1),
    crds: readCrds(upstream.filesUnder(`${folder}/kubernetes`, 'customresourcedefinitions.gen.yaml'), true),
  }));
  const messages = folders
    .slice(0, 1)
    .flatMap(({ folder }) => upstream.filesUnder(folder, '.proto'))
    .flatMap(({ text }) => parseProto(text));
  return istioGroups(`istio.io/api ${ISTIO_API[0]}`, releases, messages);
}

function gatewayApi(upstream: Upstream): OwnGroup {
  const folder = upstream.moduleFolder(`sigs.k8s.io/gateway-api@${GATEWAY_API}`);
  const crds = readCrds(upstream.filesUnder(`${folder}/config/crd/standard`, '.yaml'), true).filter(({ kind }) => !SKIPPED_KINDS.has(kind));
  const structs = parseGoTypes(upstream.filesUnder(`${folder}/apis/v1`, '_types.go').map(({ text }) => text));
  return gatewayApiGroup(`sigs.k8s.io/gateway-api ${GATEWAY_API}`, crds, structs);
}
