/** Any JSON value: the type of fields whose schema is open (Struct, RawExtension). Nothing in it is dropped or renamed. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };
