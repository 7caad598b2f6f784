/**
 * A CEL rule as a tree, in JSON: what of a parsed rule says what it means. Those of our facts are parsed when the facts are
 * generated, so that no check of them has to load a parser.
 * Reference: https://github.com/google/cel-spec/blob/master/doc/langdef.md
 */
export type CelTree =
  | { readonly is: 'int' | 'double'; readonly value: number }
  | { readonly is: 'text'; readonly value: string }
  | { readonly is: 'truth'; readonly value: boolean }
  | { readonly is: 'name'; readonly name: string }
  /** A field; `test`: whether it is there. */
  | { readonly is: 'field'; readonly of: CelTree; readonly field: string; readonly test?: true }
  | { readonly is: 'list'; readonly items: readonly CelTree[] }
  | { readonly is: 'map' }
  /** An operator or a function; that of a method call is its first argument. */
  | { readonly is: 'call'; readonly name: string; readonly args: readonly CelTree[] }
  | CelLoop;

/** all(), exists(), exists_one(), filter(): a fold over a list or the keys of a map. */
export interface CelLoop {
  readonly is: 'loop';
  readonly range: CelTree;
  readonly item: string;
  readonly accumulator: string;
  readonly start: CelTree;
  readonly proceed: CelTree;
  readonly step: CelTree;
  readonly result: CelTree;
}
