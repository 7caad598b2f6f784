import { parseGoDuration } from '../../schema/go-duration';
import { decodeBytes, decodeInteger, decodeNumber, REFUSED } from '../decode-scalars';

interface Scalar {
  /** What belongs there, for people. */
  readonly words: string;
  readonly reads: (value: unknown) => boolean;
}

const INT32: Scalar = { words: 'a whole number of 32 bits', reads: (value) => decodeInteger(value, 'int32') !== REFUSED };
const UINT32: Scalar = { words: 'a whole number of 32 bits, not negative', reads: (value) => decodeInteger(value, 'uint32') !== REFUSED };
const INT64: Scalar = { words: 'a whole number of 64 bits', reads: (value) => decodeInteger(value, 'int64') !== REFUSED };
const UINT64: Scalar = { words: 'a whole number of 64 bits, not negative', reads: (value) => decodeInteger(value, 'uint64') !== REFUSED };
const DOUBLE: Scalar = { words: 'a number', reads: (value) => decodeNumber(value) !== REFUSED };
const BOOL: Scalar = { words: 'true or false', reads: (value) => value === null || typeof value === 'boolean' };
const TEXT: Scalar = { words: 'a text', reads: (value) => value === null || typeof value === 'string' };
const BYTES: Scalar = { words: 'a text in base64', reads: (value) => decodeBytes(value) !== REFUSED };

/** The scalars of the protocol by their names there, and the messages that JSON has a text for. A null is the empty value. */
const SCALARS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['int32', INT32], ['sint32', INT32], ['sfixed32', INT32], ['uint32', UINT32], ['fixed32', UINT32],
  ['int64', INT64], ['sint64', INT64], ['sfixed64', INT64], ['uint64', UINT64], ['fixed64', UINT64],
  ['double', DOUBLE], ['float', { words: 'a number of 32 bits', reads: isFloat }], ['bool', BOOL], ['string', TEXT], ['bytes', BYTES],
  ['google.protobuf.Int32Value', INT32], ['google.protobuf.UInt32Value', UINT32], ['google.protobuf.Int64Value', INT64], ['google.protobuf.UInt64Value', UINT64],
  ['google.protobuf.DoubleValue', DOUBLE], ['google.protobuf.FloatValue', { words: 'a number of 32 bits', reads: isFloat }],
  ['google.protobuf.BoolValue', BOOL], ['google.protobuf.StringValue', TEXT], ['google.protobuf.BytesValue', BYTES],
  ['google.protobuf.Duration', { words: 'a duration such as "5s" or "0.25s"', reads: isDuration }],
  ['google.protobuf.Timestamp', { words: 'a time such as "2026-01-31T08:00:00Z"', reads: isTimestamp }],
  ['google.protobuf.Value', { words: 'any value', reads: () => true }],
]);

/** The type of this name, where it is one that JSON has a single value for. */
export function scalarOf(type: string): Scalar | undefined {
  return SCALARS.get(type);
}

/** JSON has keys as texts, whatever they are; a number may have quotes of its own in that. */
export function isKey(key: string, type: string): boolean {
  if (type === 'bool') return key === 'true' || key === 'false';
  const quoted = key.length > 1 && key.startsWith('"') && key.endsWith('"');
  return scalarOf(type)?.reads(quoted ? key.slice(1, -1) : key) ?? false;
}

function isFloat(value: unknown): boolean {
  const read = decodeNumber(value);
  return typeof read === 'number' && (!Number.isFinite(read) || Number.isFinite(Math.fround(read)));
}

function isDuration(value: unknown): boolean {
  return value === null || (typeof value === 'string' && parseGoDuration(value) !== undefined);
}

const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})T([01]?\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-4]):(?:[0-5]\d|60))$/;

function isTimestamp(value: unknown): boolean {
  if (value === null) return true;
  const [, year, month, day] = (typeof value === 'string' ? TIMESTAMP.exec(value) : null) ?? [];
  if (year === undefined) return false;
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
}
