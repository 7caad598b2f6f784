import { isIpv4, isIpv6 } from './ip';
import { matches } from './regex';

/** A named format of strings: a test, and words for what is expected. */
export interface Format {
  readonly test: (text: string) => boolean;
  readonly expected: string;
}

const BASE64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$';
const TIME = '^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$';

/**
 * The string formats that Kubernetes checks and that the known CRDs use, exactly as it checks them; other formats are
 * ignored, as Kubernetes ignores those it does not know.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation
 */
export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['date-time', { test: isDateTime, expected: 'a time such as 2026-01-31T12:00:00Z' }],
  ['byte', { test: (text) => matches(BASE64, text), expected: 'base64 with its padding' }],
  // An IPv6 address with an IPv4 tail holds dots, and that is what Kubernetes looks for.
  ['ipv4', { test: (text) => isIpv4(text, true) || (text.includes('.') && isIpv6(text, true)), expected: 'an IPv4 address' }],
  ['ipv6', { test: (text) => isIpv6(text), expected: 'an IPv6 address' }],
]);

/** Formats that Kubernetes checks and that are not known here. */
export const UNKNOWN_FORMATS: ReadonlySet<string> = new Set([
  'bsonobjectid', 'cidr', 'creditcard', 'date', 'duration', 'email', 'hexcolor', 'hostname', 'isbn', 'isbn10', 'isbn13', 'k8s-long-name',
  'k8s-short-name', 'mac', 'rgbcolor', 'ssn', 'uri', 'uuid', 'uuid3', 'uuid4', 'uuid5',
]);

/** The formats of numbers; they bound integers and say nothing of others. */
export const INTEGER_BOUNDS: ReadonlyMap<string, readonly [number, number]> = new Map<string, readonly [number, number]>([
  ['int32', [-2_147_483_648, 2_147_483_647]],
]);

function isDateTime(text: string): boolean {
  // Kubernetes looks at what stands before and after the first t, and not at what follows a second one.
  const [date = '', time] = text.toLowerCase().split('t');
  if (time === undefined || !isDate(date)) return false;
  if (!matches(TIME, time)) return false;
  const [hour = '', minute = '', second = ''] = [time.slice(0, 2), time.slice(3, 5), time.slice(6, 8)];
  return hour <= '23' && minute <= '59' && second <= '59';
}

function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (days[month - 1] ?? 0);
}
