/**
 * The format of header values: plain text with `%NAME%`, `%NAME(argument)%` or `%NAME(["argument", ...])%` where Envoy puts
 * in what it knows, and `%%` for a percent sign. Which names there are is not looked at.
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers
 */
type State =
  | 'text'
  /** After a `%` of the text. */
  | 'percent'
  | 'name'
  /** After the `(`. */
  | 'arguments'
  /** Where a text of the list must begin. */
  | 'quote'
  | 'string'
  /** After a backslash in a string. */
  | 'escaped'
  /** After a text of the list. */
  | 'comma'
  /** After the `]`. */
  | 'listEnd'
  /** After the `)`. */
  | 'end'
  | 'wrong';

/** States in which only these characters and blanks may come, with what each leads to. */
const EXPECTED: Readonly<Partial<Record<State, Readonly<Record<string, State>>>>> = {
  quote: { '"': 'string' },
  comma: { ',': 'quote', ']': 'listEnd' },
  listEnd: { ')': 'end' },
  end: { '%': 'text' },
};

/** Whether a text keeps to the format. */
export function isHeaderFormat(text: string): boolean {
  let state: State = 'text';
  for (let index = 0; index < text.length && state !== 'wrong'; index += 1) state = next(state, text.charAt(index));
  return state === 'text';
}

function next(state: State, character: string): State {
  switch (state) {
    case 'text':
      return character === '%' ? 'percent' : 'text';
    case 'percent':
    case 'name':
      if (character === '(') return 'arguments';
      return character === '%' ? 'text' : 'name';
    case 'arguments':
      // What is no list is one argument without quotes, up to the ")"; its first character is taken as it is.
      if (character === ' ') return 'arguments';
      return character === '[' ? 'quote' : 'string';
    case 'string':
      if (character === '\\') return 'escaped';
      if (character === ')') return 'end';
      return character === '"' ? 'comma' : 'string';
    case 'escaped':
      return 'string';
    default:
      return character === ' ' ? state : EXPECTED[state]?.[character] ?? 'wrong';
  }
}
