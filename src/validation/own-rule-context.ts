import type { Severity } from '../model/finding';
import type { MeshSettings } from '../model/settings';

/**
 * A kind as a rule asks for it: a class such as `networking.VirtualService`, or one that `cdk8s-istio import` wrote. The version of the class
 * does not matter.
 */
export interface RuleKind<Props> {
  readonly GVK: { readonly apiVersion: string; readonly kind: string };
  manifest(props: Props): unknown;
}

/** An object of the input as a rule of a user sees it: frozen, all of it. */
export interface RuleObject<Manifest = { readonly [key: string]: unknown }> {
  /** Group and version, as the object says them. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Where the object takes effect: the default namespace where none was written, '' for kinds without a namespace. */
  readonly namespace: string;
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  /** The object as it was written. */
  readonly manifest: Manifest;
}

/** Where one finding differs from what its rule says in general. */
export interface OwnRuleDetails {
  readonly severity?: Severity;
  readonly why?: string;
  readonly fix?: string;
}

/** What a rule of a user works with. */
export interface OwnRuleContext {
  /** What was said of the mesh, with Istio's defaults for the rest. */
  readonly settings: MeshSettings;
  /** Every object of the input, of all kinds, by namespace, kind and name; nothing is known of their fields. */
  readonly objects: readonly RuleObject[];
  /**
   * The objects of one kind, by namespace and name: `context.all(networking.VirtualService)`. Those that the API server would reject are left
   * out: they are findings already, and what is left is what its type says. Of kinds that are neither Istio's nor of the Gateway API the schema
   * is not known here: their fields may be anything.
   */
  all<Props>(kind: RuleKind<Props>): readonly RuleObject<NonNullable<Props>>[];
  /**
   * Adds a finding.
   *
   * @param object One of the objects that this context gave out
   * @param path The place in it: `['spec', 'http', 0, 'timeout']`; what is not there is shown at its nearest parent
   * @param message What is wrong, in one or two sentences
   */
  report(object: RuleObject<unknown>, path: readonly (string | number)[], message: string, details?: OwnRuleDetails): void;
}
