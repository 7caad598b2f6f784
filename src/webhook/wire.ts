/**
 * A generated type as the wire holds it. The types that users write take a cdk8s `Duration` where a duration belongs; what
 * is checked holds texts alone. Every field may be missing: an object that its schema refuses is looked at as well.
 * As in istiod, a text that is missing is then the empty one, and a number is 0. A `Duration` is known by its method, so that this room needs nothing of cdk8s.
 */
export type Wire<T> = T extends { toMilliseconds: unknown }
  ? never
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Wire<Item>[]
      : string extends keyof T
        ? { readonly [Key in keyof T]: Wire<T[Key]> }
        : { readonly [Key in keyof T]?: Wire<T[Key]> };
