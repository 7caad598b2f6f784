import type { Schema } from '../schema/facts';

/** Stands for a value that cannot be read. */
export const REFUSED: unique symbol = Symbol('refused');

type Read = string | number | boolean | typeof REFUSED;
type NumberType = 'int32' | 'uint32' | 'int64' | 'uint64';

const BOUNDS: Readonly<Record<NumberType, readonly [least: bigint, most: bigint]>> = {
  int32: [-0x8000_0000n, 0x7fff_ffffn],
  uint32: [0n, 0xffff_ffffn],
  int64: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  uint64: [0n, 0xffff_ffff_ffff_ffffn],
};
/** Other blanks are escaped in the text of JSON, and then they are none. */
const BLANK = ' *';
const INTEGER = new RegExp(`^${BLANK}(-?)(0|[1-9]\\d{0,19})${BLANK}$`);
const NUMBER = new RegExp(`^${BLANK}-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?${BLANK}$`);
const NULL = new RegExp(`^${BLANK}null${BLANK}$`);
const NOT_FINITE = new Set(['NaN', 'Infinity', '-Infinity']);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A text, a number or a truth value as JSON of protocol buffers has it, for the type that a schema gives it. A null is the empty value. */
export function decodeScalar(value: unknown, schema: Schema): Read {
  const { type, format, enum: names } = schema;
  if (names !== undefined) return decodeEnum(value, names);
  switch (type) {
    case 'boolean':
      return value === null ? false : typeof value === 'boolean' ? value : REFUSED;
    case 'integer':
      return decodeInteger(value, numberType(schema));
    case 'number':
      return decodeNumber(value);
    default:
      if (format === 'byte') return decodeBytes(value);
      return value === null ? '' : typeof value === 'string' ? value : REFUSED;
  }
}

/** Whether a text is a whole number of a type: no sign but for negative ones, no leading zeros. */
export function isWholeNumber(text: string, type: NumberType): boolean {
  const [, sign = '', digits] = INTEGER.exec(text) ?? [];
  if (digits === undefined) return NULL.test(text);
  // For Go, "-0" is a number with a sign, which the types without one do not have.
  if (sign !== '' && type !== 'int32' && type !== 'int64') return false;
  const [least, most] = BOUNDS[type];
  const number = BigInt(`${sign}${digits}`);
  return number >= least && number <= most;
}

/** Without a format a number of a schema is one without a sign, of 64 bits where it has no bound. */
function numberType({ format, maximum }: Schema): NumberType {
  if (format === 'int32') return 'int32';
  return maximum === undefined ? 'uint64' : 'uint32';
}

/** A whole number, also in quotes. */
export function decodeInteger(value: unknown, type: NumberType): Read {
  if (value === null) return 0;
  if (typeof value === 'string') return isWholeNumber(value, type) ? Number(value) || 0 : REFUSED;
  if (typeof value !== 'number') return REFUSED;
  const fitsAll = Number.isInteger(value) && value >= 0 && value <= 0x7fff_ffff;
  return fitsAll || isWholeNumber(String(value), type) ? value : REFUSED;
}

/** A number, also in quotes, and in quotes one that is not finite. */
export function decodeNumber(value: unknown): Read {
  if (value === null) return 0;
  if (typeof value === 'number') return Number.isFinite(value) ? value : REFUSED;
  if (typeof value !== 'string') return REFUSED;
  if (NOT_FINITE.has(value)) return Number(value);
  if (NULL.test(value)) return 0;
  return NUMBER.test(value) && Number.isFinite(Number(value)) ? Number(value) : REFUSED;
}

/** A number stands for the name at its position, whatever is there. */
function decodeEnum(value: unknown, names: readonly unknown[]): Read {
  if (typeof value === 'string') return names.includes(value) ? value : REFUSED;
  const number = decodeInteger(value, 'int32');
  return number === REFUSED ? REFUSED : String(names[Number(number)] ?? number);
}

/** Bytes in base64; a list of numbers is what Go takes for bytes as well. */
export function decodeBytes(value: unknown): Read {
  if (value === null) return '';
  if (Array.isArray(value)) {
    const bytes = value.map((item: unknown) => item ?? 0);
    return bytes.every((byte): byte is number => typeof byte === 'number' && Number.isInteger(byte) && byte >= 0 && byte <= 255) ? Buffer.from(bytes).toString('base64') : REFUSED;
  }
  if (typeof value !== 'string') return REFUSED;
  const text = value.replace(/[\r\n]/g, '');
  return BASE64.test(text) ? text : REFUSED;
}
