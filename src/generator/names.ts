/** Names of one API group, committed beside the facts so that types can be made again without upstream's sources. */
export interface GroupNames {
  /** Schema path, with the kind in front (`VirtualService.spec.http[]`), to the name of the shape there. */
  readonly paths: Readonly<Record<string, string>>;
  /** Schema paths of fields that hold a duration. */
  readonly durations: readonly string[];
  /** Shape name to its page in upstream's reference. */
  readonly pages: Readonly<Record<string, string>>;
  /** Shapes that differ from the shape of their message in checks alone, to the name of that shape. */
  readonly variants: Readonly<Record<string, string>>;
}

/** `imports/names.json`: by API group. */
export type Names = Readonly<Record<string, GroupNames>>;
