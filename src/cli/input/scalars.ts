/**
 * How Kubernetes reads YAML scalars. kubectl and the API server turn YAML into JSON with sigs.k8s.io/yaml, which follows
 * YAML 1.1 with its own additions: `y`, `on` and `off` are booleans, `0644` and `0o644` are octal, `1_000` is a number,
 * `1:30` and timestamps are strings. A reader with other rules would check other values than the cluster gets.
 * Source: https://github.com/kubernetes-sigs/yaml
 */
export type Scalar = string | number | boolean | null;

const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...words(true, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words(false, 'n N no No NO false False FALSE off Off OFF'),
  ...words(null, '~ null Null NULL'),
  ['', null],
  ...words(Number.NaN, '.nan .NaN .NAN'),
  ...words(Number.POSITIVE_INFINITY, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words(Number.NEGATIVE_INFINITY, '-.inf -.Inf -.INF'),
]);

function words(value: Scalar, texts: string): (readonly [string, Scalar])[] {
  return texts.split(' ').map((text) => [text, value] as const);
}

/** First characters of plain scalars that can be anything but a string. */
const SPECIAL_START: readonly boolean[] = Array.from({ length: 128 }, (_, code) => '+-.0123456789yYnNtTfFoO~'.includes(String.fromCharCode(code)));

const DECIMAL = /^[-+]?[0-9]+$/;
const OCTAL = /^[-+]?0[0-7]+$/;
const PREFIXED = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DOT_FLOAT = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
const MAX_INTEGER = 2 ** 64;

/** The value of a scalar written without quotes and without a tag. `NaN` and infinities come back as numbers; JSON has none of them. */
export function plainScalar(text: string): Scalar {
  const first = text.charCodeAt(0);
  if (text !== '' && SPECIAL_START[first] !== true) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (first === 0x2e) return DOT_FLOAT.test(text) ? finite(text.replaceAll('_', ''), text) : text;
  return first < 0x3a ? numberOrText(text) : text;
}

function numberOrText(text: string): Scalar {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  if (OCTAL.test(plain)) return magnitude(plain, /^[-+]?0+/, '0o');
  if (DECIMAL.test(plain)) return finite(plain, text);
  const prefixed = PREFIXED.exec(plain);
  if (prefixed !== null) {
    const value = Number(prefixed[2]);
    return value < MAX_INTEGER ? (prefixed[1] === '-' ? 0 - value : value) : text;
  }
  return FLOAT.test(plain) ? finite(plain, text) : text;
}

function magnitude(plain: string, lead: RegExp, prefix: string): number {
  const value = Number(`${prefix}0${plain.replace(lead, '')}`);
  if (value >= MAX_INTEGER) return Number(plain);
  return plain.startsWith('-') ? 0 - value : value;
}

function finite(plain: string, text: string): Scalar {
  const value = Number(plain) + 0;
  return Number.isFinite(value) ? value : text;
}

const CORE = 'tag:yaml.org,2002:';

/** The value of a scalar with an explicit tag (`!!str 12`), or `undefined` when the text does not fit the tag. */
export function taggedScalar(rawTag: string, text: string): Scalar | undefined {
  const tag = rawTag.startsWith('!!') ? rawTag.slice(2) : rawTag.startsWith(`!<${CORE}`) ? rawTag.slice(CORE.length + 2, -1) : undefined;
  switch (tag) {
    case 'bool':
      return when(plainScalar(text), (value) => typeof value === 'boolean');
    case 'null':
      return when(plainScalar(text), (value) => value === null);
    case 'int':
      return when(plainScalar(text), (value) => typeof value === 'number' && !isFloatText(text));
    case 'float':
      return when(plainScalar(text), (value) => typeof value === 'number');
    case 'binary':
      return binary(text);
    default:
      return text; // !!str, !!timestamp, `!` and tags of other programs: Kubernetes keeps the text
  }
}

function when(value: Scalar, fits: (value: Scalar) => boolean): Scalar | undefined {
  return fits(value) ? value : undefined;
}

function binary(text: string): string | undefined {
  const compact = text.replace(/[\r\n]/g, '');
  const valid = compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
  return valid ? Buffer.from(compact, 'base64').toString('utf8') : undefined;
}

/** The JSON key that a YAML key becomes; `undefined` for a key that Kubernetes cannot read: `null`, an integer of more than 63 bits. */
export function keyText(key: Scalar, text: string): string | undefined {
  if (typeof key === 'string') return key;
  if (typeof key === 'boolean') return key ? 'true' : 'false';
  if (key === null) return undefined;
  if (isFloatText(text)) return floatKey(key);
  if (Number.isSafeInteger(key)) return String(key);
  const exact = DECIMAL.test(text) ? BigInt(text.replace('+', '')) : BigInt(key);
  return exact < 2n ** 63n ? exact.toString() : undefined; // Kubernetes knows no larger keys
}

function isFloatText(text: string): boolean {
  return /^[-+]?\.|^[-+]?[0-9_]+[.eE]/.test(text);
}

/** Go writes a float key as the shortest digits that give the same 32-bit float, with an exponent from a million on. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const single = Math.fround(value);
  let digits = 1;
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits += 1;
  const [mantissa = '', exponent = '0'] = single.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(single.toPrecision(digits)));
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
