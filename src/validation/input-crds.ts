import type { EngineFinding } from '../model/finding';
import { groupOf } from '../model/kinds';
import { MultiMap } from '../model/multi-map';
import { isKubernetesGroup, type Scope, scopeOf } from '../model/scopes';
import { asText, canonical, fieldAt, fieldOf, isFields, type Fields } from '../model/values';
import { excess } from '../schema/bounds';
import { CrdKind } from '../schema/crd-kind';
import { kindFacts, type Verdict } from '../schema/verdict';
import { Work } from '../schema/work';
import type { Manifest } from './manifest';
import { CRD_NOT_APPLIED } from './object-findings';

/** A CRD of the input. */
interface InputCrd {
  readonly input: number;
  readonly raw: Fields;
}

/** All that the input says of one kind. */
interface DefinedKind {
  readonly group: string;
  readonly kind: string;
  readonly crds: readonly InputCrd[];
  readonly scope: Scope | undefined;
  /** Undefined before the first object of the kind; `several`: CRDs that say different things of it. */
  reader?: CrdKind | 'several';
}

/** The verdict of a CRD of the input. */
export interface CrdVerdict {
  readonly verdict: Verdict;
  /** Name of the CRD. */
  readonly crd: string;
}

/**
 * The CustomResourceDefinitions among the checked objects: for the kinds that they define they are the truth, and not the schema
 * that this package has. One costs nothing until an object of its kind is judged.
 */
export class InputCrds {
  readonly #kinds = new Map<string, DefinedKind>();
  readonly #work = new Work();

  /** @param inputs What is given to the engine; strangers among them are passed over. */
  constructor(inputs: readonly unknown[]) {
    const found = new MultiMap<string, InputCrd & { readonly group: string; readonly kind: string }>();
    inputs.forEach((raw, input) => {
      if (!isFields(raw) || fieldOf(raw, 'kind') !== 'CustomResourceDefinition') return;
      if (groupOf(asText(fieldOf(raw, 'apiVersion')) ?? '') !== 'apiextensions.k8s.io') return;
      const [group, kind] = [asText(fieldAt(raw, 'spec', 'group')), asText(fieldAt(raw, 'spec', 'names', 'kind'))];
      // The kinds of Kubernetes itself come with it, and no CRD changes them.
      if (group === undefined || kind === undefined || isKubernetesGroup(group)) return;
      found.add(`${group}/${kind}`, { input, raw, group, kind });
    });
    for (const crds of found.lists()) {
      const [{ group, kind } = { group: '', kind: '' }] = crds;
      this.#kinds.set(`${group}/${kind}`, { group, kind, crds, scope: scopeIn(crds) });
    }
  }

  /** Whether objects of a kind live in a namespace: what a CRD of the input says, otherwise what is known. */
  readonly scopeOf = (group: string, kind: string): Scope | undefined => this.#kinds.get(`${group}/${kind}`)?.scope ?? scopeOf(group, kind);

  /** Judges an object by the CRD of its kind; undefined when the input has none that decides. */
  verdict(raw: Fields, group: string, kind: string): CrdVerdict | undefined {
    const defined = this.#kinds.get(`${group}/${kind}`);
    if (defined === undefined) return undefined;
    defined.reader ??= this.#readerOf(defined);
    const verdict = defined.reader === 'several' ? undefined : defined.reader.verdict(raw);
    return verdict === undefined ? undefined : { verdict, crd: nameOf(defined) };
  }

  /** What of the CRDs could not be applied to the objects that were judged. */
  findings(manifests: readonly Manifest[]): readonly EngineFinding[] {
    if (this.#kinds.size === 0) return [];
    const byInput = new Map(manifests.map((manifest) => [manifest.input, manifest]));
    return [...this.#kinds.values()].flatMap((defined) => {
      const { reader, crds } = defined;
      if (reader === undefined) return [];
      const several = { path: [], problem: `the input defines ${defined.kind} of ${defined.group} ${crds.length} times, and differently` };
      const problems = reader === 'several' ? [several] : reader.problems;
      // Of CRDs that say the same, each is as good as the other.
      return problems.slice(0, MOST_TOLD).flatMap(({ path, problem }, at) => {
        const more = at === MOST_TOLD - 1 ? problems.length - MOST_TOLD : 0;
        const message = `${messageOf(defined, path.length === 0, problem)}${more === 0 ? '' : ` There are ${more} more such places in it.`}`;
        return crds.flatMap(({ input }): EngineFinding[] => {
          const manifest = byInput.get(input);
          if (manifest === undefined) return [];
          const { id, upstream, severity, why, fix } = CRD_NOT_APPLIED;
          return [{ rule: id, upstream, severity, input, object: manifest.ref, path, message, why, fix }];
        });
      });
    });
  }

  #readerOf({ crds: [first, ...others] }: DefinedKind): CrdKind | 'several' {
    if (first === undefined || others.length >= MOST_COMPARED) return 'several';
    if (others.length > 0 && [first, ...others].some(({ raw }) => excess(raw) !== undefined)) return 'several';
    const content = others.length === 0 ? '' : contentOf(first);
    return others.some((other) => contentOf(other) !== content) ? 'several' : new CrdKind(first.raw, this.#work);
  }
}

/** Nobody reads more about one CRD. */
const MOST_TOLD = 20;

/** Nor does anyone have so many CRDs of one kind. */
const MOST_COMPARED = 10;

function contentOf({ raw }: InputCrd): string {
  return canonical(fieldOf(raw, 'spec'));
}

/** The scope that all of them give. */
function scopeIn(crds: readonly InputCrd[]): Scope | undefined {
  const [scope, ...others] = new Set(crds.map(({ raw }) => fieldAt(raw, 'spec', 'scope')));
  return others.length === 0 && (scope === 'Namespaced' || scope === 'Cluster') ? scope : undefined;
}

function nameOf({ group, kind, crds: [first] }: DefinedKind): string {
  const plural = asText(fieldAt(first?.raw, 'spec', 'names', 'plural'));
  return plural === undefined ? `of ${kind} (${group})` : `${plural}.${group}`;
}

function messageOf(defined: DefinedKind, whole: boolean, problem: string): string {
  const { group, kind } = defined;
  if (!whole) return `Objects of kind ${kind} are not fully judged by the CustomResourceDefinition ${nameOf(defined)}: ${problem}.`;
  const known = kindFacts(`${group}/v1`, kind) !== undefined;
  const instead = known ? 'They are judged by the schema that this package has.' : 'The API server may still reject them.';
  return `Objects of kind ${kind} are not judged by the CustomResourceDefinition ${nameOf(defined)}: ${problem}. ${instead}`;
}
