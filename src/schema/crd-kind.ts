import type { Path } from '../model/path';
import { excess } from './bounds';
import { SchemaCompiler } from './compile';
import { compareVersions, type CrdHead, readCrdHead } from './crd';
import { CrdError } from './crd-error';
import { crdSchema } from './crd-schema';
import type { CelRule } from './facts';
import { groupOf, identity, judge, unknownVersion, type Compiled, type Verdict } from './judge';
import { schemaDeclares } from './object-meta';
import { SchemaPaths } from './schema-paths';
import type { StrangerRun } from './violation';
import { OutOfWork, type Work } from './work';

/** Something of a CRD that cannot be applied to the objects of its kind. */
export interface CrdProblem {
  /** Where in the CRD; empty for the CRD as a whole. */
  readonly path: Path;
  /** As the end of a sentence. */
  readonly problem: string;
}

interface Version extends Compiled {
  readonly stranger: StrangerRun;
}

/**
 * A kind as a CustomResourceDefinition of the input defines it: judges objects as an API server does that has this CRD. The
 * CRD is a stranger's: what cannot be judged is a problem and not a guess, nothing of it is executed, and time and memory
 * are bounded. Nothing is read before the first object asks.
 */
export class CrdKind {
  readonly #crd: Readonly<Record<string, unknown>>;
  readonly #work: Work;
  readonly #problems = new Map<string, CrdProblem>();
  /** By name of the version; `undefined` for one that cannot be read. */
  readonly #versions = new Map<string, Version | undefined>();
  #head: CrdHead | 'unread' | 'unreadable' = 'unread';

  constructor(crd: Readonly<Record<string, unknown>>, work: Work) {
    this.#crd = crd;
    this.#work = work;
  }

  /** What of it could not be applied to the objects that were judged. */
  get problems(): readonly CrdProblem[] {
    return [...this.#problems].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem);
  }

  /** Says what the API server would say of an object of this kind; undefined when the CRD does not allow to say. */
  verdict(object: Record<string, unknown>): Verdict | undefined {
    try {
      this.#work.grant();
      return this.#verdict(object);
    } catch (error) {
      if (error instanceof CrdError) this.#report([], error.problem);
      else if (error instanceof OutOfWork) this.#report([], error.message);
      else throw error;
      return undefined;
    }
  }

  #verdict(object: Record<string, unknown>): Verdict | undefined {
    const head = this.#read();
    if (head === undefined) return undefined;
    const apiVersion = String(object['apiVersion']);
    const name = apiVersion.slice(groupOf(apiVersion).length + 1);
    const at = head.versions.findIndex((version) => version.served && version.name === name);
    if (at < 0) {
      const versions = head.versions.filter(({ served }) => served).map((version) => version.name);
      return { violations: [unknownVersion({ ...head, versions: versions.sort(compareVersions) }, name)], usable: identity(object) };
    }
    if (!this.#versions.has(name)) {
      this.#versions.set(name, undefined);
      this.#versions.set(name, this.#compile(head, at, object));
    }
    const version = this.#versions.get(name);
    return version === undefined ? undefined : judge(object, () => version, version.stranger);
  }

  #read(): CrdHead | undefined {
    if (this.#head === 'unread') {
      this.#head = 'unreadable';
      if (excess(this.#crd) !== undefined) throw new CrdError('', 'it is larger than what the API server reads');
      const head = readCrdHead(this.#crd, '');
      if (!head.versions.some(({ served }) => served)) throw new CrdError('', 'it has no served version');
      if (Reflect.get(Object(this.#crd['spec']), 'preserveUnknownFields') === true) {
        throw new CrdError('', 'it sets preserveUnknownFields, which apiextensions.k8s.io/v1 does not take');
      }
      this.#head = head;
    }
    return typeof this.#head === 'object' ? this.#head : undefined;
  }

  #compile(head: CrdHead, at: number, object: Record<string, unknown>): Version | undefined {
    const described = head.versions[at]?.schema({ schemas: 0, strict: false });
    if (described === undefined) return undefined;
    const base = ['spec', 'versions', at, 'schema', 'openAPIV3Schema'];
    const { schema, typedFields, ruleAt } = crdSchema(described, base, this.#work, (path, what) => this.#report(path, what));
    return {
      node: new SchemaCompiler({}).compileRoot(schema, schemaDeclares(object)),
      names: new SchemaPaths(schema, {}),
      stranger: {
        work: this.#work,
        typedFields,
        skip: (rule: CelRule, reason) => this.#report(ruleAt.get(rule) ?? base, `a CEL rule cannot be run: ${reason}`),
      },
    };
  }

  #report(path: Path, problem: string): void {
    const key = JSON.stringify(path);
    const known = this.#problems.get(key);
    // Of several reasons the same one, whatever the order of the objects.
    if (known === undefined || problem < known.problem) this.#problems.set(key, { path, problem });
  }
}
